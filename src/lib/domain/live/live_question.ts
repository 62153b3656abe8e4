import type { VehicleCode } from '../rules/rule_set.ts';
import type { Edit } from './edit.ts';

/** Everything a live answer follows from, besides the town: always the whole of it, never a difference. */
export interface LiveQuestion {
  /** 'best': over one run per vehicle that stations own. */
  vehicle: VehicleCode | 'best';
  cutoff_s: number;
  /** Fills the turn-out of stations without one of their own; null takes the rule set's by kind. */
  turnout_s: number | null;
  edits: readonly Edit[];
}
