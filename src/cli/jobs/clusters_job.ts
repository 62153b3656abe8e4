import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { writeClusterFiles } from '../../lib/server/services/clusters/cluster_files.ts';
import { computeClusters } from '../../lib/server/services/clusters/compute_clusters.ts';
import type { Job } from './job.ts';

export interface ClustersArgs {
  rules: string;
  out: string | null;
}

export interface ClustersSummary {
  clusters: number;
  buildings: number;
  footprint_m2: number;
}

/** Finds contiguous buildings and keeps them as clusters; writes the files where a folder is given. */
export const clustersJob: Job<ClustersArgs, ClustersSummary> = async ({ db, progress, signal }, args) => {
  progress('looking for contiguous buildings');
  const clusters = await computeClusters(db, LOCAL_ADMINISTRATOR, args.rules, signal);
  if (args.out !== null) await writeClusterFiles(clusters, args.out);
  const sum = (pick: (cluster: (typeof clusters)[number]) => number) =>
    clusters.reduce((total, cluster) => total + pick(cluster), 0);
  return {
    clusters: clusters.length,
    buildings: sum(({ buildings }) => buildings),
    footprint_m2: sum(({ footprint_m2 }) => footprint_m2),
  };
};
