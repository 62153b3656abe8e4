import { pointToSegment, type Nearest } from '../../../domain/geometry/nearest.ts';
import { distance_m, metresPerLatDegree, metresPerLonDegree } from '../../../domain/geometry/metric.ts';
import type { Network } from '../../../domain/network/network.ts';
import { packNetwork, type ObstacleCut } from '../../../domain/network/pack.ts';
import { SnapIndex } from '../../../domain/network/snap.ts';
import { isDrivable, STREET_CLASSES, type StreetSet } from '../../../domain/network/street_set.ts';
import type { ObstacleRow } from '../../queries/obstacle_rows.ts';
import type { Town } from './load_town.ts';

type ObstacleTown = Pick<Town, 'obstacles' | 'streets' | 'connectivity' | 'street_labels' | 'rules'>;

/** The streets vehicles use, without obstacles and with both directions of every way: what obstacles are placed on. */
export const packUncut = ({
  streets,
  rules,
  connectivity,
}: Pick<Town, 'streets' | 'rules' | 'connectivity'>) =>
  packNetwork(streets, {
    include: (street) => isDrivable(STREET_CLASSES[streets.street_class[street]]),
    join_m: rules.travel.join_m,
    connectivity,
    oneway: 'ignore',
    cuts: [],
  });

/**
 * Where each standing obstacle narrows a street: see placeObstacles. A width nobody measured is taken from the rule set
 * by kind; else unknown.
 */
export function obstacleCuts(town: ObstacleTown): ObstacleCut[] {
  const { obstacles, rules } = town;
  if (obstacles.length === 0) return [];
  const places = placeObstacles(town, packUncut(town).network);
  return obstacles.flatMap((obstacle, i): ObstacleCut[] => {
    const at = places[i];
    if (!at) return [];
    const clear_width_m = obstacle.clear_width_m ?? rules.obstacle_clear_width_m[obstacle.kind] ?? null;
    return [
      {
        street: at.street,
        along_m: at.along_mm / 1000,
        clear_width_mm: clear_width_m === null ? 0 : Math.max(1, Math.round(clear_width_m * 1000)),
        clear_height_mm:
          obstacle.clear_height_m === null ? 0 : Math.max(1, Math.round(obstacle.clear_height_m * 1000)),
        length_m: 1,
      },
    ];
  });
}

/**
 * The place of each obstacle on a street: on the street its source names, else on the nearest one vehicles use; null
 * where that is farther than `obstacle.snap_m`.
 *
 * @param drive as packUncut gives it.
 */
export function placeObstacles(
  { obstacles, streets, street_labels, rules }: ObstacleTown,
  drive: Network,
): ({ street: number; along_mm: number } | null)[] {
  if (obstacles.length === 0) return [];
  const snap_m = rules.rules['obstacle.snap_m'].value;
  const by_source_id = new Map(street_labels.map((label, i) => [`${label.source}\n${label.source_id}`, i]));
  const index = drive.edge_count > 0 ? new SnapIndex(drive, streets) : null;
  const place = ({ source, street_source_id, lon_deg, lat_deg }: ObstacleRow) => {
    const named = street_source_id === null ? undefined : by_source_id.get(`${source}\n${street_source_id}`);
    if (named !== undefined) return { street: named, ...projectOnStreet(streets, named, lon_deg, lat_deg) };
    const snap = index?.nearest(lon_deg, lat_deg);
    return (
      snap && { street: drive.edge_street[snap.edge], along_mm: snap.along_mm, distance_m: snap.distance_m }
    );
  };
  return obstacles.map((obstacle) => {
    const at = place(obstacle);
    return at && at.distance_m <= snap_m ? { street: at.street, along_mm: at.along_mm } : null;
  });
}

/** The point of one street nearest a place: millimetres along it, metres away from it. */
export function projectOnStreet(streets: StreetSet, street: number, lon_deg: number, lat_deg: number) {
  const { coords_deg, first_vertex } = streets;
  const x_m = metresPerLonDegree(lat_deg);
  const y_m = metresPerLatDegree(lat_deg);
  const near: Nearest = { squared: 0, t: 0, x: 0, y: 0 };
  let best = { squared: Infinity, along_mm: 0 };
  let passed_m = 0;
  for (let v = first_vertex[street]; v + 1 < first_vertex[street + 1]; v++) {
    const [a_lon, a_lat, b_lon, b_lat] = coords_deg.subarray(2 * v, 2 * v + 4);
    const squared = pointToSegment(
      0,
      0,
      (a_lon - lon_deg) * x_m,
      (a_lat - lat_deg) * y_m,
      (b_lon - lon_deg) * x_m,
      (b_lat - lat_deg) * y_m,
      near,
    );
    const length_m = distance_m(a_lon, a_lat, b_lon, b_lat);
    if (squared < best.squared) best = { squared, along_mm: (passed_m + near.t * length_m) * 1000 };
    passed_m += length_m;
  }
  return { along_mm: best.along_mm, distance_m: Math.sqrt(best.squared) };
}
