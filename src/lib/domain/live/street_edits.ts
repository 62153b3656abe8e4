import type { StreetState } from '../network/live_network.ts';
import { NONE } from '../network/network.ts';
import type { ObstacleCut } from '../network/obstacle_cells.ts';
import type { SnapIndex } from '../network/snap.ts';
import type { FoldedEdits, ObstacleBody, Position, RowEdit, StreetBody } from './edit.ts';
import { obstacleCut, placeObstacle, type StreetPlace } from './place_obstacle.ts';
import { editedSize } from './street_size.ts';
import type { ObstacleData, TownData } from './town_data.ts';

/** An obstacle standing somewhere. */
interface Standing {
  row: number;
  cut: ObstacleCut;
}

/** What edits make of the streets: which of them are in another state than the town's own, and what state that is. */
export class StreetEdits {
  readonly #data: TownData;
  readonly #index: SnapIndex | null;
  readonly #by_row: ReadonlyMap<number, ObstacleData>;
  readonly #street_of: ReadonlyMap<number, number>;
  readonly #base: ReadonlyMap<number, readonly Standing[]>;
  /** Of streets that obstacles stand on, nothing edited. */
  readonly #base_states: ReadonlyMap<number, StreetState>;
  readonly #placed = new Map<number, { at_deg: Position; place: StreetPlace | null }>();

  /** `index` covers all of the town's drive network, null where that has no edge. */
  constructor(data: TownData, index: SnapIndex | null) {
    this.#data = data;
    this.#index = index;
    this.#by_row = new Map(data.obstacles.map((obstacle) => [obstacle.id, obstacle]));
    this.#street_of = new Map(Array.from(data.streets.id, (id, street) => [id, street]));
    const base = new Map<number, Standing[]>();
    for (const obstacle of data.obstacles) {
      if (obstacle.street === NONE) continue;
      const here = base.get(obstacle.street) ?? [];
      here.push({ row: obstacle.id, cut: obstacleCut(data.rules, obstacle, obstacle) });
      base.set(obstacle.street, here);
    }
    this.#base = base;
    this.#base_states = new Map(
      [...base].map(([index, here]) => [index, this.#stateOf(index, here, undefined)]),
    );
  }

  /** Streets that are not as packed without any obstacle. Edits of rows the town does not hold are passed over. */
  states({ obstacle, street }: Pick<FoldedEdits, 'obstacle' | 'street'>): Map<number, StreetState> {
    const touched = new Map<number, readonly Standing[]>();
    for (const [row, edit] of obstacle) this.#stand(touched, row, edit);
    const states = new Map(this.#base_states);
    for (const [index, here] of touched) states.set(index, this.#stateOf(index, here, undefined));
    for (const [id, { body }] of street) {
      const index = this.#street_of.get(id);
      if (index !== undefined) states.set(index, this.#stateOf(index, this.#on(touched, index), body));
    }
    return states;
  }

  /** Where an edited obstacle stands on a street, null where it stands on none. */
  placeOf(row: number): StreetPlace | null {
    return this.#placed.get(row)?.place ?? null;
  }

  /** What stands on a street, of which those edited are in `touched`. */
  #on(touched: ReadonlyMap<number, readonly Standing[]>, street: number): readonly Standing[] {
    return touched.get(street) ?? this.#base.get(street) ?? [];
  }

  #stand(touched: Map<number, readonly Standing[]>, row: number, edit: RowEdit<ObstacleBody>): void {
    const before = this.#by_row.get(row);
    if (!before && !edit.added) return;
    if (before && before.street !== NONE) {
      touched.set(
        before.street,
        this.#on(touched, before.street).filter((other) => other.row !== row),
      );
    }
    if (edit.removed) return;
    const place = edit.at_deg ? this.#place(row, edit.at_deg) : before && placeAsItWas(before);
    if (!place) return;
    const { kind, clear_width_m, clear_height_m } = { ...before, ...edit.body } as ObstacleBody;
    const cut = obstacleCut(this.#data.rules, { kind, clear_width_m, clear_height_m }, place);
    const here = [...this.#on(touched, place.street), { row, cut }];
    touched.set(
      place.street,
      here.sort((a, b) => a.row - b.row),
    );
  }

  #place(row: number, at_deg: Position): StreetPlace | null {
    const kept = this.#placed.get(row);
    if (kept && kept.at_deg[0] === at_deg[0] && kept.at_deg[1] === at_deg[1]) return kept.place;
    const { drive, rules } = this.#data;
    const place = placeObstacle(drive, this.#index, rules, at_deg[0], at_deg[1]);
    this.#placed.set(row, { at_deg, place });
    return place;
  }

  #stateOf(street: number, here: readonly Standing[], body: Partial<StreetBody> | undefined): StreetState {
    const { clear_width_mm, clear_height_mm } = this.#data.streets;
    const size = body
      ? editedSize(this.#data, street, body)
      : { clear_width_mm: clear_width_mm[street], clear_height_mm: clear_height_mm[street] };
    return { ...size, cuts: here.map(({ cut }) => cut) };
  }
}

const placeAsItWas = ({ street, along_mm }: ObstacleData): StreetPlace | null =>
  street === NONE ? null : { street, along_mm };

/** Most spare nodes that states may take at once. */
export const spareNodesFor = (states: Iterable<StreetState>): number => {
  let nodes = 0;
  for (const { cuts } of states) nodes += 2 * cuts.length;
  return nodes;
};

export const sameState = (a: StreetState, b: StreetState): boolean =>
  a === b ||
  (a.clear_width_mm === b.clear_width_mm &&
    a.clear_height_mm === b.clear_height_mm &&
    a.cuts.length === b.cuts.length &&
    a.cuts.every((cut, i) => {
      const other = b.cuts[i];
      return (
        cut.along_m === other.along_m &&
        cut.clear_width_mm === other.clear_width_mm &&
        cut.clear_height_mm === other.clear_height_mm &&
        cut.length_m === other.length_m
      );
    }));
