import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { Pick, PickKind, TownLayerId } from '../../contract/map_address.ts';
import type { Verdict } from '../../domain/coverage/verdict.ts';
import type { Messages } from '../../format/messages.ts';
import type { Palette } from '../palette.ts';
import type { SymbolName } from '../symbols.ts';
import type { WhatIfStyle } from './what_if.ts';

/** Widths that judge a street, metres, from the rule set of the run. */
export interface LaneWidths {
  /** Narrower than this the vehicle does not pass. */
  passes_m: number;
  /** Narrower than this the street breaks the fire lane rule. */
  complies_m: number;
  clause: string;
  /** What the rule set takes for a street nobody measured, by class; null or absent leaves it unknown. */
  estimated_width_m: Readonly<Record<string, number | null>>;
}

export interface StyleInput {
  palette: Palette;
  /** Where data comes from: scheme, host and port. */
  origin: string;
  /** The coverage run that colours the map; null before there is one. */
  run_id: number | null;
  picked: Pick | null;
  area_id: number | null;
  lane: LaneWidths;
  /** Layers whose own data is wanted: those that were shown at least once. */
  wanted: ReadonlySet<TownLayerId>;
  /** Null while nobody asks what if. */
  what_if: WhatIfStyle | null;
}

/** One line of a legend: how it looks and what it says. */
export type LegendEntry = { label: (words: Messages, lane: LaneWidths) => string } & (
  | { kind: 'verdict'; verdict: Verdict | null }
  | { kind: 'symbol'; symbol: SymbolName }
  | { kind: 'line'; colour: keyof Palette; dashed?: boolean; dotted?: boolean; cased?: boolean }
  | { kind: 'fill'; colour: keyof Palette; outlined?: boolean }
);

/** One layer of the rail: all it draws, what it needs, what its marks mean and what a click on it picks. */
export interface TownLayer {
  id: TownLayerId;
  legend: readonly LegendEntry[];
  /** Sources of its own, beside the tiles of the town. */
  sources?: (input: StyleInput) => Record<string, SourceSpecification>;
  style: (input: StyleInput) => LayerSpecification[];
  /** Which of its style layers answer a click, and what they pick. */
  picks: Readonly<Record<string, PickKind>>;
}
