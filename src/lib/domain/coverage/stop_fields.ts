import { NONE, type Network } from '../network/network.ts';
import type { WalkGround } from '../search/walk_field.ts';
import type { Door, StopChoice, StopFinder } from './assess.ts';
import type { Reach } from './reach.ts';
import { StopField, type NearestStop } from './stops.ts';

export interface StopFieldsInput {
  drive: Network;
  ground: WalkGround;
  /** The same stations searched at three levels of confidence. */
  known: Reach;
  open: Reach;
  any_size: Reach;
  cutoff_ms: number;
}

/** Finds stops at any distance by one search of all walkable ways for each choice. */
export class StopFields implements StopFinder<Door> {
  readonly #fields: Record<StopChoice, StopField>;

  constructor({ drive, ground, known, open, any_size, cutoff_ms }: StopFieldsInput) {
    const arrival = (edge: number, t: number) => open.at(edge, t).arrival;
    const none = () => NONE;
    this.#fields = {
      known: new StopField(drive, ground, (edge) => known.pieces(edge, cutoff_ms), arrival),
      open: new StopField(drive, ground, (edge) => open.pieces(edge, cutoff_ms), arrival),
      reached: new StopField(drive, ground, (edge) => open.pieces(edge, Infinity), arrival),
      any_size: new StopField(drive, ground, (edge) => any_size.pieces(edge, Infinity), none),
      street: new StopField(drive, ground, () => [0, 1], none),
    };
  }

  nearest(choice: StopChoice, door: Door): NearestStop | null {
    return this.#fields[choice].nearest(door.edge, door.along_mm);
  }
}
