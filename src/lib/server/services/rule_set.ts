import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../../contract/errors.ts';
import { ruleSetSchema } from '../../contract/rule_set.ts';
import type { RuleSet } from '../../domain/rules/rule_set.ts';
import { LOCAL_ADMINISTRATOR, type ActingDatabase, type Database, type Queryable } from '../db/database.ts';
import { projectRoot } from '../db/project_root.ts';

/**
 * Brings the rule sets shipped in geodata/rules into the tables, and the vehicle types of the default one. A version
 * shipped anew replaces its own row; which version of a code is current is chosen here only where none is.
 */
export async function loadRuleSets(db: Database): Promise<void> {
  const folder = join(projectRoot(), 'geodata', 'rules');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  const rule_sets = await Promise.all(files.map((name) => readShipped(join(folder, name))));
  await db.as(LOCAL_ADMINISTRATOR).transaction(async (tx) => {
    for (const rules of rule_sets) await store(tx, rules);
    const shipped = rule_sets.find(({ code }) => code === 'cn');
    if (shipped) await storeVehicles(tx, shipped);
  });
}

/**
 * The current version of a rule set.
 *
 * @throws BadInput naming the codes there are.
 */
export async function readRuleSet(db: ActingDatabase, code: string): Promise<RuleSet> {
  const rows = await db.query<{ code: string; body: unknown }>(
    'select code, body from rule_set where is_current order by code',
  );
  const row = rows.find((each) => each.code === code);
  if (!row) {
    const codes = rows.map((each) => each.code).join(', ');
    throw new BadInput('no-rule-set', `There is no rule set "${code}"; there are: ${codes}`);
  }
  return ruleSetSchema.parse(row.body);
}

async function readShipped(path: string): Promise<RuleSet> {
  const parsed = ruleSetSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (!parsed.success) throw new Error(`${path}: ${parsed.error.message}`);
  return parsed.data;
}

async function store(tx: Queryable, rules: RuleSet): Promise<void> {
  await tx.query(
    `insert into rule_set (code, version, name_zh, name_en, body, is_current)
     values ($1, $2, $3, $4, $5::jsonb, not exists (select from rule_set where code = $1 and is_current))
     on conflict (code, version) do update
       set name_zh = excluded.name_zh, name_en = excluded.name_en, body = excluded.body, loaded_at = now()
       where rule_set.body is distinct from excluded.body`,
    [rules.code, rules.version, rules.name_zh, rules.name_en, JSON.stringify(rules)],
  );
}

async function storeVehicles(tx: Queryable, rules: RuleSet): Promise<void> {
  const rows = Object.entries(rules.vehicles).map(([code, { speed_kmh, ...vehicle }]) => ({
    code,
    ...vehicle,
    main_kmh: speed_kmh.main,
    side_kmh: speed_kmh.side,
    lane_kmh: speed_kmh.lane,
  }));
  await tx.query(
    `insert into vehicle_type select * from jsonb_populate_recordset(null::vehicle_type, $1::jsonb)
     on conflict (code) do update set width_m = excluded.width_m, height_m = excluded.height_m,
       passes_clear_width_m = excluded.passes_clear_width_m, weight_t = excluded.weight_t,
       turning_radius_m = excluded.turning_radius_m, main_kmh = excluded.main_kmh, side_kmh = excluded.side_kmh,
       lane_kmh = excluded.lane_kmh, attack_hose_m = excluded.attack_hose_m, supply_hose_m = excluded.supply_hose_m
       where vehicle_type is distinct from excluded`,
    [JSON.stringify(rows)],
  );
}
