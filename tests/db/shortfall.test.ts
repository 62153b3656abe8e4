import type { FeatureCollection } from 'geojson';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  measureFirstAnswerSchema,
  shortfallAnswerSchema,
  shortfallListQuerySchema,
  shortfallQuerySchema,
  type ShortfallAnswer,
} from '../../src/lib/contract/api_shortfall.ts';
import {
  shortfallListAnswerSchema,
  streetRatesAnswerSchema,
  type StreetRate,
} from '../../src/lib/contract/api_shortfall_list.ts';
import { SHORTFALL_FIGURE_NAMES, SHORTFALL_FIGURES } from '../../src/lib/contract/shortfall_figures.ts';
import { waterSheetQuerySchema, waterSheetSchema } from '../../src/lib/contract/api_water_sheet.ts';
import { LOCAL_ADMINISTRATOR, type Actor, type Database } from '../../src/lib/server/db/database.ts';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { runCoverage } from '../../src/lib/server/services/coverage/run_coverage.ts';
import { loadRuleSets, readRuleSet } from '../../src/lib/server/services/rule_set.ts';
import { loadTown } from '../../src/lib/server/services/town/load_town.ts';
import { readOnRecord } from '../../src/lib/server/services/water/record_files.ts';
import { writeWaterFiles } from '../../src/lib/server/services/water/water_files.ts';
import { readCsv } from '../support/read_csv.ts';
import {
  measureFirstOf,
  shortfall,
  shortfallList,
  shortfallTrend,
  streetRatesOf,
} from '../../src/lib/server/services/shortfall/shortfall.ts';
import { waterSheet } from '../../src/lib/server/services/shortfall/water_sheet.ts';
import { fillSmallTown } from '../support/small_town.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const ADMIN = LOCAL_ADMINISTRATOR;
const headOf = (...areas: number[]): Actor => ({ account_id: 1, name: 'village head', areas });
const ON = '2026-11-22';
type Done<T> = Extract<T, { state: 'done' }>;

