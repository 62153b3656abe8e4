import { Reach } from '../coverage/reach.ts';
import type { ArcCosts } from '../network/costs.ts';
import { arcTail, NONE, type Network } from '../network/network.ts';
import { reverseArcs } from '../network/reverse_arcs.ts';
import { copy, Searcher } from '../search/search.ts';
import { halfUp, openCosts, seedsFromPositions } from '../search/seeds.ts';

/** A point of a vehicle graph: share `t` of an edge along its vertices. */
export interface DrivePoint {
  edge: number;
  t: number;
}

/** Seconds there and back; null where there is no way in one of the two directions. */
export type RoundTrip = { out_s: number; back_s: number } | null;

/** Unknown widths passable, as with arrivals that the files show. */
const LEAST_PASS = 1;

/**
 * Drives between one place and any others, out from it and back to it: two searches over the whole network for each
 * place, a few sums for each trip. One-way streets make the two differ.
 */
export class RoundTrips {
  readonly #drive: Network;
  readonly #costs: ArcCosts;
  readonly #forward: Searcher;
  readonly #backward: Searcher;
  readonly #backward_costs: { cost: Uint32Array; pass: Uint8Array };

  constructor(drive: Network, costs: ArcCosts) {
    this.#drive = drive;
    this.#costs = costs;
    this.#forward = new Searcher(drive);
    const { first, arc } = reverseArcs(drive);
    this.#backward = new Searcher({
      node_count: drive.node_count,
      first_arc: first,
      arc_head: arc.map((each) => arcTail(drive, each)),
    });
    this.#backward_costs = {
      cost: arc.map((each) => costs.cost_ms[each]),
      pass: Uint8Array.from(arc, (each) => costs.pass[each]),
    };
  }

  /** Trips from a place to a point and back. */
  from(place: DrivePoint): (to: DrivePoint) => RoundTrip {
    const drive = this.#drive;
    const costs = this.#costs;
    const source = { ...place, delay: 0, label: 0 };
    const seeds = seedsFromPositions(drive, costs, [source], LEAST_PASS);
    const arcs = { cost: costs.cost_ms, pass: costs.pass };
    const out = copy(this.#forward.run(arcs, seeds, { least_pass: LEAST_PASS }));
    const reach = new Reach(drive, costs, out, [source], LEAST_PASS);
    const { along, against } = openCosts(drive, costs, place.edge, LEAST_PASS);
    const ends: { node: number; delay: number }[] = [];
    if (along !== null)
      ends.push({ node: drive.edge_start_node[place.edge], delay: halfUp(place.t * along) });
    if (against !== null) {
      ends.push({ node: drive.edge_end_node[place.edge], delay: halfUp((1 - place.t) * against) });
    }
    const home = this.#backward
      .run(
        this.#backward_costs,
        {
          node: Uint32Array.from(ends, ({ node }) => node),
          delay: Uint32Array.from(ends, ({ delay }) => delay),
          label: new Uint32Array(ends.length),
        },
        { least_pass: LEAST_PASS },
      )
      .arrival.slice();
    return (to) => {
      const { arrival } = reach.at(to.edge, to.t);
      const back_ms = this.#backFrom(to, place, home);
      return arrival === NONE || back_ms === null ? null : { out_s: arrival / 1000, back_s: back_ms / 1000 };
    };
  }

  /** Home from a point of an edge: on from either end, or straight along the edge. */
  #backFrom({ edge, t }: DrivePoint, place: DrivePoint, home: Uint32Array): number | null {
    const { along, against } = openCosts(this.#drive, this.#costs, edge, LEAST_PASS);
    const start = home[this.#drive.edge_start_node[edge]];
    const end = home[this.#drive.edge_end_node[edge]];
    const ways = [
      along !== null && end !== NONE ? halfUp((1 - t) * along) + end : Infinity,
      against !== null && start !== NONE ? halfUp(t * against) + start : Infinity,
      along !== null && edge === place.edge && place.t >= t ? halfUp((place.t - t) * along) : Infinity,
      against !== null && edge === place.edge && place.t <= t ? halfUp((t - place.t) * against) : Infinity,
    ];
    const least = Math.min(...ways);
    return least === Infinity ? null : least;
  }
}
