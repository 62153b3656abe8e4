import type { Network } from '../network/network.ts';
import { nearestTarget, targetSeeds, type WalkGround, type WalkTarget } from '../search/walk_field.ts';

/** A point of the walkable ways that water is carried to. */
export interface WaterPoint {
  edge: number;
  along_mm: number;
}

/** How far points lie from one source along walkable ways, measured as the water leg measures it. */
export class HoseDistances {
  readonly #ground: WalkGround;
  readonly #limit_mm: number;
  readonly #points: readonly WaterPoint[];
  readonly #on_edge = new Map<number, number[]>();
  readonly #looked_at: Uint32Array;
  #round = 0;

  constructor(ground: WalkGround, points: readonly WaterPoint[], supply_hose_m: number) {
    this.#ground = ground;
    this.#limit_mm = supply_hose_m * 1000;
    this.#points = points;
    this.#looked_at = new Uint32Array(ground.network.edge_count);
    points.forEach(({ edge }, point) => {
      const here = this.#on_edge.get(edge);
      if (here) here.push(point);
      else this.#on_edge.set(edge, [point]);
    });
  }

  /**
   * Calls for every point within the supply hose of the source, inclusive, each once, with whole mm: after its own search, so
   * that what is called may search the same ground.
   */
  from(
    source: Omit<WalkTarget, 'from_rank' | 'to_rank'>,
    take: (point: number, distance_mm: number) => void,
  ): void {
    const { network, searcher, costs } = this.#ground;
    const target: WalkTarget = { ...source, from_rank: 0, to_rank: 0 };
    const seeds = targetSeeds(network, target);
    const { arrival, label, reached } = searcher.run(
      costs,
      {
        node: Uint32Array.from(seeds, ({ node }) => node),
        delay: Uint32Array.from(seeds, ({ delay }) => delay),
        label: Uint32Array.of(0, 0),
      },
      { least_pass: 0, limit: this.#limit_mm },
    );
    const round = ++this.#round;
    const found: number[] = [];
    const look = (edge: number) => {
      if (this.#looked_at[edge] === round) return;
      this.#looked_at[edge] = round;
      for (const point of this.#on_edge.get(edge) ?? []) {
        const on_edge = edge === source.edge ? [target] : [];
        const hit = nearestTarget(
          network,
          { distance: arrival, rank: label },
          on_edge,
          edge,
          this.#points[point].along_mm,
        );
        if (hit && hit.distance_mm <= this.#limit_mm) found.push(point, hit.distance_mm);
      }
    };
    look(source.edge);
    for (const node of reached) eachEdgeAt(network, node, look);
    for (let i = 0; i < found.length; i += 2) take(found[i], found[i + 1]);
  }
}

function eachEdgeAt({ first_arc, arc_edge }: Network, node: number, look: (edge: number) => void): void {
  for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) look(arc_edge[arc] >>> 1);
}
