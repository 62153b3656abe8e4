import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { Town } from '../town/load_town.ts';

/**
 * By street, the longest that hydrants may stand apart, metres: `hydrant.spacing_m`; in an area of which it is recorded that
 * buildings of low fire resistance prevail `rural.hydrant_spacing_low_resistance_m`, where the rule set holds it and it asks
 * for more (GB 50039-2010 5.0.x, from memory: check the official text). Null where the rule set has no spacing.
 */
export function spacingOfStreets(
  town: Pick<Town, 'rules' | 'areas' | 'street_labels'>,
): Float64Array<ArrayBuffer> | null {
  const { rules } = town.rules;
  const usual = ruleOf(rules, 'hydrant.spacing_m');
  if (!usual) return null;
  const low = ruleOf(rules, 'rural.hydrant_spacing_low_resistance_m');
  const low_m = Math.min(usual.value, low?.value ?? Infinity);
  const low_areas = new Set(town.areas.filter((area) => area.low_fire_resistance).map(({ id }) => id));
  return Float64Array.from(town.street_labels, ({ area_id }) =>
    area_id !== null && area_id !== undefined && low_areas.has(area_id) ? low_m : usual.value,
  );
}
