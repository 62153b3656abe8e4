import { summarySchema } from '$lib/contract/api';
import type { OpenedDatabase } from '$lib/server/db/open_database';
import { readRuleSet } from '$lib/server/services/rule_set';
import { summary } from '$lib/server/services/summary';
import type { PageData as MapPageData } from '$lib/state/map_page.svelte';
import type { PageServerLoad } from './$types';

const DEFAULT_RULE_SET = 'cn';

export const load: PageServerLoad = async ({ locals }) => {
  const state = await locals.database();
  if (state.kind === 'none') return page({ kind: 'none', detail: state.folder });
  if (state.kind === 'held') return page({ kind: 'held', detail: state.message });
  const first = summarySchema.parse(await summary(state.database, locals.actor));
  const code = first.run?.rule_set_code ?? DEFAULT_RULE_SET;
  return page({ kind: 'open', summary: first }, await laneRule(state.database, locals, code));
};

const page = (first: MapPageData, lane: LaneRule | null = null) => ({ first, lane });

interface LaneRule {
  complies_m: number;
  clause: string;
  /** Least clear width by vehicle. */
  passes_m: Record<string, number>;
  /** What a street nobody measured is taken for, by class. */
  estimated_width_m: Record<string, number | null>;
}

async function laneRule(database: OpenedDatabase, { actor }: App.Locals, code: string): Promise<LaneRule> {
  const { rules, vehicles, estimated_width_m } = await readRuleSet(database.as(actor), code);
  const rule = rules['lane.clear_width_m'];
  return {
    complies_m: rule.value,
    clause: rule.clause,
    estimated_width_m,
    passes_m: Object.fromEntries(
      Object.entries(vehicles).map(([vehicle, { passes_clear_width_m }]) => [vehicle, passes_clear_width_m]),
    ),
  };
}
