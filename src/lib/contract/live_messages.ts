import type { FeatureCollection } from 'geojson';
import type { CoverageCounts } from '../domain/coverage/coverage_counts.ts';
import type { BuildingColumns, ObstacleData, SourceData, StationData } from '../domain/live/town_data.ts';
import type { PlacedRow } from '../domain/live/live_answer.ts';
import type { BackupCounts, LiveBackup } from '../domain/live/live_backup.ts';
import type { LiveQuestion } from '../domain/live/live_question.ts';
import type { StreetSegments } from '../domain/live/street_segments.ts';
import type { RuleSet } from '../domain/rules/rule_set.ts';

/** What the page and the engine's worker tell one another; columns are handed over, not copied. */

/** To the worker: `open` once, then one call at a time. */
export type LiveRequest =
  | { kind: 'open'; network_url: string; question: LiveQuestion }
  | { [Kind in CallKind]: { kind: Kind; call: number; input: CallInputs[Kind] } }[CallKind];

/** From the worker. `call` is that of the request; null where no call is to blame. */
export type LiveReply =
  | { kind: 'progress'; share: number }
  | { kind: 'opened'; town: OpenedTown }
  | { kind: 'done'; call: number; result: CallResults[CallKind] }
  | { kind: 'failed'; call: number | null; failure: LiveFailure };

export interface CallInputs {
  ask: LiveQuestion;
  /** Both of the question answered last. */
  rings: null;
  backup: null;
}
export interface CallResults {
  ask: LiveUpdate;
  rings: FeatureCollection;
  backup: BackupCover;
}
export type CallKind = keyof CallInputs;

/** What one question comes to; columns as in LiveAnswer. */
export interface LiveUpdate {
  /** Grows with every question. */
  seq: number;
  /** Time the engine took. */
  update_ms: number;
  all: CoverageCounts;
  by_area: [number | '', CoverageCounts][];
  verdict: Uint8Array;
  edge_picture: Float32Array;
  /** Where things that were added or moved touch a street or way. */
  placed: PlacedRow[];
}

/** Who comes second and third; columns as in LiveBackup. */
export interface BackupCover extends Omit<LiveBackup, 'by_area'> {
  by_area: [number | '', BackupCounts][];
}

/** What a map needs of a town in the worker. */
export interface OpenedTown {
  stamp: string;
  rules: RuleSet;
  buildings: Pick<BuildingColumns, 'count' | 'id' | 'lon_deg' | 'lat_deg' | 'area_id'>;
  segments: StreetSegments;
  stations: StationData[];
  obstacles: ObstacleData[];
  sources: SourceData[];
  /** The answer to the question it was opened with. */
  base: LiveUpdate;
}

/**
 * Why there is no answer. network: the server was not heard; no-area, too-large, server: it said so; damaged: what it
 * sent is no whole town of a version known here; question: steps or figures that cannot be applied; engine: a
 * mistake of the program.
 */
export const LIVE_FAULTS = [
  'network',
  'no-area',
  'too-large',
  'server',
  'damaged',
  'question',
  'engine',
] as const;
export type LiveFault = (typeof LIVE_FAULTS)[number];

export interface LiveFailure {
  fault: LiveFault;
  message: string;
}
