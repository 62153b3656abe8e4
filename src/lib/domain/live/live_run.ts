import { Assessor } from '../coverage/assess.ts';
import type { Reach } from '../coverage/reach.ts';
import { VERDICTS } from '../coverage/verdict.ts';
import type { LiveCosts } from '../network/live_costs.ts';
import type { StreetPlan } from '../network/live_network.ts';
import { NONE } from '../network/network.ts';
import type { VehicleCode } from '../rules/rule_set.ts';
import type { EdgePosition } from '../search/seeds.ts';
import type { PathStep } from '../search/trace_path.ts';
import { AskedStops } from './asked_stops.ts';
import type { DoorReach } from './door_reach.ts';
import { walkEdgeAt, type GroundLink } from './ground_link.ts';
import { LEGS_BY_CODE, legsCode } from './legs_code.ts';
import { LiveFleet, type LiveFleetInput, type RunStation, type SettledParts } from './live_fleet.ts';
import { LiveStops, type LiveDoor } from './live_stops.ts';
import type { LiveWater, WaterChange } from './live_water.ts';
import { askedAnswer, askerOfBuilding, type AskingBuildings } from '../water/asking_buildings.ts';
import { Marks } from './marks.ts';
import type { BuildingColumns } from './town_data.ts';

export interface LiveRunInput extends LiveFleetInput {
  link: GroundLink;
  doors: DoorReach;
  water: LiveWater;
  buildings: BuildingColumns;
  asking: AskingBuildings;
}

/**
 * One vehicle over a town that is edited: what its stations reach and what that comes to for each building. Edits are
 * told as they come and taken in together by `update`, which judges again only buildings near something that changed.
 */
export class LiveRun {
  readonly vehicle: VehicleCode;
  /** By building: index into VERDICTS, legsCode, whole ms of arrival at its stop or NONE. */
  readonly verdict: Uint8Array;
  readonly legs: Uint8Array;
  readonly arrival_ms: Uint32Array;
  /** By building: its stop, as part of the graph (NONE without one) and share along it. */
  readonly stop_edge: Uint32Array;
  readonly stop_t: Float64Array;

  readonly #input: LiveRunInput;
  readonly #fleet: LiveFleet;
  readonly #stops: LiveStops;
  #assessor: Assessor<LiveDoor>;
  #cutoff_ms: number;

  /** To be judged again. */
  readonly #doors: Marks;
  /** Whose stop may be reached at another time. */
  readonly #retimed: Marks;
  readonly #edges: Marks;
  #all_doors = true;
  #moved_cutoff = false;
  #water_revision = -1;
  /** By building: the walk edge its stop lies on, NONE without one. */
  readonly #stop_walk_edge: Uint32Array;
  /** By building: its place among the askers, -1 for others. */
  readonly #asker: Int32Array;
  readonly #asked: AskedStops;
  /** By building: 1 where when its stop is reached chose it. */
  readonly #is_tied: Uint8Array;
  /** By building: 1 where no street is within the hose; and those buildings. */
  readonly #is_far: Uint8Array;
  readonly #far: number[] = [];

