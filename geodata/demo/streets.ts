import type { Chance } from './chance.ts';
import { segmentCells, withJunctions } from './junctions.ts';
import { laneGrid } from './lane_grid.ts';
import { GRIDS, gridChance } from './settlements.ts';
import { ROADS, withBridges } from './roads.ts';
import type { StreetLine } from './street_line.ts';

/** Every street and footway of the sample town, meeting in common vertices. */
export function streets(chance: Chance): StreetLine[] {
  const roads = ROADS.flatMap(withBridges);
  const road_cells = segmentCells(roads);
  const lanes = GRIDS.flatMap((grid, index) => laneGrid(grid, road_cells, gridChance(chance, index)));
  return withJunctions([...roads, ...lanes]);
}
