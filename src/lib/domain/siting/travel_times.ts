import type { ArcCosts, LeastPass } from '../network/costs.ts';
import { NONE, type Network } from '../network/network.ts';
import type { Searcher } from '../search/search.ts';
import { seedsFromPositions, type EdgePosition } from '../search/seeds.ts';
import type { HoseWindows } from './hose_windows.ts';

export interface TravelTimesInput {
  drive: Network;
  costs: ArcCosts;
  searcher: Searcher;
  windows: HoseWindows;
  door_count: number;
  /** Arcs that let through less are not travelled. */
  least_pass: LeastPass;
  limit_ms: number;
}

/** When a vehicle from one place is first where its hose reaches a door, for all doors within a limit. */
export class TravelTimes {
  readonly #input: TravelTimesInput;
  /** Per door, NONE where not reached: reset after every question. */
  readonly #time_ms: Float64Array;
  #doors: number[] = [];

  constructor(input: TravelTimesInput) {
    this.#input = input;
    this.#time_ms = new Float64Array(input.door_count).fill(Infinity);
  }

  /**
   * Calls for every door reached within the limit, inclusive; times are rounded up to whole ms.
   *
   * @param source the place and the turn-out as its delay.
   * @param exit where and when it is on the first street of known width, see stationExit.
   */
  from(
    source: EdgePosition,
    exit: { node: number; delay: number } | null,
    take: (door: number, time_ms: number) => void,
  ): void {
    const { drive, costs, searcher, least_pass, limit_ms } = this.#input;
    const seeds = seedsFromPositions(drive, costs, [source], least_pass);
    const starts = exit === null ? seeds : { ...seeds, ...withExit(seeds, exit, source.label) };
    this.#doors = [];
    const { arrival, reached } = searcher.run({ cost: costs.cost_ms, pass: costs.pass }, starts, {
      least_pass,
      limit: limit_ms,
    });
    for (const node of reached) {
      for (let arc = drive.first_arc[node]; arc < drive.first_arc[node + 1]; arc++) {
        if (costs.pass[arc] < least_pass) continue;
        const directed = drive.arc_edge[arc];
        this.#offerAlong(directed >>> 1, (directed & 1) === 1, 0, arrival[node], costs.cost_ms[arc]);
      }
    }
    for (const against of [false, true]) {
      const arc = drive.edge_arc[2 * source.edge + (against ? 1 : 0)];
      if (arc === NONE || costs.pass[arc] < least_pass) continue;
      const begun = against ? 1 - source.t : source.t;
      this.#offerAlong(source.edge, against, begun, source.delay, costs.cost_ms[arc]);
    }
    for (const door of this.#doors) {
      take(door, Math.ceil(this.#time_ms[door] - ROUNDING_MS));
      this.#time_ms[door] = Infinity;
    }
  }

  /** Offers the doors along one direction of an edge, travelled from the share `begun` of that direction on. */
  #offerAlong(edge: number, against: boolean, begun: number, begun_ms: number, cost_ms: number): void {
    const { windows, limit_ms } = this.#input;
    const end = windows.first[edge + 1];
    for (let i = windows.first[edge]; i < end; i++) {
      const nearer = against ? 1 - windows.to_t[i] : windows.from_t[i];
      const farther = against ? 1 - windows.from_t[i] : windows.to_t[i];
      if (farther < begun) continue;
      const time_ms = begun_ms + Math.max(0, nearer - begun) * cost_ms;
      if (time_ms > limit_ms + ROUNDING_MS) continue;
      const door = windows.door[i];
      if (this.#time_ms[door] === Infinity) this.#doors.push(door);
      this.#time_ms[door] = Math.min(this.#time_ms[door], time_ms);
    }
  }
}

/** What sums of shares are off by at most. */
const ROUNDING_MS = 1e-6;

function withExit(
  { node, delay, label }: { node: Uint32Array; delay: Uint32Array; label: Uint32Array },
  exit: { node: number; delay: number },
  exit_label: number,
) {
  return {
    node: Uint32Array.of(...node, exit.node),
    delay: Uint32Array.of(...delay, exit.delay),
    label: Uint32Array.of(...label, exit_label),
  };
}
