import { Assessor } from '../coverage/assess.ts';
import { Reach } from '../coverage/reach.ts';
import { bestPass, exitTime_ms, stationExit } from '../coverage/stations.ts';
import { VERDICTS } from '../coverage/verdict.ts';
import { OPEN, UNKNOWN, type ArcCosts, type ArcPricer, type LeastPass } from '../network/costs.ts';
import { LiveCosts } from '../network/live_costs.ts';
import type { LiveNetwork, StreetPlan } from '../network/live_network.ts';
import { NONE } from '../network/network.ts';
import type { SnapIndex } from '../network/snap.ts';
import type { RuleSet, VehicleCode } from '../rules/rule_set.ts';
import { LiveSearch, type LiveSeed } from '../search/live_search.ts';
import type { Searcher } from '../search/search.ts';
import { seedsFromPositions, type EdgePosition } from '../search/seeds.ts';
import { tracePath, type PathStep } from '../search/trace_path.ts';
import type { ArcOrder } from './arc_order.ts';
import type { DoorReach } from './door_reach.ts';
import { EdgeStates } from './edge_states.ts';
import { walkEdgeAt, type GroundLink } from './ground_link.ts';
import { LEGS_BY_CODE, legsCode } from './legs_code.ts';
import { LiveStops, type LiveDoor } from './live_stops.ts';
import { Marks } from './marks.ts';
import type { LiveWater } from './live_water.ts';
import type { BuildingColumns } from './town_data.ts';

/** A station of a run. */
export interface RunStation {
  /** Its place in the order of ids: breaks ties. */
  label: number;
  lon_deg: number;
  lat_deg: number;
  delay_ms: number;
}

export interface LiveRunInput {
  vehicle: VehicleCode;
  rules: RuleSet;
  graph: LiveNetwork;
  order: ArcOrder;
  pricer: ArcPricer;
  /** Over all edges of the graph; null where it has none. */
  snap: SnapIndex | null;
  /** Of the graph as it stands. */
  searcher: Searcher;
  link: GroundLink;
  doors: DoorReach;
  water: LiveWater;
  buildings: BuildingColumns;
}

interface PlacedStation extends RunStation {
  /** Null where no street the vehicle passes exists. */
  position: EdgePosition | null;
  /** Where the search of each level starts. */
  seeds: Record<Level, readonly LiveSeed[]>;
}

