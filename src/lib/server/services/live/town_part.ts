import { CUTOFFS_S } from '../../../contract/cutoffs.ts';
import type { WeightSource } from '../../../domain/coverage/weights.ts';
import { metresPerLatDegree, metresPerLonDegree } from '../../../domain/geometry/metric.ts';
import { connectivityOf } from '../../../domain/network/join_vertices.ts';
import { selectStreets, type StreetSet } from '../../../domain/network/street_set.ts';
import { VEHICLES, type RuleSet } from '../../../domain/rules/rule_set.ts';
import { flatRings, type Footprint } from '../town/flat_geometry.ts';
import type { Town } from '../town/load_town.ts';
import { weightsOf, type BuildingWeights } from './town_data.ts';

/** Some of a town's buildings with the surroundings their verdicts follow from. */
export interface TownPart {
  town: Town;
  /** As the whole town shares its people out. */
  people: BuildingWeights;
}

/** west, south, east, north in degrees. */
type Box = [west: number, south: number, east: number, north: number];

/**
 * The buildings of an area and of the areas inside it, with the streets, stations, obstacles and water within a margin
 * around them: as far as the fastest vehicle and then a hose get within the longest cutoff people choose from. Every way
 * that is taken in time lies within it, so who is covered is as in the whole town. What a margin cannot promise: a
 * building reached after the cutoff may be reached sooner, or at all, by a way that leads outside, so which of late,
 * too-narrow and unreachable it is holds for the part only. Footpaths whose only way to a street leads outside count
 * as a fragment. Of two stops with equal hose and arrival the lower arc is taken, and arcs are numbered anew.
 *
 * @returns null where there is no such area.
 */
export function townPart(town: Town, area_id: number): TownPart | null {
  if (!town.areas.some(({ id }) => id === area_id)) return null;
  const inside = descendants(town, area_id);
  const chosen = town.buildings.flatMap((building, i) =>
    building.area_id !== null && inside.has(building.area_id) ? [i] : [],
  );
  const margin_m = marginOf(town.rules);
  const box = widened(boundsOf(chosen.map((i) => town.footprints[i])), margin_m);
  const within = ({ lon_deg, lat_deg }: { lon_deg: number; lat_deg: number }) =>
    lon_deg >= box[0] && lat_deg >= box[1] && lon_deg <= box[2] && lat_deg <= box[3];
  const kept = streetsIn(town.streets, box);
  const people = weightsOf(town);
  return {
    town: {
      ...town,
      streets: selectStreets(town.streets, kept),
      street_limits: {
        width_mm: Uint16Array.from(kept, (street) => town.street_limits.width_mm[street]),
        max_width_mm: Uint16Array.from(kept, (street) => town.street_limits.max_width_mm[street]),
      },
      connectivity: town.connectivity ?? connectivityOf(town.streets, town.rules.travel.join_m),
      street_labels: kept.map((street) => town.street_labels[street]),
      obstacles: town.obstacles.filter(within),
      stations: town.stations.filter(within),
      hydrants: town.hydrants.filter(within),
      mains: town.mains.filter(({ coords_deg }) => overlap(boundsOf([{ coords_deg }]), box)),
      water_sources: town.water_sources.filter(({ geom }) => overlap(boundsOf([flatRings(geom)]), box)),
      buildings: chosen.map((i) => town.buildings[i]),
      footprints: chosen.map((i) => town.footprints[i]),
      places: [],
    },
    people: {
      weight: Float64Array.from(chosen, (i) => people.weight[i]),
      source: chosen.map((i): WeightSource => people.source[i]),
    },
  };
}

/** How far the fastest vehicle and then the longest hose get within the longest cutoff people choose from, metres. */
export function marginOf({ vehicles }: RuleSet): number {
  const speeds_kmh = VEHICLES.flatMap((vehicle) => Object.values(vehicles[vehicle].speed_kmh));
  const hoses_m = VEHICLES.map((vehicle) => vehicles[vehicle].attack_hose_m);
  return (Math.max(...speeds_kmh) / 3.6) * Math.max(...CUTOFFS_S) + Math.max(...hoses_m);
}

function descendants({ areas }: Town, area_id: number): Set<number> {
  const children = new Map<number, number[]>();
  for (const { id, parent_id } of areas) {
    if (parent_id !== null) children.set(parent_id, [...(children.get(parent_id) ?? []), id]);
  }
  const inside = new Set([area_id]);
  for (const id of inside) for (const child of children.get(id) ?? []) inside.add(child);
  return inside;
}

function boundsOf(shapes: readonly Pick<Footprint, 'coords_deg'>[]): Box {
  const box: Box = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { coords_deg } of shapes) take(box, coords_deg, 0, coords_deg.length);
  return box;
}

function take(box: Box, coords_deg: Float64Array, from: number, to: number): void {
  for (let i = from; i < to; i += 2) {
    box[0] = Math.min(box[0], coords_deg[i]);
    box[1] = Math.min(box[1], coords_deg[i + 1]);
    box[2] = Math.max(box[2], coords_deg[i]);
    box[3] = Math.max(box[3], coords_deg[i + 1]);
  }
}

/** An empty box stays empty. */
function widened([west, south, east, north]: Box, by_m: number): Box {
  if (west > east) return [west, south, east, north];
  const up_deg = by_m / metresPerLatDegree(south);
  const poleward = Math.max(Math.abs(south - up_deg), Math.abs(north + up_deg));
  const out_deg = by_m / metresPerLonDegree(Math.min(89, poleward));
  return [west - out_deg, south - up_deg, east + out_deg, north + up_deg];
}

const overlap = (a: Box, b: Box) => a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];

function streetsIn({ count, first_vertex, coords_deg }: StreetSet, box: Box): number[] {
  const kept: number[] = [];
  for (let street = 0; street < count; street++) {
    const bounds: Box = [Infinity, Infinity, -Infinity, -Infinity];
    take(bounds, coords_deg, 2 * first_vertex[street], 2 * first_vertex[street + 1]);
    if (overlap(bounds, box)) kept.push(street);
  }
  return kept;
}
