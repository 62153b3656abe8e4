import type { Walkways } from '../coverage/walkways.ts';
import { NONE } from '../network/network.ts';
import { deadEndAt, MainIndex, type MainLine } from '../water/nearest_main.ts';
import { judgeHydrant, type HydrantCondition } from '../water/source_class.ts';
import type { SourceFigures } from '../water/source_figures.ts';
import type { PlacedSource } from '../water/water_leg.ts';
import type { HydrantBody, Position, RowEdit } from './edit.ts';
import type { LiveSource } from './live_water.ts';
import { DEAD_ENDS, type MainColumns, type SourceData, type TownData } from './town_data.ts';

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
  /** Built when a hydrant is first put somewhere. */
  #mains: MainIndex<MainLine> | null = null;

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
  *base(): Generator<[label: number, source: LiveSource | null]> {
    for (let i = 0; i < this.#data.sources.length; i++) {
      const label = this.#labelAt(i);
      yield [label, placedAsItWas(this.#data.sources[i], label)];
    }
  }

  /** The sources that edits touch, by label: what they are now. Edits of rows the town does not hold are passed over. */
  edited(hydrants: ReadonlyMap<number, RowEdit<HydrantBody>>): Map<number, LiveSource | null> {
    const sources = new Map<number, LiveSource | null>();
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
  baseOf(label: number): LiveSource | null {
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
  ): LiveSource | null {
    const condition = { ...before?.condition, ...edit.body } as HydrantCondition;
    const { source_class } = judgeHydrant(condition, this.#data.rules.rules);
    const place = edit.at_deg
      ? this.#place(row, edit.at_deg)
      : before && before.edge !== NONE
        ? { edge: before.edge, along_mm: before.along_mm, offset_mm: before.offset_mm }
        : null;
    return (
      place && { ...place, source: label, source_class, figures: this.#figures(condition, edit, before) }
    );
  }

  /** A hydrant that edits put somewhere is on the main it stands by there. */
  #figures(
    { flow_lps }: HydrantCondition,
    { at_deg }: RowEdit<HydrantBody>,
    before: SourceData | null,
  ): SourceFigures {
    if (!at_deg) return { ...before!.figures, flow_lps };
    this.#mains ??= new MainIndex(mainLines(this.#data.mains));
    const dead_end = deadEndAt(this.#mains, at_deg, this.#data.rules.rules);
    return { kind: 'hydrant', flow_lps, volume_m3: null, dead_end, points_deg: at_deg };
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
  { edge, along_mm, offset_mm, source_class, figures }: SourceData,
  source: number,
): LiveSource | null => (edge === NONE ? null : { source, source_class, figures, edge, along_mm, offset_mm });

const mainLines = ({ dead_end, first_vertex, coords_deg }: MainColumns): MainLine[] =>
  Array.from(dead_end, (code, main) => ({
    dead_end: DEAD_ENDS[code],
    coords_deg: coords_deg.subarray(2 * first_vertex[main], 2 * first_vertex[main + 1]),
  }));
