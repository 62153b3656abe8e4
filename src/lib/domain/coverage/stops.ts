import { NONE, type Network } from '../network/network.ts';
import { edgesBetween } from '../network/linear_reference.ts';
import { WalkField, type WalkGround, type WalkTarget } from '../search/walk_field.ts';

/** A point of a vehicle-class street where a vehicle may stop. */
export interface StopPoint {
  /** Edge of the vehicle graph and share along its vertices. */
  edge: number;
  t: number;
  /** Whole ms; NONE where it is not reached. */
  arrival_ms: number;
  /** The lower arc of the edge. */
  arc: number;
}

export interface NearestStop {
  stop: StopPoint;
  /** Hose path along ways from the stop to the asked point, whole mm. */
  hose_mm: number;
}

/** The least of two stops equally far on foot comes first: the earlier arrival, then the lower arc, then the share. */
export const byArrivalThenArc = (a: StopPoint, b: StopPoint) =>
  a.arrival_ms - b.arrival_ms || a.arc - b.arc || a.t - b.t;

/**
 * The nearest stop on foot, among given pieces of the vehicle graph, for any point of the walkable ways.
 * Ties go to the earlier arrival, then the lower arc.
 */
export class StopField {
  readonly #drive: Network;
  readonly #arrival: (edge: number, t: number) => number;
  readonly #field: WalkField;
  readonly #ranked: StopPoint[];
  readonly #drive_edge = new Map<WalkTarget, number>();

  /**
   * `pieces(edge)` gives flat [from, to, …] shares of a vehicle edge where stopping counts; `arrival` the whole ms at
   * a point of it, NONE where arrival plays no part.
   */
  constructor(
    drive: Network,
    ground: WalkGround,
    pieces: (edge: number) => readonly number[],
    arrival: (edge: number, t: number) => number,
  ) {
    this.#drive = drive;
    this.#arrival = arrival;
    const targets: WalkTarget[] = [];
    const ends: StopPoint[] = [];
    for (let edge = 0; edge < drive.edge_count; edge++) {
      const shares = pieces(edge);
      for (let i = 0; i < shares.length; i += 2) {
        const from_mm = this.#along(edge, shares[i]);
        const to_mm = this.#along(edge, shares[i + 1]);
        for (const part of edgesBetween(ground.network, drive.edge_street[edge], from_mm, to_mm)) {
          const target = { ...part, extra_mm: 0, from_rank: ends.length, to_rank: ends.length + 1 };
          ends.push(this.#stop(edge, part.from_mm), this.#stop(edge, part.to_mm));
          targets.push(target);
          this.#drive_edge.set(target, edge);
        }
      }
    }
    const order = ends.map((_, i) => i).sort((a, b) => byArrivalThenArc(ends[a], ends[b]) || a - b);
    const rank = new Uint32Array(ends.length);
    order.forEach((end, place) => (rank[end] = place));
    for (const target of targets) {
      target.from_rank = rank[target.from_rank];
      target.to_rank = rank[target.to_rank];
    }
    this.#ranked = order.map((end) => ends[end]);
    this.#field = new WalkField(ground, targets);
  }

  /** The nearest stop from a point of a walkable edge, or null where no path leads to one. */
  nearest(walk_edge: number, along_mm: number): NearestStop | null {
    const hit = this.#field.nearest(walk_edge, along_mm);
    let best: NearestStop | null = hit && { stop: this.#ranked[hit.rank], hose_mm: hit.distance_mm };
    for (const target of this.#field.holding(walk_edge, along_mm)) {
      const stop = this.#stop(this.#drive_edge.get(target)!, along_mm);
      if (!best || best.hose_mm > 0 || byArrivalThenArc(stop, best.stop) < 0) best = { stop, hose_mm: 0 };
    }
    return best;
  }

  #along(edge: number, t: number): number {
    const start_mm = this.#drive.edge_start_mm[edge];
    return start_mm + t * (this.#drive.edge_end_mm[edge] - start_mm);
  }

  #stop(edge: number, along_mm: number): StopPoint {
    const start_mm = this.#drive.edge_start_mm[edge];
    const length_mm = this.#drive.edge_end_mm[edge] - start_mm;
    const t = Math.min(1, Math.max(0, (along_mm - start_mm) / length_mm));
    return { edge, t, arrival_ms: this.#arrival(edge, t), arc: lowerArc(this.#drive, edge) };
  }
}

/** The arc an edge's points are written with: the lower of its one or two. */
export function lowerArc(network: Network, edge: number): number {
  const along = network.edge_arc[2 * edge];
  const against = network.edge_arc[2 * edge + 1];
  return along === NONE ? against : against === NONE ? along : Math.min(along, against);
}
