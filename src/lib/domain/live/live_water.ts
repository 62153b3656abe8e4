import type { LiveNetwork } from '../network/live_network.ts';
import type { Network } from '../network/network.ts';
import { LiveSearch } from '../search/live_search.ts';
import type { AskedLeg, AskedSupply } from '../water/asking_buildings.ts';
import type { FiguredSource } from '../water/source_figures.ts';
import { SourcesInReach } from '../water/sources_in_reach.ts';
import { nearestTarget, targetSeeds, type WalkGround, type WalkTarget } from '../search/walk_field.ts';
import {
  targetOf,
  WATER_CLASSES,
  waterAnswer,
  type PlacedSource,
  type WaterAnswer,
  type WaterClass,
} from '../water/water_leg.ts';

/** A source on the walkable ways with what it is summed up by. */
export type LiveSource = PlacedSource & FiguredSource;

/** Walk edges along which water may have changed, each once. */
export interface WaterChange {
  /** For buildings that one source serves. */
  edges: Set<number>;
  /** For buildings that ask for the sum of what is in reach. */
  asked_edges: Set<number>;
}

interface ClassField {
  search: LiveSearch;
  /** The search's columns, as distances. */
  nodes: { distance: Uint32Array; rank: Uint32Array };
  on_edge: Map<number, WalkTarget[]>;
  /** By node: 1 where the nearest source is within the longest supply hose. */
  within: Uint8Array;
}

/** Water around every stop, kept up while sources come, go, move and change their worth. Answers as WaterLeg does. */
export class LiveWater {
  /** Raised by every settle that changes something. */
  revision = 0;

  readonly #walk: Network;
  readonly #fields: Record<WaterClass, ClassField>;
  readonly #sources = new Map<number, LiveSource>();
  readonly #edited = new Set<number>();
  readonly #asked: AskedLeg;
  readonly #in_reach: SourcesInReach;
  readonly #asked_edges = new Set<number>();

  readonly #longest_mm: number;

  /**
   * `graph` is the walkable network, nothing laid over it; `ground` the same with its costs. Sources beyond the longest
   * supply hose are named, but that another one is named is no change. `asked` sums up for buildings that ask for it.
   */
  constructor(graph: LiveNetwork, ground: WalkGround, longest_supply_hose_m: number, asked: AskedLeg) {
    this.#walk = ground.network;
    this.#asked = asked;
    this.#in_reach = new SourcesInReach(ground, [], longest_supply_hose_m);
    this.#longest_mm = 1000 * longest_supply_hose_m;
    const { node_count, first_arc, arc_head } = graph.network;
    const live = { node_count, first_arc, arc_head, partner: graph.partner };
    const field = (): ClassField => {
      const search = new LiveSearch(live, ground.costs, 0);
      const nodes = { distance: search.arrival, rank: search.label };
      return { search, nodes, on_edge: new Map(), within: new Uint8Array(node_count) };
    };
    this.#fields = { good: field(), unknown: field(), weak: field() };
  }

  /** Adds, changes or, with null, removes a source; equal ones are passed over. `label` breaks ties and names it. */
  set(label: number, source: LiveSource | null): void {
    const before = this.#sources.get(label) ?? null;
    if (before === source) return;
    const stays = before && source && same(before, source);
    if (stays && sameFigures(before, source)) return;
    if (before) this.#takeSum(before);
    if (source) this.#putSum(source);
    if (stays) {
      this.#sources.set(label, source);
      return;
    }
    if (before) this.#take(before);
    if (source) this.#put(source);
  }

  /** Takes all edits in. */
  settle(): WaterChange {
    const { first_arc, arc_edge } = this.#walk;
    const edges = new Set(this.#edited);
    const asked_edges = new Set(this.#asked_edges);
    this.#edited.clear();
    this.#asked_edges.clear();
    for (const wanted of WATER_CLASSES) {
      const { search, within } = this.#fields[wanted];
      for (const node of search.settle()) {
        const was_within = within[node];
        within[node] = search.arrival[node] <= this.#longest_mm ? 1 : 0;
        if (!was_within && !within[node]) continue;
        for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) edges.add(arc_edge[arc] >>> 1);
      }
    }
    if (edges.size > 0 || asked_edges.size > 0) this.revision++;
    return { edges, asked_edges };
  }

  at(walk_edge: number, along_mm: number, supply_hose_m: number): WaterAnswer {
    this.#edge = walk_edge;
    this.#along_mm = along_mm;
    return waterAnswer(this.#nearest, supply_hose_m);
  }

  /** What the sources in reach of a stop come to for one that asks for their sum. */
  askedAt(asker: number, walk_edge: number, along_mm: number, supply_hose_m: number): AskedSupply {
    const reached = this.#in_reach.at(walk_edge, along_mm, supply_hose_m);
    return this.#asked.supply(asker, reached, this.#sourceOf);
  }

  readonly #sourceOf = (source: number) => this.#sources.get(source)!;

  #edge = 0;
  #along_mm = 0;
  readonly #nearest = (wanted: WaterClass) => {
    const { nodes, on_edge } = this.#fields[wanted];
    return nearestTarget(
      this.#walk,
      nodes,
      on_edge.get(this.#edge) ?? NO_TARGETS,
      this.#edge,
      this.#along_mm,
    );
  };

  #putSum(source: LiveSource): void {
    if (source.source_class === 'none' || this.#asked.count === 0) return;
    this.#in_reach.put(source);
    for (const edge of this.#in_reach.edgesAround(source)) this.#asked_edges.add(edge);
  }

  #takeSum(source: LiveSource): void {
    if (source.source_class === 'none' || this.#asked.count === 0) return;
    this.#in_reach.take(source);
    for (const edge of this.#in_reach.edgesAround(source)) this.#asked_edges.add(edge);
  }

  #put(source: LiveSource): void {
    this.#sources.set(source.source, source);
    if (source.source_class === 'none') return;
    const { search, on_edge } = this.#fields[source.source_class];
    const target = targetOf(source);
    search.setSeeds(source.source, targetSeeds(this.#walk, target));
    on_edge.set(source.edge, [...(on_edge.get(source.edge) ?? []), target]);
    this.#edited.add(source.edge);
  }

  #take(source: LiveSource): void {
    this.#sources.delete(source.source);
    if (source.source_class === 'none') return;
    const { search, on_edge } = this.#fields[source.source_class];
    search.setSeeds(source.source, []);
    const left = on_edge.get(source.edge)!.filter(({ from_rank }) => from_rank !== source.source);
    if (left.length > 0) on_edge.set(source.edge, left);
    else on_edge.delete(source.edge);
    this.#edited.add(source.edge);
  }
}

const NO_TARGETS: readonly WalkTarget[] = [];

const same = (a: PlacedSource, b: PlacedSource) =>
  a.source_class === b.source_class &&
  a.edge === b.edge &&
  a.along_mm === b.along_mm &&
  a.offset_mm === b.offset_mm;

const sameFigures = ({ figures: a }: LiveSource, { figures: b }: LiveSource) =>
  a === b ||
  (a.kind === b.kind &&
    a.flow_lps === b.flow_lps &&
    a.volume_m3 === b.volume_m3 &&
    a.dead_end === b.dead_end &&
    a.points_deg.length === b.points_deg.length &&
    Array.from(a.points_deg).every((degrees, i) => degrees === b.points_deg[i]));
