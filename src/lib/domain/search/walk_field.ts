import { NONE, type Network } from '../network/network.ts';
import type { Searcher } from './search.ts';

/**
 * Something that can be walked to: a piece of an edge, or one point of it where both ends are equal.
 * Distances along the way in millimetres from its first vertex; `extra_mm` is the straight last piece beyond it.
 */
export interface WalkTarget {
  edge: number;
  from_mm: number;
  to_mm: number;
  extra_mm: number;
  /** Rank of the piece's two ends; the lowest rank wins a tie in distance. */
  from_rank: number;
  to_rank: number;
}

/** The streets and footways a crew can walk, ready for searches in millimetres with every arc open. */
export interface WalkGround {
  network: Network;
  searcher: Searcher;
  costs: { cost: Uint32Array; pass: Uint8Array };
}

export interface WalkHit {
  /** Whole millimetres along ways, the target's extra included. */
  distance_mm: number;
  rank: number;
}

/**
 * Distance on foot from any point of the walkable ways to the nearest of many targets, ties to the lowest
 * rank. One whole search when built, a handful of comparisons for each question after that.
 */
export class WalkField {
  readonly #walk: Network;
  readonly #distance: Uint32Array;
  readonly #rank: Uint32Array;
  readonly #on_edge = new Map<number, WalkTarget[]>();

  constructor(ground: WalkGround, targets: readonly WalkTarget[]) {
    const walk = ground.network;
    this.#walk = walk;
    const node = new Uint32Array(2 * targets.length);
    const delay = new Uint32Array(2 * targets.length);
    const label = new Uint32Array(2 * targets.length);
    targets.forEach((target, i) => {
      targetSeeds(walk, target).forEach((seed, end) => {
        node[2 * i + end] = seed.node;
        delay[2 * i + end] = seed.delay;
        label[2 * i + end] = seed.rank;
      });
      const { edge } = target;
      const here = this.#on_edge.get(edge);
      if (here) here.push(target);
      else this.#on_edge.set(edge, [target]);
    });
    const result = ground.searcher.run(ground.costs, { node, delay, label }, { least_pass: 0 });
    this.#distance = result.arrival.slice();
    this.#rank = result.label.slice();
  }

  /** The nearest end of a target from a point of an edge; null where no path exists. */
  nearest(edge: number, along_mm: number): WalkHit | null {
    const nodes = { distance: this.#distance, rank: this.#rank };
    return nearestTarget(this.#walk, nodes, this.#on_edge.get(edge) ?? [], edge, along_mm);
  }

  /** The targets that hold this point of the edge. */
  holding(edge: number, along_mm: number): WalkTarget[] {
    return (this.#on_edge.get(edge) ?? []).filter((t) => t.from_mm <= along_mm && along_mm <= t.to_mm);
  }
}

/** Where the search for a target begins: both ends of its edge, and how far from its own nearer end each is. */
export function targetSeeds(walk: Network, target: WalkTarget) {
  const { edge, from_mm, to_mm, extra_mm, from_rank, to_rank } = target;
  return [
    {
      node: walk.edge_start_node[edge],
      delay: extra_mm + whole(from_mm - walk.edge_start_mm[edge]),
      rank: from_rank,
    },
    {
      node: walk.edge_end_node[edge],
      delay: extra_mm + whole(walk.edge_end_mm[edge] - to_mm),
      rank: to_rank,
    },
  ];
}

/** The nearest target from a point of an edge, given the nearest of each node and those on the edge itself. */
export function nearestTarget(
  walk: Network,
  nodes: { distance: Uint32Array; rank: Uint32Array },
  on_edge: readonly WalkTarget[],
  edge: number,
  along_mm: number,
): WalkHit | null {
  const start = walk.edge_start_node[edge];
  const end = walk.edge_end_node[edge];
  let best: WalkHit | null = null;
  if (nodes.distance[start] !== NONE) {
    const distance_mm = nodes.distance[start] + whole(along_mm - walk.edge_start_mm[edge]);
    best = { distance_mm, rank: nodes.rank[start] };
  }
  if (nodes.distance[end] !== NONE) {
    const distance_mm = nodes.distance[end] + whole(walk.edge_end_mm[edge] - along_mm);
    best = nearer(best, distance_mm, nodes.rank[end]);
  }
  for (const { extra_mm, from_mm, to_mm, from_rank, to_rank } of on_edge) {
    best = nearer(best, extra_mm + whole(Math.abs(along_mm - from_mm)), from_rank);
    best = nearer(best, extra_mm + whole(Math.abs(along_mm - to_mm)), to_rank);
  }
  return best;
}

function nearer(best: WalkHit | null, distance_mm: number, rank: number): WalkHit {
  if (best && (best.distance_mm < distance_mm || (best.distance_mm === distance_mm && best.rank <= rank))) {
    return best;
  }
  return { distance_mm, rank };
}

/** Whole millimetres, rounded half up, never below zero. */
export const whole = (value_mm: number) => Math.max(0, Math.floor(value_mm + 0.5));
