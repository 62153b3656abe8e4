import { NONE } from '../../../domain/network/network.ts';
import { SnapIndex } from '../../../domain/network/snap.ts';
import { isDrivable, STREET_CLASSES } from '../../../domain/network/street_set.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import { kArrivals } from '../../../domain/search/k_arrivals.ts';
import { whole } from '../../../domain/search/walk_field.ts';
import type { Beyond } from '../../../domain/water/spacing_fill.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { spacingOfStreets } from './street_spacing.ts';

/** Edges of the walkable graph one after the other, each with the way it is gone through. */
export interface EdgeChain {
  edges: { edge: number; against: boolean }[];
  start_node: number;
  end_node: number;
  length_m: number;
}

/** Chains with hydrants that the ends of each are asked about. */
const LABELS = 4;
/** Lengths are rounded to whole millimetres one by one: ways that differ by less are one. */
const SAME_MM = 5;

/** A hydrant that counts, on the street it stands on. */
export interface StandingOnStreet {
  street: number;
  edge: number;
  along_mm: number;
  lon_deg: number;
  lat_deg: number;
}

/** The streets that the rule set wants hydrants on, and the hydrants that stand on them. */
export class StreetNet {
  readonly run: CoverageRun;
  /** By street: the longest that hydrants may stand apart, see spacingOfStreets. */
  readonly spacing_m: Float64Array;
  /** Edges of wanted streets, ascending. */
  readonly edges: number[];
  readonly standing: StandingOnStreet[];
  /** By hydrant, broken ones too: the street it stands on; -1 none of these. */
  readonly street_of: Int32Array;
  readonly #drivable: Uint8Array;

  /** Null where the rule set has no figures for it. `serves` leaves streets out, which then only lead from one to another. */
  static of(run: CoverageRun, serves: (street: number) => boolean = () => true): StreetNet | null {
    const { rules, water } = run.town.rules;
    const spacing_m = spacingOfStreets(run.town);
    const side = ruleOf(rules, 'street.hydrant_side_m');
    return spacing_m && side && water
      ? new StreetNet(run, spacing_m, side.value, new Set(water.hydrant_streets), serves)
      : null;
  }