  constructor(input: LiveRunInput, cutoff_ms: number) {
    const { graph, link, doors, rules, buildings, asking } = input;
    this.#input = input;
    this.#asker = askerOfBuilding(asking, buildings.count);
    this.#asked = new AskedStops(input.water, rules.vehicles[input.vehicle].supply_hose_m);
    this.vehicle = input.vehicle;
    this.#cutoff_ms = cutoff_ms;
    this.#fleet = new LiveFleet(input, cutoff_ms);
    this.#stops = new LiveStops({
      graph,
      link,
      doors,
      states: this.#fleet.states,
      open: this.#fleet.open,
      lowerArc: (part) => this.#fleet.lowerArc(part),
      attack_hose_m: rules.vehicles[this.vehicle].attack_hose_m,
    });
    this.#assessor = this.#newAssessor();
    this.#doors = new Marks(buildings.count);
    this.#retimed = new Marks(buildings.count);
    this.#is_tied = new Uint8Array(buildings.count);
    this.#edges = new Marks(graph.base_edge_count);
    this.verdict = new Uint8Array(buildings.count);
    this.legs = new Uint8Array(buildings.count);
    this.arrival_ms = new Uint32Array(buildings.count).fill(NONE);
    this.stop_edge = new Uint32Array(buildings.count).fill(NONE);
    this.stop_t = new Float64Array(buildings.count);
    this.#stop_walk_edge = new Uint32Array(buildings.count).fill(NONE);
    this.#is_far = new Uint8Array(buildings.count);
  }

  get costs(): LiveCosts {
    return this.#fleet.costs;
  }

  /** Arrivals with unknown widths passable. */
  get open(): Reach {
    return this.#fleet.open;
  }

  /** Stations by the part they stand on. */
  get own(): ReadonlyMap<number, readonly EdgePosition[]> {
    return this.#fleet.own;
  }

  /** Lets `mutate` change arcs of the graph; runs on one graph are nested. Costs are taken up after it. */
  editArcs(plan: StreetPlan, mutate: () => void): void {
    this.#fleet.editArcs(plan, mutate);
  }

  setCutoff(cutoff_ms: number): void {
    if (cutoff_ms === this.#cutoff_ms) return;
    this.#cutoff_ms = cutoff_ms;
    this.#fleet.setCutoff(cutoff_ms);
    this.#assessor = this.#newAssessor();
    this.#moved_cutoff = true;
  }

  /** Where a station stands on the graph; null where it stands on none, or is not of the run. */
  positionOf(label: number): EdgePosition | null {
    return this.#fleet.positionOf(label);
  }

  /** The stations of the run, all of them. */
  setStations(stations: readonly RunStation[]): void {
    this.#fleet.setStations(stations);
  }

  /**
   * Takes in everything told since the last time, given where water changed. Returns the buildings
   * that may be otherwise and the parts of streets that are.
   */
  update(
    water_changed: WaterChange,
    water_before: number,
    onProgress?: (share: number) => void,
  ): { buildings: Uint32Array; parts: Uint32Array } {
    const parts = this.#fleet.settle();
    this.#markDoors(parts, water_changed, water_before);
    const retimed = this.#retimed
      .taken()
      .filter((building) => !this.#doors.has(building) && this.#retime(building));
    const judged = this.#doors.taken();
    judged.forEach((building, i) => {
      if (i % 1024 === 0) onProgress?.(i / judged.length);
      this.#judge(building);
    });
    return { buildings: joined(judged, retimed), parts: parts.changed };
  }

  /** The stop stays, it is reached earlier or later; true where it is. */
  #retime(building: number): boolean {
    const edge = this.stop_edge[building];
    if (edge === NONE) return false;
    const { arrival } = this.#fleet.open.at(edge, this.stop_t[building]);
    if (arrival === this.arrival_ms[building]) return false;
    this.arrival_ms[building] = arrival;
    return true;
  }

  /**
   * The way from the station to the stop of a building that is reached in time with a hose that is long enough: over known
   * widths where arrive passes, over any where it is unknown. Null for others.
   */
  wayTo(building: number): PathStep[] | null {
    const { arrive } = LEGS_BY_CODE[this.legs[building]];
    const door = this.#doorOf(building);
    if (arrive === 'fail' || door.edge === NONE) return null;
    const level = arrive === 'pass' ? 'known' : 'open';
    const found = this.#stops.nearest(level, door, true);
    return found && this.#fleet.wayTo(level, found.stop);
  }

  /** A stop is another where a piece near its door is, or where equally near stops are told apart by when they are reached. */
  #markDoors(parts: SettledParts, { edges, asked_edges }: WaterChange, water_before: number): void {
    const { graph, link, doors, water, buildings, asking } = this.#input;
    const missed_water = this.#water_revision !== water_before && this.#water_revision !== water.revision;
    this.#water_revision = water.revision;
    if (this.#all_doors || missed_water) {
      for (let door = 0; door < buildings.count; door++) this.#doors.add(door);
      this.#all_doors = false;
      return;
    }
    const eachDoorAt = (near: Uint32Array, take: (door: number) => void) => {
      for (const part of near) this.#edges.add(graph.baseEdgeOf(part));
      for (const edge of this.#edges.taken()) {
        for (let k = link.first_walk[edge]; k < link.first_walk[edge + 1]; k++) {
          doors.eachDoorOf(link.walk_edge[k], take);
        }
      }
    };
    eachDoorAt(parts.reshaped, (door) => this.#doors.add(door));
    eachDoorAt(parts.changed, (door) => (this.#is_tied[door] === 1 ? this.#doors : this.#retimed).add(door));
    if (parts.changed.length > 0 || this.#moved_cutoff) for (const door of this.#far) this.#doors.add(door);
    this.#moved_cutoff = false;
    if (asked_edges.size > 0) {
      for (const door of asking.building) {
        if (asked_edges.has(this.#stop_walk_edge[door])) this.#doors.add(door);
      }
    }
    if (edges.size === 0) return;
    for (let door = 0; door < buildings.count; door++) {
      if (edges.has(this.#stop_walk_edge[door])) this.#doors.add(door);
    }
  }

  readonly #door: LiveDoor = {
    building: 0,
    lon_deg: 0,
    lat_deg: 0,
    edge: 0,
    along_mm: 0,
    straight_m: 0,
    path_mapped: true,
  };

  #doorOf(building: number): LiveDoor {
    const { buildings } = this.#input;
    const door = this.#door;
    door.building = building;
    door.edge = buildings.door_edge[building];
    door.along_mm = buildings.door_along_mm[building];
    door.straight_m = buildings.door_straight_m[building];
    door.path_mapped = buildings.door_path_mapped[building] === 1;
    return door;
  }

  #judge(building: number): void {
    const door = this.#doorOf(building);
    this.#stop_walk_edge[building] = NONE;
    const { stop, verdict, legs, arrival_ms } = this.#assessor.assess(
      door.edge === NONE ? null : door,
      this.#asker[building],
    );
    this.verdict[building] = VERDICTS.indexOf(verdict);
    this.legs[building] = legsCode(legs);
    this.arrival_ms[building] = arrival_ms ?? NONE;
    this.stop_edge[building] = stop?.edge ?? NONE;
    this.stop_t[building] = stop?.t ?? 0;
    this.#is_tied[building] = this.#stops.tied ? 1 : 0;
    if (legs.hose !== 'fail' || this.#is_far[building] === 1 || door.edge === NONE) return;
    this.#is_far[building] = 1;
    this.#far.push(building);
  }

  #newAssessor(): Assessor<LiveDoor> {
    const { graph, link, doors, water, rules } = this.#input;
    const { attack_hose_m, supply_hose_m } = rules.vehicles[this.vehicle];
    const { network } = graph;
    return new Assessor<LiveDoor>({
      stops: this.#stops,
      known: this.#fleet.known,
      open: this.#fleet.open,
      waterAt: (stop, asker) => {
        const start_mm = network.edge_start_mm[stop.edge];
        const along_mm = start_mm + stop.t * (network.edge_end_mm[stop.edge] - start_mm);
        const walk_edge = walkEdgeAt(link, doors.walk, graph.baseEdgeOf(stop.edge), along_mm);
        this.#stop_walk_edge[this.#door.building] = walk_edge;
        const one = water.at(walk_edge, along_mm, supply_hose_m);
        return asker < 0 ? one : askedAnswer(one, this.#asked.at(asker, walk_edge, along_mm));
      },
      cutoff_ms: this.#cutoff_ms,
      attack_hose_m,
    });
  }
}

function joined(a: Uint32Array, b: Uint32Array): Uint32Array {
  if (b.length === 0) return a;
  const both = new Uint32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
