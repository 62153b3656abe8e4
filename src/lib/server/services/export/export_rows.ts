import { decodeEwkb, type EwkbGeometry } from '../../../contract/ewkb.ts';
import type { LayerId } from '../../../contract/layer_rows.ts';
import type { Queryable } from '../../db/database.ts';
import { LAYER_COLUMNS } from '../import/layer_columns.ts';
import { rightHanded } from './right_handed.ts';

/** One row of a layer as it leaves the product. */
export interface ExportRow {
  /** The columns of EXPORT_COLUMNS by name; null is unknown. */
  values: Record<string, unknown>;
  /** WGS 84, lon before lat, polygons wound by the right-hand rule. */
  geometry: EwkbGeometry;
}

const PAGE_ROWS = 1000;

/** The column that places a row in the tree of areas; an area's own is its parent. */
const areaColumn = (layer: LayerId) => (layer === 'area' ? 'parent_id' : 'area_id');

/** Columns of a layer's export in their order: identity, area, then the layer's attributes. */
export const exportColumns = (layer: LayerId): string[] => [
  'id',
  'source',
  'source_id',
  areaColumn(layer),
  ...Object.keys(LAYER_COLUMNS[layer]),
];

/** Whether rows of one layer come from several sources, so that source_id alone may not be unique. */
export async function hasSeveralSources(tx: Queryable, layer: LayerId): Promise<boolean> {
  const [{ several }] = await tx.query<{ several: boolean }>(
    `select coalesce(min(source) <> max(source), false) as several from "${layer}"`,
  );
  return several;
}

/**
 * All rows of a layer the actor may see, ascending by id, in one state of the database. Read through a cursor,
 * page by page; single statements per page could each see another state.
 */
export async function* exportRows(tx: Queryable, layer: LayerId): AsyncGenerator<ExportRow> {
  const columns = exportColumns(layer);
  const selected = [...columns.map((column) => `"${column}"`), 'st_asewkb(geom) as "geom"'].join(', ');
  await tx.query(`declare export_rows no scroll cursor for select ${selected} from "${layer}" order by id`);
  for (;;) {
    const page = await tx.query<Record<string, unknown> & { geom: Uint8Array }>(
      `fetch ${PAGE_ROWS} from export_rows`,
    );
    for (const { geom, ...values } of page) yield { values, geometry: rightHanded(decodeEwkb(geom)) };
    if (page.length < PAGE_ROWS) break;
  }
  await tx.query('close export_rows');
}