/** Asks until it is worked out. */
async function done<T extends { state: string }>(ask: () => Promise<T>): Promise<Done<T>> {
  for (;;) {
    const answer = await ask();
    if (answer.state === 'done') return answer as Done<T>;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describeOnBothDrivers('shortfall', (open) => {
  let db: Database;
  let answer: Done<ShortfallAnswer>;
  const sql = <Row = Record<string, unknown>>(text: string, parameters: (string | number)[] = []) =>
    db.as(ADMIN).query<Row>(text, parameters);
  const ask = (actor = ADMIN, query: Record<string, string> = {}) =>
    done(() => shortfall(db, actor, shortfallQuerySchema.parse({ on: ON, ...query })));
  const list = async (
    area: number | 'all' | 'none',
    figure: (typeof SHORTFALL_FIGURE_NAMES)[number],
    query: Record<string, string> = {},
    actor = ADMIN,
  ) => {
    const asked = shortfallListQuerySchema.parse({ on: ON, limit: '200', ...query });
    return done(async () => {
      const found = await shortfallList(db, actor, area, figure, asked);
      if (found === 'no-area' || found === 'no-rule') throw new Error(found);
      return shortfallListAnswerSchema.parse(found);
    });
  };

  /** A town round both villages, one of them without mains; rows in the smallest area that holds them. */
  async function makeTree() {
    const [{ id }] = await sql<{ id: number }>(
      `insert into area (source, source_id, kind, name, area_m2, point, geom)
       select 'made', 'town', 'town', '示例镇', 1e9, st_centroid(g), st_multi(g)
       from (select st_makeenvelope(118, 24.4, 118.3, 24.6, 4326) as g) town returning id`,
    );
    await sql('update area set parent_id = $1::bigint where id <> $1::bigint', [id]);
    await sql(`update area set has_mains = name = '东坊村' where kind = 'village'`);
    for (const [table, at] of [
      ['hydrant', 't.geom'],
      ['building', 't.point'],
      ['water_source', 't.point'],
      ['street', 'st_lineinterpolatepoint(t.geom, 0.5)'],
    ]) {
      await sql(
        `update ${table} t set area_id = (select a.id from area a where st_covers(a.geom, ${at})
           order by a.area_m2 limit 1)`,
      );
    }
    await sql(`update street set name = '路' || id`);
    await sql(`update water_source set truck_access = true, status = 'broken' where kind = 'pond'`);
    await sql(
      `insert into water_source (source, source_id, kind, status, volume_m3, point, geom, area_id)
       select 'made', 'pool' || n, 'pool', case n when 1 then 'working' else 'unknown' end, 40 * n, point, point, id
       from area, generate_series(1, 2) n where name = '西埔村'`,
    );
    await sql(
      `insert into water_source_check (water_source_id, checked_on, status)
       select id, '2026-10-01'::date, status from water_source where source_id = 'pool1'`,
    );
    await sql(
      `insert into hydrant (source, source_id, status, geom)
       values ('made', 'far', 'working', st_setsrid(st_makepoint(120, 30), 4326))`,
    );
  }

  beforeAll(async () => {
    db = await open();
    await loadRuleSets(db);
    await fillSmallTown(db.as(ADMIN));
    await makeTree();
    await sql(
      `insert into hydrant_test (hydrant_id, tested_on, status, flow_lps, static_pressure_mpa)
       select id, '2026-10-01'::date, status, flow_lps, 0.1 from hydrant where id % 3 = 0`,
    );
    await sql(
      `insert into repair_order (hydrant_id, opened_on, due_on, fault)
       select id, '2026-09-01'::date, '2026-10-01'::date, 'valve' from hydrant where status = 'broken' and id % 2 = 0`,
    );
    const [{ id }] = await sql<{ id: number }>(`select id from area where kind = 'town'`);
    await sql(
      `insert into target (area_id, measure, value, unit, due_on, source)
       values ($1::bigint, 'hydrant.count', 1000, 'count', '2026-12-31', 'plan'),
         ($1::bigint, 'hydrant.working_rate', 0.5, 'share', '2026-12-31', 'plan')`,
      [id],
    );
    answer = await ask();
  }, 180_000);

  it('an answer as the contract says', () => {
    expect(shortfallAnswerSchema.parse(answer)).toEqual(answer);
    expect(answer.areas.length).toBeGreaterThan(1);
    expect(answer.totals.hydrants).toBeGreaterThan(0);
  });

  it('every figure of every area is the length of its list, or the sum of its amounts', async () => {
    for (const figure of SHORTFALL_FIGURE_NAMES) {
      const asked: { area: number | 'all' | 'none'; branch: string; expected: number | null }[] = [
        { area: 'all', branch: '0', expected: answer.totals[figure] },
        ...answer.areas.flatMap(({ area_id, own, branch }) => [
          { area: area_id ?? ('none' as const), branch: '0', expected: own[figure] },
          { area: area_id ?? ('none' as const), branch: '1', expected: branch[figure] },
        ]),
      ];
      for (const { area, branch, expected } of asked) {
        if (expected === null) continue;
        const { total, amount, rows } = await list(area, figure, { branch });
        const is = SHORTFALL_FIGURES[figure].unit === 'count' ? total : amount;
        expect(is, `${figure} of ${area}, branch ${branch}`).toBeCloseTo(expected, 6);
        expect(rows.length).toBe(Math.min(200, total));
      }
    }
  });

  it('own figures add up to the totals, branches to the sums of their areas', () => {
    for (const figure of SHORTFALL_FIGURE_NAMES) {
      if (figure === 'missing_to_target' || answer.totals[figure] === null) continue;
      const sum = answer.areas.reduce((all, { own }) => all + (own[figure] ?? 0), 0);
      expect(sum, figure).toBeCloseTo(answer.totals[figure], 6);
    }
  });

  it('counts what plain SQL counts', async () => {
    const [plain] = await sql<Record<string, number>>(
      `with latest as (
         select h.*, greatest(h.tested_on, (select max(t.tested_on) from hydrant_test t where t.hydrant_id = h.id)) as seen
         from hydrant h)
       select count(*) as hydrants, count(*) filter (where status = 'working') as working,
         count(*) filter (where status = 'broken') as broken, count(*) filter (where status = 'unknown') as status_unknown,
         count(*) filter (where seen is null) as never_tested,
         count(*) filter (where '2026-11-22'::date - seen > 90) as overdue,
         count(*) filter (where status <> 'broken' and flow_lps < 15) as low_flow,
         (select count(*) from repair_order where done_on is null) as repairs_open,
         (select count(*) from repair_order where done_on is null and due_on < '2026-11-22') as repairs_overdue,
         count(*) filter (where status = 'broken' and not exists (select from repair_order o
           where o.hydrant_id = latest.id and o.done_on is null)) as broken_without_order
       from latest`,
    );
    for (const [figure, count] of Object.entries(plain)) {
      expect(answer.totals[figure as keyof typeof answer.totals], figure).toBe(count);
    }
  });

  it('the rate is held against the area’s own target, else the rule', () => {
    const first = answer.areas.find(({ kind }) => kind === 'town')!;
    for (const { area_id, rate_target } of answer.areas) {
      if (area_id !== null) expect(rate_target).toMatchObject({ value: 0.5, area_id: first.area_id });
    }
    expect(first.rate_target).toMatchObject({ value: 0.5, source: 'plan', area_id: first.area_id });
    const none = answer.areas[answer.areas.length - 1];
    expect(none.area_id).toBeNull();
    expect(none.rate_target).toMatchObject({ value: 0.98, area_id: null });
    expect(first.own.missing_to_target).toBe(1000 - first.branch.hydrants!);
    expect(none.own.missing_to_target, 'nothing is asked for, nothing is reached').toBeNull();
  });

  it('what a village without mains lacks in store, by season', async () => {
    // Asked 100 m3 (rural.pool_volume_m3), held 40 in the working pool; the other is of unknown condition: measured first
    const village = answer.areas.find(({ name }) => name === '西埔村')!;
    expect(village.own).toMatchObject({ store_missing_m3: 60, places_missing: 1, stores_to_measure: 1 });
    const served = answer.areas.find(({ name }) => name === '东坊村')!;
    expect(served.own).toMatchObject({ store_missing_m3: 0, places_missing: 0 });
    const town = answer.areas.find(({ kind }) => kind === 'town')!;
    expect(town.own.store_missing_m3).toBeNull();
    expect(town.branch.store_missing_m3).toBe(60);
    const outside = answer.areas.find(({ area_id }) => area_id === null)!;
    expect(outside.branch, 'nobody knows').toMatchObject({ store_missing_m3: null, places_missing: null });
    // Pools monthly: checked 52 days ago. The broken pond with an access counts, the river without one does not
    expect(answer.totals).toMatchObject({ waters_overdue: 1, waters_never_checked: 2, waters_broken: 1 });
    const dry = await ask(ADMIN, { season: 'dry' });
    expect(dry.totals.store_missing_m3).toBe(60);
  });

  it('the working rate by street, of hydrants whose street nobody recorded too', async () => {
    const asked = shortfallListQuerySchema.parse({ on: ON });
    const { rows, total } = await done(async () =>
      streetRatesAnswerSchema.parse(await streetRatesOf(db, ADMIN, 'all', asked)),
    );
    expect(rows).toHaveLength(total);
    const sum = (pick: (row: StreetRate) => number) => rows.reduce((all, row) => all + pick(row), 0);
    expect(sum((row) => row.total)).toBe(answer.totals.hydrants);
    expect(sum((row) => row.working)).toBe(answer.totals.working);
    expect(sum((row) => row.overdue)).toBe(answer.totals.overdue);
    expect(rows.map(({ rate }) => rate)).toEqual(rows.map(({ rate }) => rate).toSorted((a, b) => a - b));
    expect(rows.some(({ street_name }) => street_name !== null)).toBe(true);
    const broken = await list('all', 'broken');
    expect(broken.rows.every(({ street_name }) => street_name !== null)).toBe(true);
  });

  it('the water sheet of a village: what each source is judged by, and both seasons', async () => {
    const village = answer.areas.find(({ name }) => name === '西埔村')!;
    const query = waterSheetQuerySchema.parse({ on: ON, season: 'dry' });
    const sheet = await done(async () =>
      waterSheetSchema.parse(await waterSheet(db, ADMIN, village.area_id!, query)),
    );
    expect(sheet.trail.map(({ name }) => name)).toEqual(['示例镇']);
    expect(sheet.sources.filter(({ layer }) => layer === 'hydrant')).toHaveLength(village.branch.hydrants!);
    const pool = sheet.sources.find(({ layer, status }) => layer === 'water_source' && status === 'working')!;
    expect(pool).toMatchObject({ kind: 'pool', source_class: 'weak', usable: 'unusable', overdue: true });
    expect(pool.checks.find(({ check }) => check === 'volume')).toMatchObject({
      outcome: 'fail',
      seen: 40,
      limit: 100,
      unit: 'm3',
    });
    const { wet, dry } = sheet.seasons;
    expect(wet.store).toMatchObject({
      kind: 'asked',
      need_m3: 100,
      held_m3: 40,
      missing_m3: 60,
      to_measure: 1,
    });
    for (const { buildings } of [wet, dry]) {
      const { total, pass, fail, unknown, circle_pass, circle_fail, circle_unknown } = buildings;
      expect(total).toBe(village.branch_beside.buildings);
      expect(pass + fail + unknown).toBe(total);
      expect(circle_pass + circle_fail + circle_unknown).toBe(total);
    }
    expect(dry.buildings.fail).toBeGreaterThanOrEqual(wet.buildings.fail);
    expect(wet.buildings.fail).toBe(village.branch.no_water);
    expect(
      await done(async () => (await waterSheet(db, ADMIN, 999_999, query)) ?? { state: 'done' as const }),
    ).toEqual({
      state: 'done',
    });
  });

  it('the files of the command line hold the same figures', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shortfall_'));
    const acting = db.as(ADMIN);
    const run = runCoverage(await loadTown(acting, await readRuleSet(acting, 'cn')), {
      vehicle: 'pumper',
      cutoff_s: seconds(300),
      turnout_s: null,
      station_kinds: null,
    });
    const summary = await writeWaterFiles(run, folder, ON, await acting.transaction(readOnRecord));
    const rows = async (name: string) => readCsv(await readFile(join(folder, name), 'utf8'));
    const pumper = await ask(ADMIN, { vehicle: 'pumper' });
    expect(summary.shortfall).toEqual(pumper.totals);
    const table = await rows('shortfall.csv');
    expect(table.map(({ area_id }) => area_id)).toEqual(
      pumper.areas.map(({ area_id }) => String(area_id ?? '')),
    );
    table.forEach((row, i) => {
      for (const figure of SHORTFALL_FIGURE_NAMES) {
        for (const of of ['own', 'branch'] as const) {
          const text = row[`${of}_${figure}`];
          const value = pumper.areas[i][of][figure];
          if (value === null) expect(text).toBe('');
          else expect(Number(text)).toBeCloseTo(value, 2);
        }
      }
    });
    const repairs = await rows('repairs.csv');
    expect(repairs.filter(({ overdue }) => overdue === '1')).toHaveLength(pumper.totals.repairs_overdue!);
    expect(repairs.filter(({ order_id }) => order_id === '')).toHaveLength(
      pumper.totals.broken_without_order!,
    );
    const measured = await rows('measure_first.csv');
    expect(measured.slice(0, 10).map(({ layer, id, buildings }) => [layer, +id, +buildings])).toEqual(
      pumper.measure_first.rows.map(({ layer, id, buildings }) => [layer, id, buildings]),
    );
    const gaps = await rows('street_gaps.csv');
    const trend = await rows('trend.csv');
    for (const { area_id, own } of pumper.areas) {
      const here = String(area_id ?? '');
      expect(gaps.filter((gap) => gap.area_id === here && gap.side === '')).toHaveLength(own.street_gaps!);
      const now = trend.filter((point) => point.area_id === here).at(-1);
      if (now) expect(now).toMatchObject({ month: '2026-11', total: String(own.hydrants) });
    }
    expect(trend.length).toBeGreaterThan(0);
    const { features } = JSON.parse(
      await readFile(join(folder, 'by_rule.geojson'), 'utf8'),
    ) as FeatureCollection;
    expect(features).toHaveLength(pumper.totals.missing_by_rule!);
    const areas = await rows('areas.csv');
    const sum = (name: string) => areas.reduce((all, row) => all + Number(row[name]), 0);
    expect(sum('missing_by_rule')).toBe(summary.missing_by_rule);
    expect(sum('missing_by_rule_bound')).toBe(summary.missing_by_rule_bound);
    expect(sum('street_gap_m')).toBeCloseTo(summary.gap_m!, 1);
  });

  it('measuring first is ranked, falls, and adds up', async () => {
    const { measure_first, totals } = answer;
    expect(measure_first.water_unknown).toBe(totals.water_unknown);
    expect(measure_first.need_unknown).toBe(totals.need_unknown);
    const asked = shortfallListQuerySchema.parse({ on: ON });
    const whole = await done(async () =>
      measureFirstAnswerSchema.parse(await measureFirstOf(db, ADMIN, 'all', asked)),
    );
    expect(whole.rows).toHaveLength(whole.total);
    expect(whole.rows.slice(0, 10)).toEqual(measure_first.rows);
    let sum = 0;
    for (const { buildings, cumulative } of whole.rows) expect(cumulative).toBe((sum += buildings));
    expect(sum).toBe(whole.settled_by_all);
  });

  it('a village head sees the own area alone', async () => {
    const area = answer.areas.find(({ own }) => own.hydrants! > 0)!;
    const own = await ask(headOf(area.area_id!));
    expect(own.areas.map(({ area_id }) => area_id)).toEqual([area.area_id]);
    expect(own.totals.hydrants).toBe(area.own.hydrants);
    const asked = shortfallListQuerySchema.parse({ on: ON });
    const other = answer.areas.find(({ area_id }) => area_id !== null && area_id !== area.area_id)!;
    expect(await shortfallList(db, headOf(area.area_id!), other.area_id!, 'hydrants', asked)).toBe('no-area');
    const nobody = await ask(headOf());
    expect(nobody).toMatchObject({ areas: [], totals: { hydrants: 0, no_water: 0 } });
  });

  it('the trend ends with what is on record now', async () => {
    const trend = (await shortfallTrend(db, ADMIN, 'all', { on: ON, branch: false }))!.trend;
    expect(trend).toEqual(answer.trend);
    expect(trend.at(-1)?.month).toBe('2026-11');
    expect(await shortfallTrend(db, ADMIN, 999_999, { on: ON, branch: false })).toBeNull();
  });

  describe('what is asked wrongly', () => {
    it.each([
      { on: '2026-02-30' },
      { on: 'yesterday' },
      { season: 'summer' },
      { cutoff: '5' },
      { vehicle: 'tank' },
      { more: '1' },
    ])('%o', (query) => {
      expect(shortfallQuerySchema.safeParse(query).success).toBe(false);
    });
  });
});
