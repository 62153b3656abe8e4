import { distance_m, metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { pointToSegment, type Nearest } from '../geometry/nearest.ts';
import type { Network } from '../network/network.ts';
import type { ObstacleCut } from '../network/obstacle_cells.ts';
import type { SnapIndex } from '../network/snap.ts';
import type { StreetSet } from '../network/street_set.ts';
import type { RuleSet } from '../rules/rule_set.ts';
import { size_mm } from './street_size.ts';

/** A point of a street. */
export interface StreetPlace {
  /** Index of the way in the StreetSet. */
  street: number;
  /** Distance along it from its first vertex, mm, not rounded. */
  along_mm: number;
}

/** What is recorded of an obstacle; null: not measured. */
export interface ObstacleSize {
  kind: string;
  clear_width_m: number | null;
  clear_height_m: number | null;
}

/** Length of street an obstacle takes up, metres. */
const OBSTACLE_LENGTH_M = 1;

/**
 * Where an obstacle at a place narrows a street: the nearest point of the network vehicles use, if that comes within
 * `obstacle.snap_m`. `network` holds every way vehicles use, both directions, packed without obstacles; `index` covers all of
 * it, null where it has no edge.
 */
export function placeObstacle(
  network: Network,
  index: SnapIndex | null,
  rules: Pick<RuleSet, 'rules'>,
  lon_deg: number,
  lat_deg: number,
): StreetPlace | null {
  const snap = index?.nearest(lon_deg, lat_deg);
  if (!snap || snap.distance_m > rules.rules['obstacle.snap_m'].value) return null;
  return { street: network.edge_street[snap.edge], along_mm: snap.along_mm };
}

/** The same on one street: its point nearest the place, if that comes within `obstacle.snap_m`. */
export function placeObstacleOn(
  streets: StreetSet,
  street: number,
  rules: Pick<RuleSet, 'rules'>,
  lon_deg: number,
  lat_deg: number,
): StreetPlace | null {
  const near = projectOnStreet(streets, street, lon_deg, lat_deg);
  return near.distance_m > rules.rules['obstacle.snap_m'].value ? null : { street, along_mm: near.along_mm };
}

/** What an obstacle leaves open there. A width nobody measured is taken from the rule set by kind; else unknown. */
export function obstacleCut(
  rules: Pick<RuleSet, 'obstacle_clear_width_m'>,
  obstacle: ObstacleSize,
  place: StreetPlace,
): ObstacleCut {
  return {
    street: place.street,
    along_m: place.along_mm / 1000,
    clear_width_mm: size_mm(obstacle.clear_width_m ?? rules.obstacle_clear_width_m[obstacle.kind] ?? null),
    clear_height_mm: size_mm(obstacle.clear_height_m),
    length_m: OBSTACLE_LENGTH_M,
  };
}

/** The point of one street nearest a place: millimetres along it, metres away from it. */
function projectOnStreet(streets: StreetSet, street: number, lon_deg: number, lat_deg: number) {
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
