import {
  obstacleCut,
  placeObstacle,
  placeObstacleOn,
  type StreetPlace,
} from '../../../domain/live/place_obstacle.ts';
import type { Network } from '../../../domain/network/network.ts';
import { packNetwork, type ObstacleCut } from '../../../domain/network/pack.ts';
import { SnapIndex } from '../../../domain/network/snap.ts';
import { isDrivable, STREET_CLASSES } from '../../../domain/network/street_set.ts';
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
  return obstacles.flatMap((obstacle, i) => {
    const place = places[i];
    return place ? [obstacleCut(rules, obstacle, place)] : [];
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
): (StreetPlace | null)[] {
  if (obstacles.length === 0) return [];
  const by_source_id = new Map(street_labels.map((label, i) => [`${label.source}\n${label.source_id}`, i]));
  const index = drive.edge_count > 0 ? new SnapIndex(drive, streets) : null;
  return obstacles.map(({ source, street_source_id, lon_deg, lat_deg }: ObstacleRow) => {
    const named = street_source_id === null ? undefined : by_source_id.get(`${source}\n${street_source_id}`);
    return named === undefined
      ? placeObstacle(drive, index, rules, lon_deg, lat_deg)
      : placeObstacleOn(streets, named, rules, lon_deg, lat_deg);
  });
}
