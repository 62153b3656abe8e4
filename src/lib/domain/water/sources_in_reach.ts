import { NONE } from '../network/network.ts';
import { whole, type WalkGround } from '../search/walk_field.ts';
import type { PlacedSource } from './water_leg.ts';

/** A source and how far hose lies to it, whole millimetres, its straight last piece included. */
export interface ReachedSource {
  source: number;
  distance_mm: number;
}

/**
 * All sources within supply hose of a point along walkable ways. The nearest of a class is the one that the water leg
 * finds; here the others are told too, so that they can be summed.
 */
export class SourcesInReach {
  readonly #ground: WalkGround;
  readonly #limit_mm: number;
  readonly #on_edge = new Map<number, PlacedSource[]>();

  constructor(ground: WalkGround, placed: readonly PlacedSource[], supply_hose_m: number) {
    this.#ground = ground;
    this.#limit_mm = Math.floor(supply_hose_m * 1000);
    for (const source of placed) this.put(source);
  }

  /** One source more; its number is that of no other. */
  put(source: PlacedSource): void {
    const here = this.#on_edge.get(source.edge);
    if (here) here.push(source);
    else this.#on_edge.set(source.edge, [source]);
  }

  take({ source, edge }: PlacedSource): void {
    const left = this.#on_edge.get(edge)!.filter((other) => other.source !== source);
    if (left.length > 0) this.#on_edge.set(edge, left);
    else this.#on_edge.delete(edge);
  }

  /** From a point of a walkable edge, ascending by source. `limit_m` is the supply hose, if shorter than the one given before. */
  at(edge: number, along_mm: number, limit_m = Infinity): ReachedSource[] {
    const limit_mm = Math.min(this.#limit_mm, Math.floor(limit_m * 1000));
    const { edge_start_node, edge_end_node, edge_start_mm, edge_end_mm } = this.#ground.network;
    const { arrival, edges } = this.#around(edge, along_mm, 0, limit_mm);
    const from = (node: number) => (arrival[node] === NONE ? Infinity : arrival[node]);
    const best = new Map<number, number>();
    for (const near of edges) {
      for (const { source, along_mm: at_mm, offset_mm } of this.#on_edge.get(near) ?? []) {
        const distance_mm =
          offset_mm +
          Math.min(
            from(edge_start_node[near]) + whole(at_mm - edge_start_mm[near]),
            from(edge_end_node[near]) + whole(edge_end_mm[near] - at_mm),
            near === edge ? whole(Math.abs(at_mm - along_mm)) : Infinity,
          );
        if (distance_mm <= limit_mm) best.set(source, distance_mm);
      }
    }
    return [...best]
      .map(([source, distance_mm]) => ({ source, distance_mm }))
      .sort((a, b) => a.source - b.source);
  }

  /** The walkable edges with a point that such a source is in reach of, and some more. */
  edgesAround({ edge, along_mm, offset_mm }: PlacedSource): Iterable<number> {
    return offset_mm > this.#limit_mm ? [] : this.#around(edge, along_mm, offset_mm, this.#limit_mm).edges;
  }

  /** A search from a point, `extra_mm` walked already: its columns, and the edges at what it reached. */
  #around(
    edge: number,
    along_mm: number,
    extra_mm: number,
    limit_mm: number,
  ): { arrival: Uint32Array; edges: Set<number> } {
    const { network, searcher, costs } = this.#ground;
    const { edge_start_node, edge_end_node, edge_start_mm, edge_end_mm, first_arc, arc_edge } = network;
    const seeds = {
      node: Uint32Array.of(edge_start_node[edge], edge_end_node[edge]),
      delay: Uint32Array.of(
        extra_mm + whole(along_mm - edge_start_mm[edge]),
        extra_mm + whole(edge_end_mm[edge] - along_mm),
      ),
      label: Uint32Array.of(0, 0),
    };
    const { arrival, reached } = searcher.run(costs, seeds, { least_pass: 0, limit: limit_mm });
    const edges = new Set([edge]);
    for (const node of reached) {
      for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) edges.add(arc_edge[arc] >>> 1);
    }
    return { arrival, edges };
  }
}
