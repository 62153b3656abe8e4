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
    this.#limit_mm = supply_hose_m * 1000;
    for (const source of placed) {
      const here = this.#on_edge.get(source.edge);
      if (here) here.push(source);
      else this.#on_edge.set(source.edge, [source]);
    }
  }

  /** From a point of a walkable edge, ascending by source. */
  at(edge: number, along_mm: number): ReachedSource[] {
    const { network, searcher, costs } = this.#ground;
    const { edge_start_node, edge_end_node, edge_start_mm, edge_end_mm } = network;
    const result = searcher.run(
      costs,
      {
        node: Uint32Array.of(edge_start_node[edge], edge_end_node[edge]),
        delay: Uint32Array.of(whole(along_mm - edge_start_mm[edge]), whole(edge_end_mm[edge] - along_mm)),
        label: Uint32Array.of(0, 0),
      },
      { least_pass: 0, limit: this.#limit_mm },
    );
    const from = (node: number) => (result.arrival[node] === NONE ? Infinity : result.arrival[node]);
    const best = new Map<number, number>();
    const look = (near: number) => {
      for (const { source, along_mm: at_mm, offset_mm } of this.#on_edge.get(near) ?? []) {
        const distance_mm =
          offset_mm +
          Math.min(
            from(edge_start_node[near]) + whole(at_mm - edge_start_mm[near]),
            from(edge_end_node[near]) + whole(edge_end_mm[near] - at_mm),
            near === edge ? whole(Math.abs(at_mm - along_mm)) : Infinity,
          );
        if (distance_mm <= this.#limit_mm) best.set(source, distance_mm);
      }
    };
    look(edge);
    for (const node of result.reached) {
      for (let arc = network.first_arc[node]; arc < network.first_arc[node + 1]; arc++) {
        look(network.arc_edge[arc] >>> 1);
      }
    }
    return [...best]
      .map(([source, distance_mm]) => ({ source, distance_mm }))
      .sort((a, b) => a.source - b.source);
  }
}
