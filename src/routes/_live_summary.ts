import type { Summary } from '$lib/contract/api';
import type { LiveUpdate } from '$lib/contract/live_messages';

/** The summary with the buildings as a live answer counts them. */
export const liveSummary = (summary: Summary, { all }: LiveUpdate): Summary => ({
  ...summary,
  buildings: {
    total: all.buildings,
    by_verdict: all.verdicts,
    arrives_water_unknown: all.arrives_water_unknown,
    unassessed: 0,
  },
});
