import { geoJSONToWkt } from 'betterknown';
import type { CsvValue } from '../../../contract/csv.ts';
import type { LayerId } from '../../../contract/layer_rows.ts';
import { exportColumns, type ExportRow } from './export_rows.ts';

/** How a row's place is written: two columns for layers of points, well-known text for the others. */
const GEOMETRY_COLUMNS: Record<LayerId, readonly string[]> = {
  street: ['wkt'],
  hydrant: ['lon', 'lat'],
  water_source: ['wkt'],
  station: ['lon', 'lat'],
  building: ['wkt'],
  area: ['wkt'],
  obstacle: ['lon', 'lat'],
  place: ['lon', 'lat'],
  cluster: ['wkt'],
  hazard: ['lon', 'lat'],
  operating_surface: ['wkt'],
  water_main: ['wkt'],
};

export const csvHeader = (layer: LayerId): string[] => [...exportColumns(layer), ...GEOMETRY_COLUMNS[layer]];

/**
 * Rows as CSV cells in the order of the header. Coordinates keep all their digits; lists (vehicles, vertex keys)
 * are joined by blanks. `--map source_id=id` gives the rows their identity back on import.
 */
export async function* csvTable(rows: AsyncIterable<ExportRow>, layer: LayerId): AsyncGenerator<CsvValue[]> {
  const columns = exportColumns(layer);
  for await (const { values, geometry } of rows) {
    const place = geometry.type === 'Point' && GEOMETRY_COLUMNS[layer].length === 2;
    const [lon, lat] = place ? geometry.coordinates : [];
    yield [
      ...columns.map((column) => cell(values[column])),
      ...(place ? [lon, lat] : [geoJSONToWkt(geometry)]),
    ];
  }
}

function cell(value: unknown): CsvValue {
  if (Array.isArray(value)) return value.join(' ');
  if (value === null || value === undefined) return null;
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}
