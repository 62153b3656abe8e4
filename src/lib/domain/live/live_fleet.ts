import { Reach } from '../coverage/reach.ts';
import { bestPass, exitTime_ms, stationExit } from '../coverage/stations.ts';
import type { StopPoint } from '../coverage/stops.ts';
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
import { EdgeStates } from './edge_states.ts';
import { Marks } from './marks.ts';

/** A station of a run. */
export interface RunStation {
  /** Its place in the order of ids: breaks ties. */
  label: number;
  lon_deg: number;
  lat_deg: number;
  delay_ms: number;
}

export interface LiveFleetInput {
  vehicle: VehicleCode;
  rules: RuleSet;
  graph: LiveNetwork;
  order: ArcOrder;
  pricer: ArcPricer;
  /** Over all edges of the graph; null where it has none. */
  snap: SnapIndex | null;
  /** Of the graph as it stands. */
  searcher: Searcher;
}

interface PlacedStation extends RunStation {
  /** Null where no street the vehicle passes exists. */
  position: EdgePosition | null;
  /** Where the search of each level starts. */
  seeds: Record<Level, readonly LiveSeed[]>;
}

/** Parts of streets that a settling found otherwise, each once. */
export interface SettledParts {
  /** Reached at another time, or from elsewhere. */
  changed: Uint32Array;
  /** Of these, where what counts as a stop is other than before; the others are only reached earlier or later. */
  reshaped: Uint32Array;
}

type Level = 'known' | 'open' | 'any_size';
const LEVELS = ['known', 'open', 'any_size'] as const;

/**
 * What the stations of one vehicle reach at three levels of confidence, kept up while stations and streets are edited. Edits
 * are told as they come and taken in together by `settle`.
 */
export class LiveFleet {
  readonly costs: LiveCosts;
  readonly known: Reach;
  readonly open: Reach;
  /** Stations by the part they stand on. */
  readonly own: ReadonlyMap<number, readonly EdgePosition[]>;
  /** Which pieces of each part count as stops. */
  readonly states: Record<'known' | 'open' | 'reached' | 'any_size', EdgeStates>;

  readonly #input: LiveFleetInput;
  readonly #level_costs: Record<Level, { costs: ArcCosts; least_pass: LeastPass }>;
  readonly #searches: Record<Level, LiveSearch>;
  readonly #own = new Map<number, EdgePosition[]>();
  readonly #stations = new Map<number, PlacedStation>();
  /** What has changed since the last settle. */
  readonly #parts: Marks;
  readonly #reshaped: Marks;
  readonly #around: Marks;
  #all_parts = true;
  #moved_streets = false;

  constructor(input: LiveFleetInput, cutoff_ms: number) {
    const { graph, pricer } = input;
    const { network, partner } = graph;
    this.#input = input;
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
    this.states = {
      known: states('known', cutoff_ms),
      open: states('open', cutoff_ms),
      reached: states('open', Infinity),
      any_size: states('any_size', Infinity),
    };
    this.known = reaches.known;
    this.open = reaches.open;
    this.#parts = new Marks(network.edge_count);
    this.#reshaped = new Marks(network.edge_count);
    this.#around = new Marks(network.edge_count);
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
    this.states.known.limit_ms = cutoff_ms;
    this.states.open.limit_ms = cutoff_ms;
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

  /** Takes in everything told since the last time. */
  settle(): SettledParts {
    this.#markParts();
    return { changed: this.#parts.taken(), reshaped: this.#reshaped.taken() };
  }

  /** The way from the station to a point that is reached, see Reach.at. Null where nothing gets there. */
  wayTo(level: 'known' | 'open', stop: StopPoint): PathStep[] | null {
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
      stop,
    );
  }

  /** The lower arc of a part in the order that breaks ties, among the directions one may drive, sizes aside. */
  lowerArc(part: number): number {
    const { graph, order } = this.#input;
    const { edge_arc } = graph.network;
    let lower = Infinity;
    for (const arc of [edge_arc[2 * part], edge_arc[2 * part + 1]]) {
      if (arc !== NONE && this.costs.any_size_pass[arc] === OPEN) lower = Math.min(lower, order.arc(arc));
    }
    return lower;
  }

  #markParts(): void {
    const { known, open, reached, any_size } = this.states;
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
        if (differs) this.#reshape(part);
      }
      for (const part of told) this.#reshape(part);
      return;
    }
    for (const part of by_known) if (known.refresh(part)) this.#reshape(part);
    for (const part of by_any) if (any_size.refresh(part)) this.#reshape(part);
    for (const part of by_open) {
      const in_time = open.refresh(part);
      if (reached.refresh(part) || in_time) this.#reshape(part);
    }
    for (const part of told) {
      for (const states of [known, open, reached, any_size]) states.refresh(part);
      this.#reshape(part);
    }
  }

  #reshape(part: number): void {
    this.#parts.add(part);
    this.#reshaped.add(part);
  }

  #edgesAround(nodes: Uint32Array): Uint32Array {
    const { first_arc, arc_edge } = this.#input.graph.network;
    for (const node of nodes) {
      for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) this.#around.add(arc_edge[arc] >>> 1);
    }
    return this.#around.taken();
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
    const { vehicle, graph, searcher, rules, order } = this.#input;
    const exit_ms = exitTime_ms(rules, rules.vehicles[vehicle]);
    const nodeOrder = (node: number) => order.node(node);
    const exit = stationExit(graph.network, this.costs, searcher, position, exit_ms, nodeOrder);
    return [...this.#seedsOf('known', position), ...(exit ? [exit] : [])];
  }
}

const sameSeeds = (a: readonly LiveSeed[], b: readonly LiveSeed[]) =>
  a.length === b.length && a.every(({ node, delay }, i) => node === b[i].node && delay === b[i].delay);