  private constructor(
    run: CoverageRun,
    spacing_m: Float64Array,
    side_m: number,
    wanted: ReadonlySet<string>,
    serves: (street: number) => boolean,
  ) {
    const { town, walkways, sources } = run;
    const { network } = walkways.ground;
    const classOf = (edge: number) => STREET_CLASSES[town.streets.street_class[network.edge_street[edge]]];
    const isWanted = (edge: number) => wanted.has(classOf(edge)) && serves(network.edge_street[edge]);
    this.run = run;
    this.spacing_m = spacing_m;
    this.edges = Array.from({ length: network.edge_count }, (_, edge) => edge).filter(isWanted);
    this.#drivable = Uint8Array.from({ length: network.edge_count }, (_, edge) =>
      isDrivable(classOf(edge)) ? 1 : 0,
    );
    this.standing = [];
    this.street_of = new Int32Array(town.hydrants.length).fill(-1);
    if (this.edges.length === 0) return;
    const index = new SnapIndex(network, town.streets, isWanted);
    town.hydrants.forEach(({ lon_deg, lat_deg }, i) => {
      const { edge, along_mm, distance_m } = index.nearest(lon_deg, lat_deg);
      const street = network.edge_street[edge];
      if (distance_m > side_m + town.street_limits.width_mm[street] / 2000) return;
      this.street_of[i] = street;
      if (sources[i].source_class === 'none') return;
      this.standing.push({ street, edge, along_mm, lon_deg, lat_deg });
    });
  }

  length_m(edge: number): number {
    const { edge_start_mm, edge_end_mm } = this.run.walkways.ground.network;
    return (edge_end_mm[edge] - edge_start_mm[edge]) / 1000;
  }

  spacingOf(edge: number): number {
    return this.spacing_m[this.run.walkways.ground.network.edge_street[edge]];
  }

  /** Each wanted edge by itself. */
  single(): EdgeChain[] {
    const { edge_start_node, edge_end_node } = this.run.walkways.ground.network;
    return this.edges.map((edge) => ({
      edges: [{ edge, against: false }],
      start_node: edge_start_node[edge],
      end_node: edge_end_node[edge],
      length_m: this.length_m(edge),
    }));
  }

  /**
   * Wanted edges joined where nothing else that vehicles use meets them, as long as `same` holds of two neighbours: footways cut
   * a street in the data, they are no crossing.
   */
  chains(same: (edge: number, other: number) => boolean): EdgeChain[] {
    const { edge_start_node, edge_end_node } = this.run.walkways.ground.network;
    const wanted = new Set(this.edges);
    const meeting = this.#drivableAt();
    const done = new Set<number>();
    const onward = (edge: number, node: number): number | null => {
      const here = meeting.get(node)!;
      if (here.length !== 2) return null;
      const other = here[0] === edge ? here[1] : here[0];
      return other !== edge && wanted.has(other) && same(edge, other) ? other : null;
    };
    const farEnd = (edge: number, node: number) =>
      edge_start_node[edge] === node ? edge_end_node[edge] : edge_start_node[edge];
    return this.edges.flatMap((first): EdgeChain[] => {
      if (done.has(first)) return [];
      let edge = first;
      let start_node = edge_start_node[first];
      for (let next = onward(edge, start_node); next !== null && next !== first;) {
        edge = next;
        start_node = farEnd(edge, start_node);
        next = onward(edge, start_node);
      }
      const edges: EdgeChain['edges'] = [];
      let end_node = start_node;
      let length_m = 0;
      for (let next: number | null = edge; next !== null && !done.has(next); next = onward(next, end_node)) {
        done.add(next);
        edges.push({ edge: next, against: edge_start_node[next] !== end_node });
        length_m += this.length_m(next);
        end_node = farEnd(next, end_node);
      }
      return [{ edges, start_node, end_node, length_m }];
    });
  }

  /** Streets vehicles use that need no hydrants. */
  links(): Pick<EdgeChain, 'start_node' | 'end_node' | 'length_m'>[] {
    const { edge_start_node, edge_end_node } = this.run.walkways.ground.network;
    const wanted = new Set(this.edges);
    return Array.from(this.#drivable, (_, edge) => edge)
      .filter((edge) => this.#drivable[edge] === 1 && !wanted.has(edge))
      .map((edge) => ({
        start_node: edge_start_node[edge],
        end_node: edge_end_node[edge],
        length_m: this.length_m(edge),
      }));
  }

  #drivableAt(): Map<number, number[]> {
    const { edge_count, edge_start_node, edge_end_node } = this.run.walkways.ground.network;
    const meeting = new Map<number, number[]>();
    for (let edge = 0; edge < edge_count; edge++) {
      if (!this.#drivable[edge]) continue;
      for (const node of [edge_start_node[edge], edge_end_node[edge]]) {
        const here = meeting.get(node);
        if (here) here.push(edge);
        else meeting.set(node, [edge]);
      }
    }
    return meeting;
  }

  /** By chain: which of them vehicles can go between. */
  groups(chains: readonly EdgeChain[]): number[] {
    const { node_count, edge_count, edge_start_node, edge_end_node } = this.run.walkways.ground.network;
    const parent = Uint32Array.from({ length: node_count }, (_, node) => node);
    const root = (node: number): number => {
      while (parent[node] !== node) node = parent[node] = parent[parent[node]];
      return node;
    };
    for (let edge = 0; edge < edge_count; edge++) {
      if (this.#drivable[edge]) parent[root(edge_start_node[edge])] = root(edge_end_node[edge]);
    }
    return chains.map(({ start_node }) => root(start_node));
  }

  /** Where hydrants stand along each chain, metres from its start, ascending. */
  standingOn(chains: readonly EdgeChain[]): number[][] {
    const { edge_start_mm, edge_end_mm } = this.run.walkways.ground.network;
    const on_edge = new Map<number, number[]>();
    for (const { edge, along_mm } of this.standing) {
      const here = on_edge.get(edge);
      if (here) here.push(along_mm);
      else on_edge.set(edge, [along_mm]);
    }
    return chains.map(({ edges }) => {
      let from_m = 0;
      const at_m: number[] = [];
      for (const { edge, against } of edges) {
        for (const along_mm of on_edge.get(edge) ?? []) {
          const on_m = (against ? edge_end_mm[edge] - along_mm : along_mm - edge_start_mm[edge]) / 1000;
          at_m.push(from_m + on_m);
        }
        from_m += this.length_m(edge);
      }
      return at_m.sort((a, b) => a - b);
    });
  }

  /** The edge and the place on it of a point of a chain. */
  placeOn({ edges }: EdgeChain, at_m: number): { edge: number; along_mm: number } {
    const { edge_start_mm, edge_end_mm } = this.run.walkways.ground.network;
    let from_m = 0;
    for (let i = 0; ; i++) {
      const { edge, against } = edges[i];
      const length_m = this.length_m(edge);
      if (at_m <= from_m + length_m || i === edges.length - 1) {
        const on_mm = Math.min(length_m, Math.max(0, at_m - from_m)) * 1000;
        return { edge, along_mm: against ? edge_end_mm[edge] - on_mm : edge_start_mm[edge] + on_mm };
      }
      from_m += length_m;
    }
  }

  /**
   * From the ends of every chain to the nearest hydrant of another one, along streets vehicles use and not over the chain
   * itself: of the LABELS nearest chains with hydrants, the first that the other end does not come to as much sooner as the
   * chain is long.
   */
  beyond(chains: readonly EdgeChain[], standing_m: readonly (readonly number[])[]): Beyond[] {
    const { network, costs } = this.run.walkways.ground;
    const { edge_start_mm, edge_end_mm, edge_start_node, edge_end_node } = network;
    const node: number[] = [];
    const delay: number[] = [];
    const label: number[] = [];
    chains.forEach((chain, i) => {
      for (const at_m of standing_m[i]) {
        const { edge, along_mm } = this.placeOn(chain, at_m);
        node.push(edge_start_node[edge], edge_end_node[edge]);
        delay.push(whole(along_mm - edge_start_mm[edge]), whole(edge_end_mm[edge] - along_mm));
        label.push(i, i);
      }
    });
    const pass = Uint8Array.from(network.arc_edge, (side) => (this.#drivable[side >>> 1] ? 2 : 0));
    const nearest = kArrivals(
      network,
      { cost: costs.cost, pass },
      { node: Uint32Array.from(node), delay: Uint32Array.from(delay), label: Uint32Array.from(label) },
      { k: LABELS, least_pass: 1 },
    );
    const elsewhere_m = (at: number, other: number, { length_m }: EdgeChain, chain: number) => {
      const over_mm = whole(length_m * 1000) - SAME_MM;
      const arrivalAt = (node: number, wanted: number) => {
        for (let rank = 0; rank < LABELS; rank++) {
          if (nearest.label[LABELS * node + rank] === wanted) return nearest.arrival[LABELS * node + rank];
        }
        return nearest.arrival[LABELS * node + LABELS - 1];
      };
      for (let rank = 0; rank < LABELS; rank++) {
        const found = nearest.label[LABELS * at + rank];
        const arrival = nearest.arrival[LABELS * at + rank];
        if (arrival === NONE) break;
        if (found !== chain && arrival < arrivalAt(other, found) + over_mm) return arrival / 1000;
      }
      return Infinity;
    };
    return chains.map((chain, i) => ({
      start_m: elsewhere_m(chain.start_node, chain.end_node, chain, i),
      end_m: elsewhere_m(chain.end_node, chain.start_node, chain, i),
    }));
  }
}
