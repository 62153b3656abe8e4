import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LAYERS } from '../../src/lib/contract/layer_rows.ts';
import type { DemoTown } from './town.ts';

/** Writes one GeoJSON file a layer into the folder, made if need be; returns their paths in the order of import. */
export function writeDemoFiles({ layers }: DemoTown, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return LAYERS.map((layer) => {
    const path = join(folder, `${layer === 'station' ? 'fire_station' : layer}.geojson`);
    const features = layers[layer].map((feature) => JSON.stringify(feature)).join(',\n');
    writeFileSync(path, `{"type":"FeatureCollection","features":[\n${features}\n]}\n`);
    return path;
  });
}
