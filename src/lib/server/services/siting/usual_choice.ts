import { BadInput } from '../../../contract/errors.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { RuleSet, VehicleCode } from '../../../domain/rules/rule_set.ts';
import type { SiteKind } from './site_plan.ts';

/** Hydrants are for pumpers; a micro station's vehicle is the small one. */
export const USUAL_VEHICLE: Record<SiteKind, VehicleCode> = { hydrant: 'pumper', 'micro-station': 'mini' };
/** As runs of coverage are asked for. */
const HYDRANT_CUTOFF_S = 300;

/**
 * The cutoff of a question that names none: 300 s for hydrants, the rule set's `micro.arrival_s` for micro stations.
 *
 * @throws BadInput where the rule set has no time for micro stations.
 */
export function usualCutoff_s(what: SiteKind, { code, rules }: RuleSet): number {
  if (what === 'hydrant') return HYDRANT_CUTOFF_S;
  const rule = ruleOf(rules, 'micro.arrival_s');
  if (!rule) {
    throw new BadInput('no-cutoff', `Rule set "${code}" has no micro.arrival_s: name a time with --cutoff`);
  }
  return rule.value;
}
