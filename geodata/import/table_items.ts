import type { Geometry } from 'geojson';
import { FileRefused } from '../../src/lib/contract/import.ts';
import type { ImportItem, ImportNote, ImportRow, ReaderOptions } from '../../src/lib/contract/import.ts';
import { LAYER_GEOMETRY } from '../../src/lib/contract/layer_rows.ts';
import type { LayerId } from '../../src/lib/contract/layer_rows.ts';
import { rowAttributes } from './row_attributes.ts';
import type { RowAttributes } from './row_attributes.ts';
import { inWgs84, settledCrs } from './crs_choice.ts';
import { namedCrs } from './crs.ts';
import type { Crs } from './crs.ts';
import { fittingParts, isEmpty, mapPositions, partCount, ringsAgainstRightHand } from './geometry_parts.ts';
import { layerOf } from './layer_of.ts';
import type { Remark, SourceRow, SourceTable } from './source_rows.ts';

/** Rows looked at before layer, system and columns are settled; held in memory until then. */
const SAMPLE_ROWS = 1000;

/** Reasons for which a file without a single usable row is refused, not merely left without rows. */
const REFUSING_FAULTS: Readonly<Record<string, (layer: LayerId) => string>> = {
  'wrong-geometry-kind': (layer) =>
    `No row of the file can stand in the layer ${layer}, which takes ${LAYER_GEOMETRY[layer].join(', ')}.`,
  'coordinates-not-numbers': () => 'No row of the file has coordinates that are numbers.',
};

/** Remarks whose wording differs from row to row but which say one thing about the file. */
const ONE_PER_CODE = new Set(['excess-precision', 'extra-ordinates', 'wound-clockwise', 'taken-apart']);

/**
 * From the rows of a format to the rows of a layer: settles layer, coordinate system and columns from the
 * first rows, then turns each row into WGS 84 and the layer's attributes, or into a note that says why not.
 * Remarks that concern many rows are told once, at the first such row, with their number.
 * Throws FileRefused.
 */
export async function* tableItems(table: SourceTable, options: ReaderOptions): AsyncGenerator<ImportItem> {
  const source = table.rows[Symbol.asyncIterator]();
  const sample: SourceRow[] = [];
  while (sample.length < SAMPLE_ROWS) {
    const next = await source.next();
    if (next.done) break;
    sample.push(next.value);
  }
  const work = new TableWork(table, options, sample, sample.length === SAMPLE_ROWS);
  try {
    for (const row of sample.splice(0)) yield* work.items(row);
    for (let next = await source.next(); !next.done; next = await source.next()) {
      options.signal?.throwIfAborted();
      yield* work.items(next.value);
    }
  } finally {
    await source.return?.();
  }
  yield* work.closing();
}

class TableWork {
  readonly #table: SourceTable;
  readonly #layer: LayerId;
  readonly #crs: Crs;
  readonly #options: ReaderOptions;
  /** Fields seen so far; a GeoJSON tells them row by row. */
  readonly #fields: Set<string>;
  #attributes: RowAttributes;
  readonly #tally = new Map<string, { row: string; remark: Remark; rows: number }>();
  /** First row of each reason for rejection. */
  readonly #faults = new Map<string, string>();
  /** The first rows without their geometry. */
  readonly #sample: readonly SourceRow[];
  readonly #first_row: string;
  readonly #more_may_come: boolean;
  #read = 0;
  #accepted = 0;