type Level = 'known' | 'open' | 'any_size';
const LEVELS = ['known', 'open', 'any_size'] as const;

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
  readonly costs: LiveCosts;
  readonly open: Reach;
  /** Stations by the part they stand on. */
  readonly own: ReadonlyMap<number, readonly EdgePosition[]>;

  readonly #input: LiveRunInput;
  readonly #level_costs: Record<Level, { costs: ArcCosts; least_pass: LeastPass }>;
  readonly #searches: Record<Level, LiveSearch>;
  readonly #own = new Map<number, EdgePosition[]>();
  readonly #stations = new Map<number, PlacedStation>();
  readonly #states: Record<'known' | 'open' | 'reached' | 'any_size', EdgeStates>;
  readonly #stops: LiveStops;
  readonly #assessor: { assess: Assessor<LiveDoor>['assess'] };
  readonly #known: Reach;
  #cutoff_ms: number;

  /** What has changed since the last update. */
  readonly #parts: Marks;
  readonly #around: Marks;
  #all_parts = true;
  #all_doors = true;
  #moved_streets = false;
  #moved_cutoff = false;
  readonly #doors: Marks;
  /** By building: the walk edge its stop lies on, NONE without one; 1 where no street is within the hose. */
  readonly #stop_walk_edge: Uint32Array;
  readonly #is_far: Uint8Array;
  #far: number[] = [];
  #water_revision = -1;

  constructor(input: LiveRunInput, cutoff_ms: number) {
    const { graph, buildings, pricer } = input;
    const { network, partner } = graph;
    this.#input = input;
    this.vehicle = input.vehicle;
    this.#cutoff_ms = cutoff_ms;
    this.costs = new LiveCosts(network, pricer);
    this.own = this.#own;
    const any = { cost_ms: this.costs.cost_ms, pass: this.costs.any_size_pass };
    this.#level_costs = {
      known: { costs: this.costs, least_pass: OPEN },
      open: { costs: this.costs, least_pass: UNKNOWN },
      any_size: { costs: any, least_pass: OPEN },
    };
    const { node_count, first_arc, arc_head } = network;
    const live = { node_count, first_arc, arc_head, partner };
    const search = (level: Level) => {
      const { costs, least_pass } = this.#level_costs[level];
      return new LiveSearch(live, { cost: costs.cost_ms, pass: costs.pass }, least_pass);
    };
    this.#searches = { known: search('known'), open: search('open'), any_size: search('any_size') };
    const reach = (level: Level) => {
      const { costs, least_pass } = this.#level_costs[level];
      return new Reach(network, costs, this.#searches[level], this.#own, least_pass);
    };
    const reaches = { known: reach('known'), open: reach('open'), any_size: reach('any_size') };
    const states = (level: Level, limit_ms: number) => {
      const { costs, least_pass } = this.#level_costs[level];
      return new EdgeStates(
        {
          network,
          costs,
          least_pass,
          nodes: this.#searches[level],
          reach: reaches[level],
          own: this.#own,
        },
        limit_ms,
      );
    };
    this.#states = {
      known: states('known', cutoff_ms),
      open: states('open', cutoff_ms),
      reached: states('open', Infinity),
      any_size: states('any_size', Infinity),
    };
    this.#known = reaches.known;
    this.open = reaches.open;
    this.#stops = this.#newStops();
    this.#assessor = this.#newAssessor();
    this.#parts = new Marks(network.edge_count);
    this.#around = new Marks(network.edge_count);
    this.#doors = new Marks(buildings.count);
    this.verdict = new Uint8Array(buildings.count);
    this.legs = new Uint8Array(buildings.count);
    this.arrival_ms = new Uint32Array(buildings.count).fill(NONE);
    this.stop_edge = new Uint32Array(buildings.count).fill(NONE);
    this.stop_t = new Float64Array(buildings.count);
    this.#stop_walk_edge = new Uint32Array(buildings.count).fill(NONE);
    this.#is_far = new Uint8Array(buildings.count);
  }

  /** Lets `mutate` change arcs of the graph; runs on one graph are nested. Costs are taken up after it. */
  editArcs(plan: StreetPlan, mutate: () => void): void {
    const { known, open, any_size } = this.#searches;
    known.editArcs(plan.arcs, () =>
      open.editArcs(plan.arcs, () =>
        any_size.editArcs(plan.arcs, () => {
          mutate();
          this.costs.update(plan.arcs);
        }),
      ),
    );
    for (const part of plan.gone) this.#parts.add(part);
    for (const part of plan.parts) this.#parts.add(part);
    this.#moved_streets = true;
  }

  setCutoff(cutoff_ms: number): void {
    if (cutoff_ms === this.#cutoff_ms) return;
    this.#cutoff_ms = cutoff_ms;
    this.#states.known.limit_ms = cutoff_ms;
    this.#states.open.limit_ms = cutoff_ms;
    this.#moved_cutoff = true;
    this.#all_parts = true;
  }

  /** Where a station stands on the graph; null where it stands on none, or is not of the run. */
  positionOf(label: number): EdgePosition | null {
    return this.#stations.get(label)?.position ?? null;
  }

  /** The stations of the run, all of them. */
  setStations(stations: readonly RunStation[]): void {
    const anew = this.#moved_streets;
    const wanted = new Set(stations.map(({ label }) => label));
    for (const [label, station] of this.#stations) if (!wanted.has(label)) this.#takeAway(station);
    for (const station of stations) {
      const before = this.#stations.get(station.label);
      const stays = before && before.lon_deg === station.lon_deg && before.lat_deg === station.lat_deg;
      if (stays && before.delay_ms === station.delay_ms && !anew) continue;
      const position = stays && !anew ? before.position : this.#place(station);
      this.#stand(station, position && { ...position, delay: station.delay_ms });
    }
    this.#moved_streets = false;
  }

  /**
   * Takes in everything told since the last time, given the walk edges along which water changed. Returns the buildings
   * judged again and the parts of streets that are reached otherwise.
   */
  update(
    water_changed: ReadonlySet<number>,
    water_before: number,
    onProgress?: (share: number) => void,
  ): { buildings: Uint32Array; parts: Uint32Array } {
    this.#markParts();
    const parts = this.#parts.taken();
    this.#markDoors(parts, water_changed, water_before);
    const buildings = this.#doors.taken();
    buildings.forEach((building, i) => {
      if (i % 1024 === 0) onProgress?.(i / buildings.length);
      this.#judge(building);
    });
    return { buildings, parts };
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
    if (!found) return null;
    const stations = [...this.#stations.values()];
    const { network, reverse } = this.#input.graph;
    return tracePath(
      {
        network,
        reverse,
        ...this.#level_costs[level],
        nodes: this.#searches[level],
        sources: stations.flatMap(({ position }) => position ?? []),
        starts: stations.flatMap(({ seeds, label }) => seeds[level].map((seed) => ({ ...seed, label }))),
      },
      found.stop,
    );
  }

  #markParts(): void {
    const { known, open, reached, any_size } = this.#states;
    const told = this.#parts.marked();
    const [by_known, by_open, by_any] = LEVELS.map((level) =>
      this.#edgesAround(this.#searches[level].settle()),
    );
    for (const part of by_open) this.#parts.add(part);
    if (this.#all_parts) {
      this.#all_parts = false;
      for (let part = 0; part < this.#input.graph.network.edge_count; part++) {
        let differs = false;
        for (const states of [known, open, reached, any_size]) differs = states.refresh(part) || differs;
        if (differs) this.#parts.add(part);
      }
      return;
    }
    for (const part of by_known) if (known.refresh(part)) this.#parts.add(part);
    for (const part of by_any) if (any_size.refresh(part)) this.#parts.add(part);
    for (const part of by_open) {
      open.refresh(part);
      reached.refresh(part);
    }
    for (const part of told) {
      for (const states of [known, open, reached, any_size]) states.refresh(part);
    }
  }

  #edgesAround(nodes: Uint32Array): Uint32Array {
    const { first_arc, arc_edge } = this.#input.graph.network;
    for (const node of nodes) {
      for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) this.#around.add(arc_edge[arc] >>> 1);
    }
    return this.#around.taken();
  }

  #markDoors(parts: Uint32Array, water_changed: ReadonlySet<number>, water_before: number): void {
    const { graph, link, doors, water, buildings } = this.#input;
    const missed_water = this.#water_revision !== water_before && this.#water_revision !== water.revision;
    this.#water_revision = water.revision;
    if (this.#all_doors || missed_water) {
      for (let door = 0; door < buildings.count; door++) this.#doors.add(door);
      this.#all_doors = false;
      return;
    }
    for (const part of parts) this.#around.add(graph.baseEdgeOf(part));
    for (const edge of this.#around.taken()) {
      for (let k = link.first_walk[edge]; k < link.first_walk[edge + 1]; k++) {
        doors.eachDoorOf(link.walk_edge[k], (door) => this.#doors.add(door));
      }
    }
    if (parts.length > 0 || this.#moved_cutoff) for (const door of this.#far) this.#doors.add(door);
    this.#moved_cutoff = false;
    if (water_changed.size === 0) return;
    for (let door = 0; door < buildings.count; door++) {
      if (water_changed.has(this.#stop_walk_edge[door])) this.#doors.add(door);
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
    const { stop, verdict, legs, arrival_ms } = this.#assessor.assess(door.edge === NONE ? null : door);
    this.verdict[building] = VERDICTS.indexOf(verdict);
    this.legs[building] = legsCode(legs);
    this.arrival_ms[building] = arrival_ms ?? NONE;
    this.stop_edge[building] = stop?.edge ?? NONE;
    this.stop_t[building] = stop?.t ?? 0;
    if (legs.hose !== 'fail' || this.#is_far[building] === 1 || door.edge === NONE) return;
    this.#is_far[building] = 1;
    this.#far.push(building);
  }

  #newStops(): LiveStops {
    const { graph, link, doors, rules, order } = this.#input;
    return new LiveStops({
      graph,
      link,
      doors,
      states: this.#states,
      open: this.open,
      lowerArc: (part) => this.#lowerArc(part, order),
      attack_hose_m: rules.vehicles[this.vehicle].attack_hose_m,
    });
  }

  #newAssessor() {
    const { graph, link, doors, water, rules } = this.#input;
    const { attack_hose_m, supply_hose_m } = rules.vehicles[this.vehicle];
    const { network } = graph;
    const make = () =>
      new Assessor<LiveDoor>({
        stops: this.#stops,
        known: this.#known,
        open: this.open,
        waterAt: (stop) => {
          const start_mm = network.edge_start_mm[stop.edge];
          const along_mm = start_mm + stop.t * (network.edge_end_mm[stop.edge] - start_mm);
          const walk_edge = walkEdgeAt(link, doors.walk, graph.baseEdgeOf(stop.edge), along_mm);
          this.#stop_walk_edge[this.#door.building] = walk_edge;
          return water.at(walk_edge, along_mm, supply_hose_m);
        },
        cutoff_ms: this.#cutoff_ms,
        attack_hose_m,
      });
    let [made, cutoff_ms] = [make(), this.#cutoff_ms];
    return {
      assess: (door: LiveDoor | null) => {
        if (cutoff_ms !== this.#cutoff_ms) [made, cutoff_ms] = [make(), this.#cutoff_ms];
        return made.assess(door);
      },
    };
  }

  /** Among the directions one may drive, sizes aside. */
  #lowerArc(part: number, order: ArcOrder): number {
    const { edge_arc } = this.#input.graph.network;
    let lower = Infinity;
    for (const arc of [edge_arc[2 * part], edge_arc[2 * part + 1]]) {
      if (arc !== NONE && this.costs.any_size_pass[arc] === OPEN) lower = Math.min(lower, order.arc(arc));
    }
    return lower;
  }

  #place({ lon_deg, lat_deg, delay_ms, label }: RunStation): EdgePosition | null {
    const { snap, graph } = this.#input;
    const passable = (part: number) => bestPass(graph.network, this.costs, part) > 0;
    const at = snap?.nearestPart(graph, lon_deg, lat_deg, passable);
    return at ? { edge: at.edge, t: at.t, delay: delay_ms, label } : null;
  }

  #stand(station: RunStation, position: EdgePosition | null): void {
    const before = this.#stations.get(station.label);
    this.#moveOwn(before?.position ?? null, position);
    const seeds = {
      known: position ? this.#knownSeeds(position) : [],
      open: position ? this.#seedsOf('open', position) : [],
      any_size: position ? this.#seedsOf('any_size', position) : [],
    };
    for (const level of LEVELS) {
      if (before && sameSeeds(before.seeds[level], seeds[level])) continue;
      this.#searches[level].setSeeds(station.label, seeds[level]);
    }
    this.#stations.set(station.label, { ...station, position, seeds });
  }

  #takeAway(station: PlacedStation): void {
    this.#moveOwn(station.position, null);
    for (const level of LEVELS) this.#searches[level].setSeeds(station.label, []);
    this.#stations.delete(station.label);
  }

  #moveOwn(from: EdgePosition | null, to: EdgePosition | null): void {
    if (from && to && from.edge === to.edge && from.t === to.t && from.delay === to.delay) return;
    if (from) {
      const left = this.#own.get(from.edge)!.filter(({ label }) => label !== from.label);
      if (left.length > 0) this.#own.set(from.edge, left);
      else this.#own.delete(from.edge);
      this.#parts.add(from.edge);
    }
    if (!to) return;
    this.#own.set(to.edge, [...(this.#own.get(to.edge) ?? []), to]);
    this.#parts.add(to.edge);
  }

  #seedsOf(level: Level, position: EdgePosition): LiveSeed[] {
    const { costs, least_pass } = this.#level_costs[level];
    const { node, delay } = seedsFromPositions(this.#input.graph.network, costs, [position], least_pass);
    return Array.from(node, (at, i) => ({ node: at, delay: delay[i] }));
  }

  #knownSeeds(position: EdgePosition): LiveSeed[] {
    const { graph, searcher, rules, order } = this.#input;
    const exit_ms = exitTime_ms(rules, rules.vehicles[this.vehicle]);
    const nodeOrder = (node: number) => order.node(node);
    const exit = stationExit(graph.network, this.costs, searcher, position, exit_ms, nodeOrder);
    return [...this.#seedsOf('known', position), ...(exit ? [exit] : [])];
  }
}

const sameSeeds = (a: readonly LiveSeed[], b: readonly LiveSeed[]) =>
  a.length === b.length && a.every(({ node, delay }, i) => node === b[i].node && delay === b[i].delay);
