import type { FeatureCollection } from 'geojson';
import type { SegmentColumns } from './arrival_segments.ts';

export type HandleLayer = 'station' | 'obstacle' | 'hydrant';

/** What a map draws of a town under a what-if; columns are by building. */
export interface WhatIfTown {
  /** Equal stamps mean equal data. */
  stamp: string;
  buildings: { id: Float64Array; lon_deg: Float64Array; lat_deg: Float64Array };
  segments: SegmentColumns;
  /** Times that part the bands of arrival. */
  rules: { rings_s: readonly number[] };
}

/** What one answer of the engine shows; see LiveAnswer. */
export interface WhatIfUpdate {
  /** Index into VERDICTS, one a building. */
  verdict: Uint8Array;
  edge_picture: Float32Array;
  /** Where what was moved or added works from a street. */
  placed: readonly { layer: string; row: number; lon_deg: number; lat_deg: number }[];
}

/** Something a person may take hold of. */
export interface Handle {
  layer: HandleLayer;
  row: number;
  lon_deg: number;
  lat_deg: number;
  /** Exists only in the what-if. */
  added: boolean;
  changed: boolean;
  label: string;
  /** Drawing of the handle where it is not the one of its layer. */
  kind?: string;
}

export interface WhatIf {
  town: WhatIfTown;
  update: WhatIfUpdate;
  /** The answer to the same question without edits: what is gained and lost is against it. */
  base: WhatIfUpdate;
  handles: readonly Handle[];
  /** What the next click on the map does; null: it picks. */
  tool: string | null;
  cutoff_s: number;
  /** Verdicts the tiles carry, null where they carry none; the base's where it is not given. */
  tile_verdict?: Uint8Array | null;
  /** Rows of the database that the what-if takes away: their marks are hidden. */
  removed?: readonly { layer: HandleLayer; row: number }[];
  /** Streets the what-if closes, by feature id. */
  closed_streets?: readonly number[];
  /** Rings of the state as it is now, in the form of rings.geojson. */
  rings?: FeatureCollection | null;
}

/** Two states of the same buildings, the left one left of `share` of the map's width. */
export interface Compare {
  /** Index into VERDICTS, by building_ids. */
  left: Uint8Array;
  right: Uint8Array;
  building_ids: Float64Array;
  /** Of the width, 0-1. */
  share: number;
  /** Verdicts the tiles carry; null or absent where they carry none or nobody knows. */
  tile_verdict?: Uint8Array | null;
  left_label?: string;
  right_label?: string;
  /** Says what the slider does, for those who do not see it. */
  slider_label?: string;
}

/** What a person points at with a tool in hand, by the word its name holds: "close-street", "clear-obstacle". */
export const toolTarget = (tool: string | null): 'street' | 'obstacle' | 'place' | null => {
  if (tool === null) return null;
  if (/clear|remove/.test(tool)) return 'obstacle';
  return /close|street|width/.test(tool) ? 'street' : 'place';
};
