import { open, type FileHandle } from 'node:fs/promises';
import {
  FileRefused,
  type ImportItem,
  type Reader,
  type ReaderOptions,
} from '../../src/lib/contract/import.ts';
import { indexBlobs, readBlob, type BlobPlace } from './osm_blob.ts';
import { checkHeader, decodeBlock, HOLDS_WAYS } from './osm_block.ts';
import { OSM_LICENCE } from './osm_licence.ts';
import { OsmRows, WANTED_KEYS } from './osm_rows.ts';

/**
 * Reads an OpenStreetMap extract (.osm.pbf) into rows of all layers. Two passes over the file: the first keeps
 * where every node lies (16 bytes each) and which ways relations are made of, and hands on what single nodes
 * stand for; the second turns ways into rows; relations are joined at the end. Elements may come in any order.
 *
 * Elements a layer has no use for by nature (a building drawn as a point, a way or relation that the extract's
 * border cuts) are noted; broken ones (an outline that does not close, an impossible place) are rejected.
 *
 * Own decoding on top of `pbf`, because osm-pbf-parser-node throws out of the stream (nobody can catch it) on
 * broken input, reads no unpacked blobs nor locations on ways, and makes an object a node.
 *
 * Throws FileRefused: empty-file, not-osm-pbf, truncated, corrupt-block, unsupported-compression,
 * unsupported-feature, history-file, crs-not-wgs84, no-rows, no-row-of-layer.
 */
export const readOsmPbf: Reader = Object.assign(readExtract, {
  licence: OSM_LICENCE,
});

async function* readExtract(path: string, options: ReaderOptions): AsyncGenerator<ImportItem> {
  if (!['auto', 'EPSG:4326', 'epsg:4326'].includes(options.crs))
    throw new FileRefused('crs-not-wgs84', `OSM PBF is always in WGS 84, found --crs ${options.crs}`);
  const file = await open(path, 'r');
  try {
    let rows = 0;
    for await (const items of readItems(file, options)) {
      for (const item of items) if (item.kind === 'row') rows++;
      yield* items;
    }
    if (rows > 0) return;
    if (options.layer === null) throw new FileRefused('no-rows', 'the file holds no row of any layer');
    throw new FileRefused('no-row-of-layer', `the file holds no row of the layer "${options.layer}"`);
  } finally {
    await file.close();
  }
}

/** The items, block by block. */
async function* readItems(file: FileHandle, options: ReaderOptions): AsyncGenerator<ImportItem[]> {
  const rows = new OsmRows(options.layer);
  const places = await indexBlobs(file);
  const way_places: BlobPlace[] = [];
  for await (const { place, bytes } of unpacked(file, places, options.signal)) {
    const position = `byte ${place.offset}`;
    if (place.type === 'OSMHeader') {
      if (checkHeader(bytes, position).locations_on_ways) rows.takeLocationsFromWays();
      continue;
    }
    const kinds = decodeBlock(bytes, rows.first_pass, WANTED_KEYS, position);
    if (kinds & HOLDS_WAYS) way_places.push(place);
    yield rows.take();
  }
  rows.freezeNodes();
  for await (const { place, bytes } of unpacked(file, way_places, options.signal)) {
    decodeBlock(bytes, rows.second_pass, WANTED_KEYS, `byte ${place.offset}`);
    yield rows.take();
  }
  rows.finish();
  yield rows.take();
}

/** The blobs this reader knows, in order; while one is worked on the next is read and unpacked. */
async function* unpacked(file: FileHandle, places: readonly BlobPlace[], signal: AbortSignal | undefined) {
  const known = places.filter((place) => place.type === 'OSMHeader' || place.type === 'OSMData');
  let next: Promise<Uint8Array> | null = null;
  for (const [i, place] of known.entries()) {
    signal?.throwIfAborted();
    const bytes: Uint8Array = await (next ?? readBlob(file, place));
    next = i + 1 < known.length ? readBlob(file, known[i + 1]) : null;
    // Awaited in the next round; should this round end the reading, its failure concerns nobody.
    next?.catch(() => undefined);
    yield { place, bytes };
  }
}
