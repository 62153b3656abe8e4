import type { PickKind, TownLayerId } from '../contract/map_address.ts';
import { AREA } from './layers/area.ts';
import { BUILDING } from './layers/building.ts';
import { CLUSTER } from './layers/cluster.ts';
import { GAP } from './layers/gap.ts';
import { HAZARD } from './layers/hazard.ts';
import { HYDRANT } from './layers/hydrant.ts';
import { LANE } from './layers/lane.ts';
import { MAIN } from './layers/main.ts';
import { OBSTACLE } from './layers/obstacle.ts';
import { PLACE } from './layers/place.ts';
import { RING } from './layers/ring.ts';
import { STATION } from './layers/station.ts';
import { STREET } from './layers/street.ts';
import type { TownLayer } from './layers/town_layer.ts';
import { WATER } from './layers/water.ts';

/** Every layer of the rail by its id. */
export const LAYERS: Record<TownLayerId, TownLayer> = {
  building: BUILDING,
  ring: RING,
  gap: GAP,
  station: STATION,
  hydrant: HYDRANT,
  water: WATER,
  main: MAIN,
  hazard: HAZARD,
  place: PLACE,
  obstacle: OBSTACLE,
  lane: LANE,
  cluster: CLUSTER,
  area: AREA,
  street: STREET,
};

/** What each style layer picks, for those that answer a click. */
export const PICK_OF: Readonly<Record<string, PickKind>> = Object.assign(
  {},
  ...Object.values(LAYERS).map(({ picks }) => picks),
);
