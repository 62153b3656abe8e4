import { Walkways } from '../../../domain/coverage/walkways.ts';
import { packNetwork } from '../../../domain/network/pack.ts';
import { isWalkable, STREET_CLASSES } from '../../../domain/network/street_set.ts';
import type { Town } from './load_town.ts';

/** Packs every walkable way of a town: without obstacles, since a crew on foot gets past them. */
export function buildWalkways({
  streets,
  rules,
  connectivity,
}: Pick<Town, 'streets' | 'rules' | 'connectivity'>): Walkways {
  const { network } = packNetwork(streets, {
    include: (street) => isWalkable(STREET_CLASSES[streets.street_class[street]]),
    join_m: rules.travel.join_m,
    connectivity,
    oneway: 'ignore',
    cuts: [],
  });
  return new Walkways(streets, network);
}
