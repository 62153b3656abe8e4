import type { LayerId } from '../../../contract/layer_rows.ts';
import type { Database } from '../../db/database.ts';

/** Tables that grew by so many rows get fresh statistics at once. */
export const ANALYZE_FROM_ROWS = 500;

/**
 * Statistics of tables that grew: on the embedded database all of them, since nobody else does that; on a server
 * the number of rows and what joins and filters go by, in an eighth of the time. There autovacuum adds those of the
 * geometries within a minute or so, since statistics of some columns do not count as done.
 */
export async function refreshStatistics(db: Database, layers: readonly LayerId[]): Promise<void> {
  const columns = (layer: LayerId) => (db.kind === 'server' ? `(${keyColumns(layer)})` : '');
  await Promise.all(layers.map((layer) => db.owner.query(`analyze "${layer}" ${columns(layer)}`)));
}

const keyColumns = (layer: LayerId) =>
  `id, source, source_id, import_id, ${layer === 'area' ? 'parent_id' : 'area_id'}`;
