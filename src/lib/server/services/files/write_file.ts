import type { Feature, FeatureCollection } from 'geojson';
import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { csvLine, type CsvValue } from '../../../contract/csv.ts';

/** Writes a file whole or not at all: to a temporary name beside it, then renamed. */
export async function writeFileWhole(
  path: string,
  chunks: Iterable<string> | AsyncIterable<string>,
): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.part`;
  try {
    await pipeline(Readable.from(chunks), createWriteStream(unfinished));
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Writes a CSV with its header, whole or not at all. */
export const writeCsv = (
  path: string,
  header: readonly string[],
  rows: Iterable<readonly CsvValue[]> | AsyncIterable<readonly CsvValue[]>,
) => writeFileWhole(path, csvChunks(header, rows));

/** Writes one JSON value, indented, with a line end. */
export const writeJson = (path: string, value: unknown) =>
  writeFileWhole(path, [JSON.stringify(value, null, 2) + '\n']);

/** Writes a feature collection, one feature a line. */
export const writeGeoJson = (path: string, { features }: FeatureCollection) =>
  writeFileWhole(path, geoJsonChunks(features));

/** The text of a GeoJSON file, a feature a line. */
export function* geoJsonChunks(features: readonly Feature[]) {
  yield '{"type":"FeatureCollection","features":[';
  for (const [i, feature] of features.entries()) yield `${i === 0 ? '' : ','}\n${JSON.stringify(feature)}`;
  yield '\n]}\n';
}

async function* csvChunks(
  header: readonly string[],
  rows: Iterable<readonly CsvValue[]> | AsyncIterable<readonly CsvValue[]>,
) {
  let chunk = csvLine(header);
  for await (const row of rows) {
    chunk += csvLine(row);
    if (chunk.length > 65536) {
      yield chunk;
      chunk = '';
    }
  }
  yield chunk;
}
