import { join } from 'node:path';
import { fixed3, fixed7 } from '../../../contract/csv.ts';
import { writeCsv, writeGeoJson } from '../files/write_file.ts';
import type { Cluster } from './find_clusters.ts';

const COLUMNS = ['cluster_id', 'lon', 'lat', 'area_id', 'buildings', 'footprint_m2', 'density', 'mean_gap_m'];

/** Writes clusters.csv and clusters.geojson into a folder. */
export async function writeClusterFiles(clusters: readonly Cluster[], folder: string): Promise<void> {
  const rows = clusters.map((cluster) => [
    cluster.cluster_id,
    fixed7(cluster.lon_deg),
    fixed7(cluster.lat_deg),
    cluster.area_id,
    cluster.buildings,
    fixed3(cluster.footprint_m2),
    fixed3(cluster.density),
    fixed3(cluster.mean_gap_m),
  ]);
  await writeCsv(join(folder, 'clusters.csv'), COLUMNS, rows);
  await writeGeoJson(join(folder, 'clusters.geojson'), {
    type: 'FeatureCollection',
    features: clusters.map(({ outline, lon_deg: _lon, lat_deg: _lat, ...properties }) => ({
      type: 'Feature',
      id: properties.cluster_id,
      geometry: outline,
      properties,
    })),
  });
}
