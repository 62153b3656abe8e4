import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { FileRefused } from '../../src/lib/contract/import.ts';
import type { Reader } from '../../src/lib/contract/import.ts';
import { crsFromGeoJson } from './crs.ts';
import type { Crs } from './crs.ts';
import { decodedText, fileEncoding } from './encoding.ts';
import { collectionRemarks, featureRow, geometryRow, isGeometryType, isObject } from './geojson_features.ts';
import { jsonEvents } from './json_values.ts';
import type { JsonEvent, JsonObject, JsonValue } from './json_values.ts';
import { tableItems } from './table_items.ts';
import type { Remark, SourceRow, SourceTable } from './source_rows.ts';

/**
 * Reads GeoJSON: a FeatureCollection, a Feature, a bare geometry, or a sequence of features or geometries
 * (newline-delimited or RFC 8142). The file is streamed; one feature at a time is in memory.
 * The `crs` member of the 2008 edition is honoured. Throws FileRefused where the format is broken, with
 * the feature's number (from 1).
 */
export const readGeoJson: Reader = async function* (path, options) {
  const encoding = await fileEncoding(path, options.encoding);
  const remarks: Remark[] = [];
  if (encoding.inferred)
    remarks.push({
      code: 'encoding-inferred',
      message: `The text is not UTF-8 and was read as ${encoding.name}.`,
    });
  const chunks = createReadStream(path, { highWaterMark: 1 << 18, signal: options.signal });
  const reading = new GeoJsonReading(remarks);
  const table: SourceTable = {
    names: [basename(path)],
    row_prefix: '',
    fields: null,
    crs: () => reading.crs,
    geometry_kinds: null,
    remarks,
    winding: 'right-hand',
    rows: reading.rows(jsonEvents(decodedText(chunks, encoding.name), 'features')),
  };
  yield* tableItems(table, options);
  reading.checkLateCrs(options.crs);
};

class GeoJsonReading {
  crs: Crs | null = null;
  readonly #remarks: Remark[];
  #rows_told = false;
  #roots = 0;
  #has_collection = false;
  #late_crs: Crs | null = null;

  constructor(remarks: Remark[]) {
    this.#remarks = remarks;
  }

  async *rows(batches: AsyncIterable<JsonEvent[]>): AsyncGenerator<SourceRow> {
    for await (const batch of batches)
      for (const event of batch) {
        const row = this.#row(event);
        if (row !== null) yield row;
      }
    if (this.#roots === 0)
      throw new FileRefused('empty-file', 'The file holds no JSON value; a GeoJSON object was expected.');
  }

  #row(event: JsonEvent): SourceRow | null {
    if (event.kind === 'member') {
      this.#rows_told = true;
      return featureRow(event.value, String(event.number));
    }
    if (event.kind === 'root-field') {
      this.#rootField(event.name, event.value);
      return null;
    }
    this.#roots += 1;
    const root = rootObject(event.value, this.#roots);
    const is_collection = root['type'] === 'FeatureCollection';
    this.#has_collection ||= is_collection;
    if (this.#has_collection && this.#roots > 1)
      throw new FileRefused(
        'several-roots',
        'A FeatureCollection must stand alone in its file; more text precedes or follows it.',
      );
    if (is_collection) {
      this.#remarks.push(...collectionRemarks(collectionWithFeatures(root, event.had_members)));
      return null;
    }
    if (event.had_members) this.#checkStrayFeatures(root);
    return soleRow(root, event, this.#roots);
  }

  /** A `crs` member that comes after the features and differs from what they were taken for. */
  checkLateCrs(asked: string) {
    if (this.#late_crs === null || asked !== 'auto' || this.#late_crs.to_wgs84 === null) return;
    throw new FileRefused(
      'crs-late',
      `The file names its system ${this.#late_crs.name} only after the features; give --crs ${this.#late_crs.name}.`,
    );
  }

  #rootField(name: string, value: JsonValue) {
    if (name !== 'crs' || value === null) return;
    const crs = crsFromGeoJson(value);
    if (this.#rows_told) this.#late_crs = crs;
    else this.crs = crs;
  }

  #checkStrayFeatures(root: JsonObject) {
    if (!this.#rows_told) return;
    throw new FileRefused(
      'root-type',
      `The file holds "features" but its "type" is ${JSON.stringify(root['type'])}; "FeatureCollection" was expected.`,
    );
  }
}

function rootObject(value: JsonValue, number: number): JsonObject {
  if (isObject(value)) return value;
  throw new FileRefused(
    'not-an-object',
    `GeoJSON must be an object, found ${JSON.stringify(value)?.slice(0, 60)}.`,
    String(number),
  );
}

function collectionWithFeatures(root: JsonObject, had_members: boolean): JsonObject {
  if (had_members) return root;
  const found = root['features'];
  throw new FileRefused(
    'features-missing',
    `"features" must be an array, found ${found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 60)}.`,
  );
}

function soleRow(root: JsonObject, event: JsonEvent & { kind: 'root' }, number: number): SourceRow {
  const type = root['type'];
  const row = String(number);
  if (type === 'Feature') {
    const value = event.had_members ? Object.assign(Object.create(null), root, { features: [] }) : root;
    return featureRow(value as JsonObject, row);
  }
  if (isGeometryType(type)) {
    const value = event.had_members ? Object.assign(Object.create(null), root, { features: [] }) : root;
    return geometryRow(value as JsonObject, row);
  }
  throw new FileRefused(
    'root-type',
    `"type" must be "FeatureCollection", "Feature" or a geometry type, found ${type === undefined ? 'nothing' : JSON.stringify(type).slice(0, 60)}.`,
    row,
  );
}
