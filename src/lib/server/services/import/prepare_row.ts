import { hash } from 'node:crypto';
import type { Position } from 'geojson';
import { encodeEwkb } from '../../../contract/ewkb.ts';
import type { ImportRow } from '../../../contract/import.ts';
import type { LayerId } from '../../../contract/layer_rows.ts';
import { cleanAttributes } from './clean_attributes.ts';
import { COMPUTED_COLUMNS } from './layer_columns.ts';
import { storedGeometry, type Remark, type StoredPart } from './stored_geometry.ts';

/** One row of a layer's table, ready to be sent. */
export interface TableRow {
  /** Explicit identity, or null where the row's hash is one. */
  source_id: string | null;
  /** Of the stored geometry and the known attributes. */
  row_hash: string;
  /**
   * Columns by name as a JSON object without its opening brace: attributes, computed columns and geometries as hex
   * EWKB; unknown values left out. The row's identity is put in front.
   */
  columns: string;
  /** Lon, lat of the point that decides its area. */
  place: Position;
}

export type PreparedRow =
  | { kind: 'prepared'; rows: TableRow[]; repairs: Remark[]; remarks: Remark[] }
  | { kind: 'rejected'; reason: Remark; valid_swapped: boolean };

/** Checks one row of a file and turns it into the row or rows its table takes. */
export function prepareRow({ layer, source_id, geometry, attributes }: ImportRow): PreparedRow {
  const shape = storedGeometry(layer, geometry);
  if (shape.kind === 'rejected') return shape;
  const { values, repairs, refusal } = cleanAttributes(layer, attributes);
  if (refusal !== null) {
    return { kind: 'rejected', reason: { code: 'unknown-value', message: refusal }, valid_swapped: false };
  }
  const id = source_id === null ? null : source_id.replaceAll('\0', '').toWellFormed();
  const remarks = [...shape.remarks];
  const part_keys = vertexKeys(values.vertex_keys, shape.parts, remarks);
  return {
    kind: 'prepared',
    rows: shape.parts.map((part, i) => tableRow(layer, partId(id, i), part, values, part_keys[i])),
    repairs: [...shape.repairs, ...repairs.map((message) => ({ code: 'value-not-taken', message }))],
    remarks,
  };
}

/** The first part keeps the row's identity, further ones add #2, #3, …; an empty identity is none. */
const partId = (id: string | null, part: number) =>
  id === null || id === '' ? null : part === 0 ? id : `${id}#${part + 1}`;

/** Vertex keys of each part: those of its own vertices, none where their number does not fit. */
function vertexKeys(keys: unknown, parts: StoredPart[], remarks: Remark[]): (unknown[] | null)[] {
  if (!Array.isArray(keys)) return parts.map(() => null);
  const counts = parts.map(({ geometry }) => geometry.coordinates.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (keys.length !== total) {
    remarks.push({
      code: 'vertex-keys-left-out',
      message: `${keys.length} vertex keys for ${total} vertices; left out`,
    });
    return parts.map(() => null);
  }
  let first = 0;
  return counts.map((count) => keys.slice(first, (first += count)));
}

function tableRow(
  layer: LayerId,
  source_id: string | null,
  part: StoredPart,
  attributes: Record<string, unknown>,
  vertex_keys: unknown[] | null,
): TableRow {
  const values: Record<string, unknown> = {};
  for (const name in attributes) {
    const value = name === 'vertex_keys' ? vertex_keys : attributes[name];
    if (value !== null) values[name] = value;
  }
  const known = JSON.stringify(values);
  const geom = `"geom":"${hexOf(encodeEwkb(part.geometry))}"}`;
  const hashed = known === '{}' ? `{${geom}` : `${known.slice(0, -1)},${geom}`;
  return {
    source_id,
    row_hash: hash('sha256', hashed).slice(0, 32),
    columns: computedColumns(layer, part) + hashed.slice(1),
    place: part.point,
  };
}

function computedColumns(layer: LayerId, { point, area_m2 }: StoredPart): string {
  const computed = COMPUTED_COLUMNS[layer];
  let json = '';
  if ('point' in computed) json += `"point":"${hexOf(encodeEwkb({ type: 'Point', coordinates: point }))}",`;
  if ('footprint_m2' in computed) json += `"footprint_m2":${area_m2},`;
  if ('area_m2' in computed) json += `"area_m2":${area_m2},`;
  return json;
}

const hexOf = (bytes: Uint8Array<ArrayBuffer>) => Buffer.from(bytes.buffer).toString('hex');
