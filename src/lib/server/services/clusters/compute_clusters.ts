import { encodeEwkb } from '../../../contract/ewkb.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import type { Actor, Database } from '../../db/database.ts';
import { contiguousBuildings } from '../../queries/contiguous_buildings.ts';
import { buildingsStamp, clustersAreCurrent, insertClustersRun } from '../../queries/clusters_run.ts';
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
 * Sees to it that the computed clusters are those of the buildings and rules as they are now.
 *
 * @returns whether they had to be computed.
 */
export async function ensureClusters(
  database: Database,
  actor: Actor,
  signal?: AbortSignal,
): Promise<boolean> {
  const db = database.as(actor);
  if (await clustersAreCurrent(db, settingsOf(await readRuleSet(db, 'cn')))) return false;
  await computeClusters(database, actor, 'cn', signal);
  return true;
}

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
  const settings = settingsOf(rules);
  const started = performance.now();
  return db.transaction(
    async (tx) => {
      const data_stamp = await buildingsStamp(tx);
      const clusters = await findClusters(await contiguousBuildings(tx, settings), rules);
      await tx.query(`delete from cluster where origin = 'computed'`);
      await tx.bulkInsert('cluster', COLUMNS, clusters.map(row));
      await insertClustersRun(tx, {
        inputs: settings,
        rules,
        data_stamp,
        totals: { clusters: clusters.length },
        duration_ms: performance.now() - started,
        created_by: actor.name,
      });
      return clusters;
    },
    { signal },
  );
}

const settingsOf = ({ rules }: RuleSet) => ({
  gap_m: rules['fire_separation_m'].value,
  min_neighbours: rules['cluster.min_neighbours'].value,
  min_buildings: rules['cluster.min_buildings'].value,
  min_density: rules['cluster.min_density'].value,
});

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
