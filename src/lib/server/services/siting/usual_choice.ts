import type { RuleSet, VehicleCode } from '../../../domain/rules/rule_set.ts';
import type { SiteKind } from './site_plan.ts';

/** Hydrants are for pumpers; a micro station's vehicle is the small one. */
export const USUAL_VEHICLE: Record<SiteKind, VehicleCode> = { hydrant: 'pumper', 'micro-station': 'mini' };
/** Key-unit micro station standard, part 5: on the scene within three minutes. */
const MICRO_ARRIVAL_S = 180;
const HYDRANT_CUTOFF_S = 300;

/** The cutoff of a question that names none: 300 s for hydrants, the rule set's time on scene for micro stations. */
export const usualCutoff_s = (what: SiteKind, { rules }: RuleSet): number =>
  what === 'hydrant' ? HYDRANT_CUTOFF_S : (rules['micro.arrival_s']?.value ?? MICRO_ARRIVAL_S);
