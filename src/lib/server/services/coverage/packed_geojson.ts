import type { FeatureCollection } from 'geojson';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { geoJsonChunks } from '../files/write_file.ts';

export interface PackedGeoJson {
  /** Of the GeoJSON before it was compressed, hex. */
  sha256: string;
  body_gzip: Uint8Array;
}

/** GeoJSON as a file of it would be, compressed. */
export async function packed({ features }: FeatureCollection): Promise<PackedGeoJson> {
  const body = Buffer.from([...geoJsonChunks(features)].join(''));
  return {
    sha256: createHash('sha256').update(body).digest('hex'),
    body_gzip: await promisify(gzip)(body),
  };
}
