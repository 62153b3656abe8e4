import type { Walkways } from '../coverage/walkways.ts';
import { NONE } from '../network/network.ts';
import { judgeHydrant, type HydrantCondition } from '../water/source_class.ts';
import type { PlacedSource } from '../water/water_leg.ts';
import type { HydrantBody, Position, RowEdit } from './edit.ts';
import type { SourceData, TownData } from './town_data.ts';

/** Labels of water other than hydrants: after every hydrant, added ones too. */
const FIRST_OTHER_LABEL = 1 << 24;

type SourcePlace = Pick<PlacedSource, 'edge' | 'along_mm' | 'offset_mm'>;

/** What edits make of hydrants and other water. */
export class SourceEdits {
  readonly #data: TownData;
  readonly #walkways: Walkways;
  readonly #hydrant_at: ReadonlyMap<number, number>;
  readonly #hydrant_count: number;
  readonly #placed = new Map<number, { at_deg: Position; place: SourcePlace | null }>();

  constructor(data: TownData, walkways: Walkways) {
    this.#data = data;
    this.#walkways = walkways;
    const hydrants = data.sources.flatMap(({ layer, id }, i) =>
      layer === 'hydrant' ? [[id, i] as const] : [],
    );
    this.#hydrant_at = new Map(hydrants);
    this.#hydrant_count = hydrants.length;
  }

  /** Every source by its label, as it stands without edits; null where it plays no part. */
  *base(): Generator<[label: number, source: PlacedSource | null]> {
    for (let i = 0; i < this.#data.sources.length; i++) {
      const label = this.#labelAt(i);
      yield [label, placedAsItWas(this.#data.sources[i], label)];
    }
  }

  /** The sources that edits touch, by label: what they are now. Edits of rows the town does not hold are passed over. */
  edited(hydrants: ReadonlyMap<number, RowEdit<HydrantBody>>): Map<number, PlacedSource | null> {
    const sources = new Map<number, PlacedSource | null>();
    const added = [...hydrants].filter(([, edit]) => edit.added).map(([row]) => row);
    added.sort((a, b) => a - b);
    for (const [row, edit] of hydrants) {
      const at = this.#hydrant_at.get(row);
      if (at === undefined && !edit.added) continue;
      const label = at === undefined ? this.#hydrant_count + added.indexOf(row) : this.#labelAt(at);
      const before = at === undefined ? null : this.#data.sources[at];
      sources.set(label, edit.removed ? null : this.#source(label, row, edit, before));
    }
    return sources;
  }

  /** What a label stands for without edits. */
  baseOf(label: number): PlacedSource | null {
    if (label >= this.#hydrant_count) return null;
    return placedAsItWas(this.#data.sources[label], label);
  }

  /** The place of a hydrant that edits put somewhere, null where no way is. */
  placeOf(row: number): SourcePlace | null {
    return this.#placed.get(row)?.place ?? null;
  }

  #source(
    label: number,
    row: number,
    edit: RowEdit<HydrantBody>,
    before: SourceData | null,
  ): PlacedSource | null {
    const condition = { ...before?.condition, ...edit.body } as HydrantCondition;
    const { source_class } = judgeHydrant(condition, this.#data.rules.rules);
    const place = edit.at_deg
      ? this.#place(row, edit.at_deg)
      : before && before.edge !== NONE
        ? { edge: before.edge, along_mm: before.along_mm, offset_mm: before.offset_mm }
        : null;
    return place && { ...place, source: label, source_class };
  }

  #place(row: number, at_deg: Position): SourcePlace | null {
    const kept = this.#placed.get(row);
    if (kept && kept.at_deg[0] === at_deg[0] && kept.at_deg[1] === at_deg[1]) return kept.place;
    const at = this.#walkways.placeOf(at_deg[0], at_deg[1]);
    const place = at && {
      edge: at.edge,
      along_mm: at.along_mm,
      offset_mm: Math.floor(at.straight_m * 1000 + 0.5),
    };
    this.#placed.set(row, { at_deg, place });
    return place;
  }

  /** Hydrants come first in the list, so their place in it is their label. */
  #labelAt(place: number): number {
    return place < this.#hydrant_count ? place : FIRST_OTHER_LABEL + place;
  }
}

const placedAsItWas = (
  { edge, along_mm, offset_mm, source_class }: SourceData,
  source: number,
): PlacedSource | null => (edge === NONE ? null : { source, source_class, edge, along_mm, offset_mm });
