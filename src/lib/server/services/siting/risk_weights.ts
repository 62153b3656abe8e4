import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { RuleSet } from '../../../domain/rules/rule_set.ts';
import { riskFactor, type RiskFactor } from '../../../domain/siting/risk_factor.ts';
import { useGroup } from '../../../domain/water/use_group.ts';
import type { ActingDatabase } from '../../db/database.ts';
import { riskRows } from '../../queries/risk_rows.ts';
import type { Town } from '../town/load_town.ts';

/** Factors of all buildings of a town, in its order. */
export async function riskFactors(
  db: ActingDatabase,
  buildings: Town['buildings'],
  { rules }: RuleSet,
): Promise<RiskFactor[]> {
  const rows = await riskRows(db, ruleOf(rules, 'risk.hazard_near_m')?.value ?? 0);
  const by_id = new Map(rows.map((row) => [row.building_id, row]));
  return buildings.map(({ id, use, height_m, floors }) => {
    const row = by_id.get(id);
    if (!row) return { factor: 1, risks: [] };
    return riskFactor({ ...row, use, height_m, floors, is_home: useGroup(use) === 'home' }, rules);
  });
}
