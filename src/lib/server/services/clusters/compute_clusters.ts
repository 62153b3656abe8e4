import { encodeEwkb } from '../../../contract/ewkb.ts';
import type { Actor, Database } from '../../db/database.ts';
import { contiguousBuildings } from '../../queries/contiguous_buildings.ts';
import { readRuleSet } from '../rule_set.ts';
import { findClusters, type Cluster } from './find_clusters.ts';

const COLUMNS = [
  ['source', 'text'],
  ['source_id', 'text'],
  ['area_id', 'bigint'],
  ['kind', 'text'],
  ['origin', 'text'],
  ['buildings', 'int'],
  ['footprint_m2', 'float8'],
  ['density', 'float8'],
  ['mean_gap_m', 'float8'],
  ['point', 'geometry'],
  ['geom', 'geometry'],
].map(([name, type]) => ({ name, type }));

/**
 * Finds the clusters among all buildings and keeps them, in one transaction in place of those computed before; those
 * drawn or imported stay.
 */
export async function computeClusters(
  database: Database,
  actor: Actor,
  rules_code = 'cn',
  signal?: AbortSignal,
): Promise<Cluster[]> {
  const db = database.as(actor);
  const rules = await readRuleSet(db, rules_code);
  const value = (name: string) => rules.rules[name].value;
  return db.transaction(
    async (tx) => {
      const buildings = await contiguousBuildings(tx, {
        gap_m: value('fire_separation_m'),
        min_neighbours: value('cluster.min_neighbours'),
        min_buildings: value('cluster.min_buildings'),
      });
      const clusters = await findClusters(buildings, rules);
      await tx.query(`delete from cluster where origin = 'computed'`);
      await tx.bulkInsert('cluster', COLUMNS, clusters.map(row));
      return clusters;
    },
    { signal },
  );
}

const row = (cluster: Cluster) => [
  'computed',
  String(cluster.cluster_id),
  cluster.area_id,
  'contiguous',
  'computed',
  cluster.buildings,
  cluster.footprint_m2,
  cluster.density,
  cluster.mean_gap_m,
  encodeEwkb({ type: 'Point', coordinates: [cluster.lon_deg, cluster.lat_deg] }),
  encodeEwkb(cluster.outline),
];
