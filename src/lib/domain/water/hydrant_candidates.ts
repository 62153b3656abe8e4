import { wayLength_m } from '../network/along.ts';
import { edgesBetween } from '../network/linear_reference.ts';
import type { StreetSet } from '../network/street_set.ts';
import { NONE } from '../network/network.ts';
import type { WalkGround } from '../search/walk_field.ts';

/** A point of a street where a hydrant could stand. */
export interface Candidate {
  street: number;
  along_mm: number;
  /** The same point on the walkable graph. */
  edge: number;
}

/** Points every `spacing_m` along the streets asked, from each street's first vertex, its end included. */
export function hydrantCandidates(
  streets: StreetSet,
  ground: WalkGround,
  include: (street: number) => boolean,
  spacing_m: number,
): Candidate[] {
  const candidates: Candidate[] = [];
  for (let street = 0; street < streets.count; street++) {
    if (!include(street)) continue;
    const length_m = wayLength_m(streets, street);
    const add = (along_m: number) => {
      const [part] = edgesBetween(ground.network, street, along_m * 1000, along_m * 1000);
      if (part) candidates.push({ street, along_mm: along_m * 1000, edge: part.edge });
    };
    for (let along_m = 0; along_m < length_m; along_m += spacing_m) add(along_m);
    add(Math.floor(length_m * 1000) / 1000);
  }
  return candidates;
}

/** Which candidates serve a place: those within the supply hose of it along walkable ways. */
export class CandidateReach {
  readonly #ground: WalkGround;
  readonly #limit_mm: number;
  readonly #candidates: readonly Candidate[];
  readonly #on_edge = new Map<number, number[]>();
  readonly #seen: Uint32Array;
  #round = 0;

  constructor(ground: WalkGround, candidates: readonly Candidate[], supply_hose_m: number) {
    this.#ground = ground;
    this.#limit_mm = supply_hose_m * 1000;
    this.#candidates = candidates;
    this.#seen = new Uint32Array(ground.network.edge_count);
    candidates.forEach(({ edge }, candidate) => {
      const here = this.#on_edge.get(edge);
      if (here) here.push(candidate);
      else this.#on_edge.set(edge, [candidate]);
    });
  }

  /** Indices of the candidates that serve a point of a walkable edge, ascending. */
  serving(edge: number, along_mm: number): number[] {
    const { network, searcher, costs } = this.#ground;
    const round = ++this.#round;
    const result = searcher.run(
      costs,
      {
        node: Uint32Array.of(network.edge_start_node[edge], network.edge_end_node[edge]),
        delay: Uint32Array.of(
          Math.max(0, Math.round(along_mm - network.edge_start_mm[edge])),
          Math.max(0, Math.round(network.edge_end_mm[edge] - along_mm)),
        ),
        label: Uint32Array.of(0, 0),
      },
      { least_pass: 0, limit: this.#limit_mm },
    );
    const found: number[] = [];
    const look = (near: number) => {
      if (this.#seen[near] === round) return;
      this.#seen[near] = round;
      for (const candidate of this.#on_edge.get(near) ?? []) {
        const at_mm = this.#candidates[candidate].along_mm;
        const distance_mm = Math.min(
          past(result.arrival[network.edge_start_node[near]], at_mm - network.edge_start_mm[near]),
          past(result.arrival[network.edge_end_node[near]], network.edge_end_mm[near] - at_mm),
          near === edge ? Math.abs(at_mm - along_mm) : Infinity,
        );
        if (distance_mm <= this.#limit_mm) found.push(candidate);
      }
    };
    look(edge);
    for (const node of result.reached) {
      for (let arc = network.first_arc[node]; arc < network.first_arc[node + 1]; arc++) {
        look(network.arc_edge[arc] >>> 1);
      }
    }
    return found.sort((a, b) => a - b);
  }
}

const past = (arrival: number, further_mm: number) => (arrival === NONE ? Infinity : arrival + further_mm);
