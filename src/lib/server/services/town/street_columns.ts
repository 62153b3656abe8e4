import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import { clearWidth_mm, size_mm } from '../../../domain/live/street_size.ts';
import type { StreetLimits } from '../../../domain/live/town_data.ts';
import { STREET_CLASSES, type StreetClass, type StreetSet } from '../../../domain/network/street_set.ts';
import type { StreetRow } from '../../queries/street_rows.ts';
import { flatLine } from './flat_geometry.ts';

/**
 * Rows of the street table as the packer's columns. A width nobody measured is estimated from the rule set by
 * class; where the rule set has none it stays unknown (0). The clear width is the least of carriageway and signed limit;
 * a closed street leaves 1 mm, which no vehicle passes and people on foot do.
 */
export function streetColumns(rows: readonly StreetRow[], rules: RuleSet): StreetSet {
  const lines = rows.map((row) => flatLine(row.geom));
  const vertices = lines.reduce((sum, line) => sum + line.length / 2, 0);
  const count = rows.length;
  const columns: StreetSet = {
    count,
    id: new Float64Array(count),
    coords_deg: new Float64Array(2 * vertices),
    first_vertex: new Uint32Array(count + 1),
    vertex_key: new Float64Array(vertices),
    street_class: new Uint8Array(count),
    oneway: new Int8Array(count),
    maxspeed_kmh: new Uint8Array(count),
    clear_width_mm: new Uint16Array(count),
    clear_height_mm: new Uint16Array(count),
    max_weight_kg: new Uint32Array(count),
    level: new Int8Array(count),
  };
  let vertex = 0;
  rows.forEach((row, i) => {
    const street_class = row.street_class as StreetClass;
    columns.id[i] = row.id;
    columns.first_vertex[i] = vertex;
    columns.coords_deg.set(lines[i], 2 * vertex);
    row.vertex_keys?.forEach((key, k) => (columns.vertex_key[vertex + k] = key));
    vertex += lines[i].length / 2;
    columns.street_class[i] = STREET_CLASSES.indexOf(street_class);
    columns.oneway[i] = row.oneway;
    columns.maxspeed_kmh[i] = row.maxspeed_kmh ?? 0;
    columns.clear_width_mm[i] = clearWidth_mm(
      row.closed,
      size_mm(row.width_m ?? rules.estimated_width_m[street_class]),
      size_mm(row.max_width_m),
    );
    columns.clear_height_mm[i] = size_mm(row.max_height_m);
    columns.max_weight_kg[i] = weight_kg(row.max_weight_t);
    columns.level[i] = row.level;
  });
  columns.first_vertex[count] = vertex;
  return columns;
}

/** The two that a clear width is the least of. */
export const streetLimits = (rows: readonly StreetRow[], rules: RuleSet): StreetLimits => ({
  width_mm: Uint16Array.from(rows, ({ width_m, street_class }) =>
    size_mm(width_m ?? rules.estimated_width_m[street_class as StreetClass]),
  ),
  max_width_mm: Uint16Array.from(rows, ({ max_width_m }) => size_mm(max_width_m)),
});

/** At least 1, so that a limit of nearly nothing is not taken for "none". */
const weight_kg = (value_t: number | null) =>
  value_t === null ? 0 : Math.min(0xffffffff, Math.max(1, Math.round(value_t * 1000)));