  constructor(
    table: SourceTable,
    options: ReaderOptions,
    sample: readonly SourceRow[],
    more_may_come: boolean,
  ) {
    this.#table = table;
    this.#options = options;
    const fields = table.fields ?? gatheredFields(sample);
    this.#fields = new Set(fields);
    const geometries = sample.flatMap(({ geometry }) =>
      geometry === null || isEmpty(geometry) ? [] : [geometry],
    );
    const kinds = table.geometry_kinds ?? [...new Set(geometries.map(({ type }) => type))];
    this.#layer = layerOf(options.layer, table.names, fields, kinds);
    this.#crs = settledCrs(namedCrs(options.crs) ?? table.crs(), geometries);
    this.#more_may_come = more_may_come && table.fields === null;
    this.#sample = sample.map((row) => ({ ...row, geometry: null }));
    this.#attributes = this.#attributesFrom();
    this.#first_row = sample[0]?.row ?? '1';
    for (const remark of [...table.remarks, ...this.#crs.remarks]) this.#count(this.#first_row, remark);
  }

  *items(source: SourceRow): Generator<ImportItem> {
    if (source.skipped !== undefined) return this.#count(source.row, source.skipped);
    this.#read += 1;
    if (this.#more_may_come) this.#takeNewFields(source);
    for (const remark of source.style ?? []) this.#count(source.row, remark);
    const fault = source.fault ?? this.#geometryFault(source.geometry);
    if (fault !== undefined) return yield this.#rejected(source, fault);

    const parts = fittingParts(source.geometry!, this.#layer);
    if (parts.length === 0) return yield this.#rejected(source, this.#wrongKind(source.geometry!));
    const placed = parts.map((part) => mapPositions(part, (x, y) => inWgs84(this.#crs, x, y)));
    const outside = placed.map(rangeFault).find((found) => found !== undefined);
    if (outside !== undefined) return yield this.#rejected(source, outside);

    const { id, attributes, remarks, unreadable } = this.#attributes.of(source);
    for (const remark of remarks) this.#count(source.row, remark);
    for (const repair of source.repaired ?? []) yield this.#note(source.row, repair, 'repaired');
    for (const remark of unreadable) yield this.#note(source.row, remark, 'noted');
    if (placed.length !== 1 || source.geometry!.type === 'GeometryCollection')
      this.#count(source.row, {
        code: 'taken-apart',
        message: `A ${source.geometry!.type} was taken apart: ${placed.length} of its ${partCount(source.geometry!)} geometries can stand in the layer ${this.#layer}.`,
      });
    this.#accepted += 1;
    for (const [i, geometry] of placed.entries()) {
      this.#countWinding(source.row, geometry);
      yield {
        kind: 'row',
        layer: this.#layer,
        row: this.#table.row_prefix + source.row,
        source_id: id === null || placed.length === 1 ? id : `${id}#${i + 1}`,
        geometry,
        attributes,
      } as ImportRow;
    }
  }

  /** Notes about the whole table, and the refusal of one that held nothing of the layer. */
  *closing(): Generator<ImportItem> {
    if (this.#read === 0)
      throw new FileRefused(
        'no-rows',
        `The file holds no row; rows of the layer ${this.#layer} were expected.`,
      );
    if (this.#more_may_come) this.#attributesFrom(false);
    for (const [code, message] of Object.entries(REFUSING_FAULTS)) {
      const row = this.#faults.get(code);
      if (this.#accepted === 0 && row !== undefined)
        throw new FileRefused(
          code === 'wrong-geometry-kind' ? 'no-row-of-layer' : code,
          message(this.#layer),
          row,
        );
    }
    for (const remark of this.#attributes.remarks) this.#count(this.#first_row, remark);
    for (const { row, remark, rows } of this.#tally.values()) {
      const more = rows > 1 ? ` (first of ${rows} rows)` : '';
      yield this.#note(row, { code: remark.code, message: `${remark.message}${more}` }, 'noted');
    }
  }

  /** --map is checked for good only when no more fields can come. */
  #attributesFrom(more_may_come = this.#more_may_come): RowAttributes {
    return rowAttributes(
      this.#layer,
      this.#table.names,
      [...this.#fields],
      this.#options.map,
      this.#sample,
      more_may_come,
    );
  }

  /** Fields the first rows did not have; from here on they count as columns like the others. */
  #takeNewFields(source: SourceRow) {
    const seen_before = this.#fields.size;
    for (const field of Object.keys(source.fields)) this.#fields.add(field);
    if (this.#fields.size > seen_before) this.#attributes = this.#attributesFrom();
  }

  #geometryFault(geometry: Geometry | null): Remark | undefined {
    if (geometry !== null && !isEmpty(geometry)) return undefined;
    return { code: 'null-geometry', message: 'The row has no geometry.' };
  }

  #wrongKind(geometry: Geometry): Remark {
    return {
      code: 'wrong-geometry-kind',
      message: `A ${geometry.type} cannot stand in the layer ${this.#layer}, which takes ${LAYER_GEOMETRY[this.#layer].join(', ')}.`,
    };
  }

  #rejected(source: SourceRow, fault: Remark): ImportNote {
    if (!this.#faults.has(fault.code)) this.#faults.set(fault.code, source.row);
    const label = this.#attributes.labelOf(source);
    const message = label === null ? fault.message : `${fault.message.replace(/\.$/, '')} (${label}).`;
    return this.#note(source.row, { code: fault.code, message }, 'rejected');
  }

  #note(row: string, remark: Remark, effect: ImportNote['effect']): ImportNote {
    return { kind: 'note', layer: this.#layer, row: this.#table.row_prefix + row, ...remark, effect };
  }

  #count(row: string, remark: Remark) {
    const key = ONE_PER_CODE.has(remark.code) ? remark.code : `${remark.code} ${remark.message}`;
    const told = this.#tally.get(key);
    if (told !== undefined) told.rows += 1;
    else if (this.#tally.size < 500) this.#tally.set(key, { row, remark, rows: 1 });
  }

  #countWinding(row: string, geometry: Geometry) {
    if (this.#table.winding !== 'right-hand' || ringsAgainstRightHand(geometry) === 0) return;
    this.#count(row, {
      code: 'wound-clockwise',
      message: 'Polygon rings run against the right-hand rule of RFC 7946; they were read all the same.',
    });
  }
}

function rangeFault(geometry: Geometry): Remark | undefined {
  let fault: Remark | undefined;
  mapPositions(geometry, (lon_deg, lat_deg) => {
    if (fault === undefined && !(Math.abs(lat_deg) <= 90 && Math.abs(lon_deg) <= 180))
      fault = positionFault(lon_deg, lat_deg);
    return [lon_deg, lat_deg];
  });
  return fault;
}

function positionFault(lon_deg: number, lat_deg: number): Remark {
  if (!Number.isFinite(lon_deg) || !Number.isFinite(lat_deg))
    return { code: 'coordinate-not-finite', message: 'A coordinate does not lie in the coordinate system.' };
  if (Math.abs(lat_deg) > 90)
    return { code: 'latitude-out-of-range', message: `The latitude ${lat_deg} lies beyond ±90 degrees.` };
  return { code: 'longitude-out-of-range', message: `The longitude ${lon_deg} lies beyond ±180 degrees.` };
}

function gatheredFields(sample: readonly SourceRow[]): string[] {
  const fields = new Set<string>();
  for (const row of sample) for (const field of Object.keys(row.fields)) fields.add(field);
  return [...fields];
}
