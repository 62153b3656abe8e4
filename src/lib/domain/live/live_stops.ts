import type { Door, StopChoice, StopFinder } from '../coverage/assess.ts';
import type { Reach } from '../coverage/reach.ts';
import { byArrivalThenArc, type NearestStop, type StopPoint } from '../coverage/stops.ts';
import type { LiveNetwork } from '../network/live_network.ts';
import { NONE } from '../network/network.ts';
import { whole } from '../search/walk_field.ts';
import type { DoorReach, WalkList } from './door_reach.ts';
import { NOTHING, type EdgeStates } from './edge_states.ts';
import type { GroundLink } from './ground_link.ts';

/** A door by its building's place in the columns. */
export interface LiveDoor extends Door {
  building: number;
}

export interface LiveStopsInput {
  graph: LiveNetwork;
  link: GroundLink;
  doors: DoorReach;
  /** What is reached of each edge, by choice; stops of any street need none. */
  states: Record<Exclude<StopChoice, 'street'>, EdgeStates>;
  open: Pick<Reach, 'at'>;
  /** The lower arc of an edge, in the order that breaks ties. */
  lowerArc: (part: number) => number;
  attack_hose_m: number;
}

/** How far the first search beyond hose length goes; doubled until a stop is found. */
const FIRST_LIMIT_MM = 400_000;

/** Finds stops door by door from what lies around each, with the answers of StopFields. */
export class LiveStops implements StopFinder<LiveDoor> {
  readonly #input: LiveStopsInput;
  readonly #hose_mm: number;
  #choice: StopChoice = 'street';
  /** The best so far of the search under way. */
  #hose_best_mm = Infinity;
  #best_edge = NONE;
  #best_t = 0;
  #best: StopPoint | null = null;
  #tied = false;

  constructor(input: LiveStopsInput) {
    this.#input = input;
    this.#hose_mm = Math.ceil(input.attack_hose_m * 1000);
  }

  /** The hose of the last stop found is no shorter than that of another: when each is reached decided. */
  get tied(): boolean {
    return this.#tied;
  }

  nearest(choice: StopChoice, door: LiveDoor, within_hose: boolean): NearestStop | null {
    const { doors } = this.#input;
    this.#choice = choice;
    if (within_hose) {
      const straight_mm = Math.floor(door.straight_m * 1000 + 0.5);
      return this.#search(doors.near(door.building), door, this.#hose_mm - straight_mm);
    }
    for (let limit_mm = FIRST_LIMIT_MM; ; limit_mm *= 2) {
      const list = doors.farther(door.building, limit_mm);
      const found = this.#search(list, door, Infinity);
      if (list.limit_mm === Infinity || (found && found.hose_mm <= list.limit_mm)) return found;
    }
  }

  #search(list: WalkList, door: LiveDoor, hose_mm: number): NearestStop | null {
    const { link, graph, doors } = this.#input;
    const { network, next_part } = graph;
    const { walk } = doors;
    this.#hose_best_mm = hose_mm;
    this.#best_edge = NONE;
    this.#best = null;
    this.#tied = false;
    for (let i = list.from; i < list.to; i++) {
      const edge = list.edge[i];
      const start_mm = list.start_mm[i];
      const end_mm = list.end_mm[i];
      const own = edge === door.edge;
      if (!own && start_mm > this.#hose_best_mm && end_mm > this.#hose_best_mm) break;
      const walk_start_mm = walk.edge_start_mm[edge];
      const walk_end_mm = walk.edge_end_mm[edge];
      for (let k = link.first_drive[edge]; k < link.first_drive[edge + 1]; k++) {
        for (let part = link.drive_edge[k]; part !== NONE; part = next_part[part]) {
          if (network.edge_end_mm[part] < walk_start_mm) continue;
          if (network.edge_start_mm[part] > walk_end_mm) break;
          this.#offerPart(part, door, own, start_mm, end_mm, walk_start_mm, walk_end_mm);
        }
      }
    }
    const stop = this.#bestStop();
    return stop && { stop, hose_mm: this.#hose_best_mm };
  }

  #offerPart(
    part: number,
    door: LiveDoor,
    own: boolean,
    start_mm: number,
    end_mm: number,
    walk_start_mm: number,
    walk_end_mm: number,
  ): void {
    const { network } = this.#input.graph;
    const part_start_mm = network.edge_start_mm[part];
    const length_mm = network.edge_end_mm[part] - part_start_mm;
    const states = this.#choice === 'street' ? null : this.#input.states[this.#choice];
    if (states && states.state[part] === NOTHING) return;
    const shares = states ? states.pieces(part) : ALL;
    for (let i = 0; i < shares.length; i += 2) {
      const piece_from_mm = part_start_mm + shares[i] * length_mm;
      const piece_to_mm = part_start_mm + shares[i + 1] * length_mm;
      const from_mm = Math.max(piece_from_mm, walk_start_mm);
      const to_mm = Math.min(piece_to_mm, walk_end_mm);
      if (from_mm > to_mm || (from_mm === to_mm && piece_from_mm !== piece_to_mm)) continue;
      if (start_mm !== NONE) this.#offer(start_mm + whole(from_mm - walk_start_mm), part, from_mm);
      if (end_mm !== NONE) this.#offer(end_mm + whole(walk_end_mm - to_mm), part, to_mm);
      if (!own) continue;
      const { along_mm } = door;
      this.#offer(whole(Math.abs(along_mm - from_mm)), part, from_mm);
      this.#offer(whole(Math.abs(along_mm - to_mm)), part, to_mm);
      if (from_mm <= along_mm && along_mm <= to_mm) this.#offer(0, part, along_mm);
    }
  }

  #offer(hose_mm: number, part: number, along_mm: number): void {
    if (hose_mm > this.#hose_best_mm) return;
    const { network } = this.#input.graph;
    const start_mm = network.edge_start_mm[part];
    const t = Math.min(1, Math.max(0, (along_mm - start_mm) / (network.edge_end_mm[part] - start_mm)));
    if (hose_mm === this.#hose_best_mm && this.#best_edge !== NONE) {
      if (part === this.#best_edge && t === this.#best_t) return;
      this.#tied = true;
      const best = this.#bestStop()!;
      const stop = this.#stop(part, t);
      if (byArrivalThenArc(stop, best) >= 0) return;
      this.#best = stop;
    } else {
      this.#best = null;
      this.#tied = false;
    }
    this.#hose_best_mm = hose_mm;
    this.#best_edge = part;
    this.#best_t = t;
  }

  #bestStop(): StopPoint | null {
    if (this.#best_edge === NONE) return null;
    return (this.#best ??= this.#stop(this.#best_edge, this.#best_t));
  }

  #stop(edge: number, t: number): StopPoint {
    const { open, lowerArc } = this.#input;
    const plays_part = this.#choice !== 'any_size' && this.#choice !== 'street';
    return { edge, t, arrival_ms: plays_part ? open.at(edge, t).arrival : NONE, arc: lowerArc(edge) };
  }
}

const ALL: readonly number[] = [0, 1];
