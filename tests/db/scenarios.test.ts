import { beforeAll, describe, expect, it } from 'vitest';
import {
  adoptionAnswerSchema,
  comparisonSchema,
  newScenarioSchema,
  savedScenarioSchema,
  scenarioSchema,
  scenariosAnswerSchema,
  type NewScenario,
  type SavedScenario,
  type Scenario,
} from '../../src/lib/contract/api_scenarios.ts';
import { FIRST_ADDED_ROW, type Edit } from '../../src/lib/domain/live/edit.ts';
import { LOCAL_ADMINISTRATOR, type Actor, type Database } from '../../src/lib/server/db/database.ts';
import { currentStamp } from '../../src/lib/server/queries/judged_state.ts';
import { judge } from '../../src/lib/server/services/coverage/judgement.ts';
import { totalsOf } from '../../src/lib/server/services/coverage/coverage_totals.ts';
import { loadRuleSets, readRuleSet } from '../../src/lib/server/services/rule_set.ts';
import { adoptScenario } from '../../src/lib/server/services/scenario/adopt_scenario.ts';
import { applyEdits } from '../../src/lib/server/services/scenario/apply_edits.ts';
import { compareScenarios, comparisonCsv } from '../../src/lib/server/services/scenario/compare_scenarios.ts';
import { namedScenario } from '../../src/lib/server/services/scenario/named_scenario.ts';
import { editsCsv } from '../../src/lib/server/services/scenario/scenario_csv.ts';
import {
  createScenario,
  deleteScenario,
  listScenarios,
  loadScenario,
  saveScenario,
  type Outcome,
} from '../../src/lib/server/services/scenario/scenarios.ts';
import { townOf, townRows } from '../../src/lib/server/services/town/load_town.ts';
import { readSheet } from '../support/read_csv.ts';
import { fillSmallTown } from '../support/small_town.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const ADMIN = LOCAL_ADMINISTRATOR;
const headOf = (...areas: number[]): Actor => ({ account_id: 1, name: 'village head', areas });

describeOnBothDrivers('scenarios', (open) => {
  let db: Database;
  const ids: Record<string, number> = {};

  const sql = <Row = Record<string, unknown>>(text: string, parameters: (string | number)[] = []) =>
    db.as(ADMIN).query<Row>(text, parameters);
  const stampNow = () => currentStamp(db.as(ADMIN));
  const create = (scenario: Partial<NewScenario>, actor = ADMIN) =>
    createScenario(
      db,
      actor,
      newScenarioSchema.parse({ ...QUESTION, name: '试点', edits: [], by: '王工', ...scenario }),
    );
  const save = (id: number, scenario: Partial<SavedScenario> & { revision: number }, actor = ADMIN) =>
    saveScenario(
      db,
      actor,
      id,
      savedScenarioSchema.parse({
        ...QUESTION,
        name: '试点',
        remark: null,
        edits: [],
        by: '李工',
        ...scenario,
      }),
    );
  const load = async (id: number) => scenarioSchema.parse(await loadScenario(db, ADMIN, id));
  const verdictsAfter = async (edits: readonly Edit[]) => {
    const rows = await townRows(db.as(ADMIN), await readRuleSet(db.as(ADMIN), 'cn'));
    const judgement = judge(townOf(applyEdits(rows, edits).rows), 'best', 300);
    return judgement.run_of_building.map((run, i) => ({
      id: run.town.buildings[i].id,
      verdict: run.buildings[i].verdict,
      arrival_ms: run.buildings[i].arrival_ms,
      legs: run.buildings[i].legs,
      run,
      building: i,
    }));
  };

  beforeAll(async () => {
    db = await open();
    await loadRuleSets(db);
    await fillSmallTown(db.as(ADMIN));
    await sql(
      `update hydrant set area_id = (select id from area where source_id = 'a1'), dead_end = true, ground_m = 12`,
    );
    await sql(`update building set area_id = (select id from area
      where building.point && area.geom and st_covers(area.geom, building.point) order by area_m2 limit 1)`);
    for (const { name, id } of await sql<{ name: string; id: number }>(
      `select source_id as name, id from station union all select source_id, id from hydrant
       union all select source_id, id from obstacle union all select source_id, id from street
       union all select source_id, id from area`,
    )) {
      ids[name] = id;
    }
  });

  describe('kept', () => {
    it('come back as they were saved, to the last digit', async () => {
      const edits = everyKindOf(ids);
      const made = await create({ edits, remark: '两处', turnout_s: 45 });
      expect(made).toMatchObject({
        revision: 1,
        author: '王工',
        updated_by: '王工',
        stale: false,
        problems: [],
      });
      expect(made).toMatchObject({
        rule_set_code: 'cn',
        rules_changed: false,
        adopted_at: null,
        turnout_s: 45,
      });
      expect(made.base_stamp).toBe(await stampNow());
      const again = await load(made.id);
      expect(again.edits).toEqual(edits);
      expect(again).toEqual(made);
      const { scenarios, stamp } = scenariosAnswerSchema.parse(await listScenarios(db, ADMIN));
      expect(stamp).toBe(made.stamp);
      expect(scenarios.find(({ id }) => id === made.id)).toMatchObject({
        edit_count: edits.length,
        remark: '两处',
      });
      const csv = readSheet(editsCsv(again));
      expect(csv).toHaveLength(edits.length);
      expect(csv[0]).toMatchObject({ step: '0', change: 'add', layer: 'station', vehicles: 'mini pumper' });
    });

    it('are saved by one of two who edited the same revision; the other learns who and loses nothing', async () => {
      const { id } = await create({ name: '同时' });
      const mine: Edit[] = [{ kind: 'remove', layer: 'obstacle', row: ids.o1 }];
      const named = { name: '同时', revision: 1 };
      const theirs: Edit[] = [{ kind: 'remove', layer: 'station', row: ids.s2 }];
      expect((await save(id, { ...named, edits: theirs, by: '李工' })).kind).toBe('done');
      const refused = await save(id, { ...named, edits: mine, by: '王工' });
      expect(refused).toMatchObject({
        kind: 'conflict',
        conflict: { conflict: 'changed', current: { revision: 2, updated_by: '李工', edits: theirs } },
      });
      const copy = await create({ name: '同时', edits: mine, copied_from: id });
      expect((await load(id)).edits).toEqual(theirs);
      expect(await load(copy.id)).toMatchObject({ edits: mine, copied_from: id });
      await expect(namedScenario(db.as(ADMIN), '同时')).rejects.toThrow(`${id}, ${copy.id}`);
    });

    it('are saved once where two save in the same moment', async () => {
      const { id } = await create({ name: '瞬间' });
      const steps = (row: number): Edit[] => [{ kind: 'remove', layer: 'station', row }];
      const outcomes = await Promise.all(
        [ids.s1, ids.s2, ids.s1, ids.s2].map((row) => save(id, { revision: 1, edits: steps(row) })),
      );
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['conflict', 'conflict', 'conflict', 'done']);
      const won = outcomes.find((outcome) => outcome.kind === 'done') as { answer: Scenario };
      expect(await load(id)).toEqual(won.answer);
    });

    it('do not disturb each other', async () => {
      const one = await create({ name: '甲' });
      const two = await create({ name: '乙', edits: [{ kind: 'remove', layer: 'station', row: ids.s1 }] });
      const outcomes = await Promise.all([
        save(one.id, { revision: 1, name: '甲', edits: everyKindOf(ids) }),
        save(two.id, { revision: 1, name: '乙', edits: two.edits }),
      ]);
      expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done']);
      expect(await load(one.id)).toMatchObject({ revision: 2, name: '甲', edits: everyKindOf(ids) });
      expect(await load(two.id)).toMatchObject({ revision: 2, name: '乙', edits: two.edits });
    });

    it('are found by id or name, and removed at a revision', async () => {
      const { id } = await create({ name: '旧市场' });
      expect((await namedScenario(db.as(ADMIN), '旧市场')).id).toBe(id);
      expect((await namedScenario(db.as(ADMIN), String(id))).id).toBe(id);
      await expect(namedScenario(db.as(ADMIN), '没有')).rejects.toMatchObject({ code: 'no-scenario' });
      await save(id, { revision: 1 });
      expect((await deleteScenario(db, ADMIN, id, 1)).kind).toBe('conflict');
      expect((await deleteScenario(db, ADMIN, id, 2)).kind).toBe('done');
      expect(await loadScenario(db, ADMIN, id)).toBeNull();
      expect((await save(id, { revision: 2 })).kind).toBe('none');
    });
  });

  it('say that the data changed since, and which steps lost their row', async () => {
    const [{ id: doomed }] = await sql<{ id: number }>(
      `insert into hydrant (source, source_id, geom)
       select 'doomed', '1', st_translate(geom, 0.0001, 0) from hydrant where source_id = 'h1' returning id`,
    );
    const edits: Edit[] = [
      { kind: 'change', layer: 'hydrant', row: ids.h4, body: { status: 'working' } },
      ...Array.from({ length: 10 }, (): Edit => ({
        kind: 'change',
        layer: 'hydrant',
        row: doomed,
        body: {},
      })),
      { kind: 'change', layer: 'obstacle', row: ids.o1, body: { clear_width_m: 2 } },
    ];
    const made = await create({ edits });
    expect(made.problems).toEqual([]);
    await sql('delete from hydrant where id = $1', [doomed]);
    await sql(`update obstacle set status = 'cleared' where id = $1`, [ids.o1]);
    const stale = await load(made.id);
    expect(stale).toMatchObject({ stale: true, base_stamp: made.base_stamp });
    expect(stale.problems).toEqual([
      { layer: 'hydrant', row: doomed, steps: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
      { layer: 'obstacle', row: ids.o1, steps: [11] },
    ]);
    const rows = await townRows(db.as(ADMIN), await readRuleSet(db.as(ADMIN), 'cn'));
    expect(applyEdits(rows, edits).problems).toEqual(stale.problems);

    const saved = await save(made.id, { revision: 1, edits: edits.slice(0, 1) });
    expect(saved).toMatchObject({ kind: 'done', answer: { stale: true, problems: [] } });
    const looked_at = await save(made.id, {
      revision: 2,
      edits: edits.slice(0, 1),
      base_stamp: await stampNow(),
    });
    expect(looked_at).toMatchObject({ kind: 'done', answer: { stale: false } });
    await sql(`update obstacle set status = 'standing' where id = $1`, [ids.o1]);
  });

  it('say that the rules changed, until they were looked at with those of today', async () => {
    const made = await create({});
    const version = made.rule_set_version;
    await sql(`insert into rule_set (code, version, name_zh, name_en, body)
      select code, 'next', name_zh, name_en, body || '{"version": "next"}' from rule_set where code = 'cn'`);
    await sql(`update rule_set set is_current = false where code = 'cn' and version = $1`, [version]);
    await sql(`update rule_set set is_current = true where code = 'cn' and version = 'next'`);
    expect(await load(made.id)).toMatchObject({ rules_changed: true, rule_set_version: version });
    const same = await save(made.id, { revision: 1, base_stamp: made.base_stamp });
    expect(same).toMatchObject({ answer: { rules_changed: true, rule_set_version: version } });
    const seen = await save(made.id, { revision: 2, rule_set_version: 'next' });
    expect(seen).toMatchObject({ answer: { rules_changed: false, rule_set_version: 'next' } });
    await expect(save(made.id, { revision: 3, rule_set_version: 'no such' })).rejects.toThrow('foreign key');
    await sql(`update rule_set set is_current = false where code = 'cn' and version = 'next'`);
    await sql(`update rule_set set is_current = true where code = 'cn' and version = $1`, [version]);
  });

  it('an import makes them stale too', async () => {
    const { id } = await create({});
    await sql(`insert into source (name, path_base_name, sha256, format, crs, encoding)
      values ('later', 'later.csv', repeat('0', 64), 'csv', 'EPSG:4326', 'utf-8')`);
    expect(await load(id)).toMatchObject({ stale: true });
  });

  it('compare as fresh runs over the rows do, in all, by area and building by building', async () => {
    const steps: Edit[] = [{ kind: 'remove', layer: 'station', row: ids.s2 }];
    const a = await create({ edits: steps });
    const b = await create({ edits: everyKindOf(ids) });
    const compared = comparisonSchema.parse(await compareScenarios(db, ADMIN, { a: a.id, b: b.id }));
    const before = await verdictsAfter(steps);
    const after = await verdictsAfter(everyKindOf(ids));
    expect(compared.a.counts).toEqual(totalsOf(before).all);
    expect(compared.b.counts).toEqual(totalsOf(after).all);
    expect(compared.areas.map(({ area_id, b }) => [area_id ?? '', b])).toEqual(
      [...totalsOf(after).by_area].sort(([x], [y]) => (x || Infinity) - (y || Infinity)),
    );
    const changed = after.flatMap(({ id, verdict }, i) =>
      (verdict === 'covered') === (before[i].verdict === 'covered')
        ? []
        : [[id, before[i].verdict, verdict, verdict === 'covered' ? 'gained' : 'lost']],
    );
    expect(changed.length).toBeGreaterThan(0);
    expect(compared.buildings.map((row) => [row.id, row.verdict_a, row.verdict_b, row.change])).toEqual(
      changed,
    );
    for (const change of ['gained', 'lost'] as const) {
      expect(compared.areas.reduce((sum, area) => sum + area[change], 0)).toBe(
        changed.filter((row) => row[3] === change).length,
      );
    }
    expect(readSheet(comparisonCsv(compared)).map((row) => Number(row.building_id))).toEqual(
      changed.map(([id]) => id),
    );
    const with_base = (await compareScenarios(db, ADMIN, {
      a: 'base',
      b: a.id,
      vehicle: 'mini',
      cutoff: 120,
    }))!;
    expect(with_base).toMatchObject({ vehicle: 'mini', cutoff_s: 120, a: { scenario: null } });
    expect(with_base.b.scenario).toMatchObject({ id: a.id, revision: 1, stale: false, problems: [] });
    expect(await compareScenarios(db, ADMIN, { a: 'base', b: 999_999 })).toBeNull();
  });

  it('are seen, saved and adopted within their area only', async () => {
    const mine = await create({ area_id: ids.a1 }, headOf(ids.a1));
    const theirs = await create({ area_id: ids.a2, edits: everyKindOf(ids) });
    const seen = async (actor: Actor) => (await listScenarios(db, actor)).scenarios.map(({ id }) => id);
    expect(await seen(headOf(ids.a1))).toEqual([mine.id]);
    expect(await seen(headOf())).toEqual([]);
    expect(await loadScenario(db, headOf(ids.a1), theirs.id)).toBeNull();
    expect((await save(theirs.id, { revision: 1 }, headOf(ids.a1))).kind).toBe('none');
    expect((await deleteScenario(db, headOf(ids.a1), theirs.id, 1)).kind).toBe('none');
    const adopted = await adoptScenario(db, headOf(ids.a1), theirs.id, { revision: 1, by: '村长' });
    expect(adopted.kind).toBe('none');
    await expect(create({ area_id: ids.a2 }, headOf(ids.a1))).rejects.toThrow('row-level security');
    await expect(create({ area_id: null }, headOf(ids.a1))).rejects.toThrow('row-level security');
    const elsewhere: Edit[] = [
      {
        ...(everyKindOf(ids)[0] as Extract<Edit, { layer: 'station'; kind: 'add' }>),
        at_deg: [118.125, 24.504],
      },
    ];
    const beyond = await create({ area_id: ids.a1, edits: elsewhere }, headOf(ids.a1));
    await expect(adoptScenario(db, headOf(ids.a1), beyond.id, { revision: 1, by: '村长' })).rejects.toThrow(
      'row-level security',
    );
    expect(await load(beyond.id)).toMatchObject({ adopted_at: null });
  });

  describe('adopted', () => {
    let made: Scenario;
    const adopt = (revision: number, stamp?: string): Promise<Outcome<unknown>> =>
      adoptScenario(db, ADMIN, made.id, { revision, by: '局长', stamp });
    const dump = () =>
      sql(
        `select (select json_agg(t order by id) from station t) as station,
           (select json_agg(t order by id) from hydrant t) as hydrant,
           (select json_agg(t order by id) from obstacle t) as obstacle,
           (select json_agg(t order by id) from street t) as street`,
      );

    it('only at the revision and the state of the data that were looked at', async () => {
      made = await create({ name: '采纳', edits: everyKindOf(ids) });
      expect(await adopt(2)).toMatchObject({ kind: 'conflict', conflict: { conflict: 'changed' } });
      await sql(
        `insert into hydrant_test (hydrant_id, tested_on, status) values ($1, '2026-01-02', 'working')`,
        [ids.h3],
      );
      await sql(`update station set crew = 5 where id = $1`, [ids.s1]);
      const before = await dump();
      expect(await adopt(1)).toMatchObject({
        kind: 'conflict',
        conflict: { conflict: 'stale', current: { id: made.id, stale: true, stamp: await stampNow() } },
      });
      expect(await adopt(1, made.base_stamp)).toMatchObject({ conflict: { conflict: 'stale' } });
      expect(await dump()).toEqual(before);
    });

    it('not where steps lost their row, and not by half', async () => {
      await sql(`update obstacle set status = 'cleared' where id = $1`, [ids.o1]);
      const before = await dump();
      expect(await adopt(1, await stampNow())).toMatchObject({
        conflict: { conflict: 'gone', current: { problems: [{ layer: 'obstacle', row: ids.o1 }] } },
      });
      await sql(`update obstacle set status = 'standing' where id = $1`, [ids.o1]);
      const taken = `${made.id}/${FIRST_ADDED_ROW + 2}`;
      await sql(
        `insert into hydrant (source, source_id, geom)
         select 'scenario', $1, geom from hydrant where source_id = 'h1'`,
        [taken],
      );
      await expect(adopt(1, await stampNow())).rejects.toThrow('unique');
      await sql(`delete from hydrant where source_id = $1`, [taken]);
      expect(await dump()).toEqual(before.map((row) => ({ ...row, obstacle: expect.anything() })));
      expect((await load(made.id)).adopted_at).toBeNull();
    });

    it('into rows that give the verdicts of the scenario, each with what was there before', async () => {
      const expected = await verdictsAfter(made.edits);
      const outcome = await adopt(1, await stampNow());
      if (outcome.kind !== 'done') throw new Error(`not adopted: ${JSON.stringify(outcome)}`);
      const { rows, scenario } = adoptionAnswerSchema.parse(outcome.answer);
      expect(scenario).toMatchObject({ adopted_by: '局长', revision: 1 });
      const got = await verdictsAfter([]);
      const plain = (judged: typeof got) =>
        judged.map(({ id, verdict, arrival_ms, legs }) => ({ id, verdict, arrival_ms, legs }));
      expect(plain(got)).toEqual(plain(expected));

      const rowOf = (layer: string, change: string) =>
        rows.find((row) => row.layer === layer && row.change === change)!.row;
      const [station] = await sql('select * from station where id = $1', [rowOf('station', 'add')]);
      expect(station).toMatchObject({
        source: 'scenario',
        source_id: `${made.id}/${FIRST_ADDED_ROW}`,
        area_id: ids.a1,
        vehicles: ['mini', 'pumper'],
        turnout_s: 30,
      });
      expect(await sql('select id from station where id = $1', [ids.s2])).toEqual([]);
      expect(await sql('select status from obstacle where id = $1', [ids.o1])).toEqual([
        { status: 'cleared' },
      ]);
      expect(
        await sql(
          'select closed, width_m, width_source from street where id = any($1::bigint[]) order by id',
          [`{${ids.e2},${ids.n4}}`],
        ),
      ).toEqual([
        { closed: true, width_m: null, width_source: 'unknown' },
        { closed: false, width_m: 2.2, width_source: 'estimated' },
      ]);
      expect(
        await sql(
          `select source_id, dead_end, ground_m from hydrant where source_id in ('h4', 'h6') order by source_id`,
        ),
      ).toEqual([
        { source_id: 'h4', dead_end: true, ground_m: 12 },
        { source_id: 'h6', dead_end: null, ground_m: null },
      ]);
      const history = await sql(
        `select layer, row_id, change, before, body, adopted_by, revision from adopted_edit
         where scenario_id = $1 order by id`,
        [made.id],
      );
      expect(history.map(({ layer, row_id, change }) => ({ layer, row: row_id, change }))).toEqual(
        rows.map(({ layer, row, change }) => ({ layer, row, change })),
      );
      const kept = (layer: string, change: string) =>
        history.find((row) => row.layer === layer && row.change === change)!;
      expect(kept('station', 'remove').before).toMatchObject({
        source_id: 's2',
        name: '西埔微型消防站',
        geom: { type: 'Point' },
        duty: [],
      });
      expect(kept('hydrant', 'remove').before).toMatchObject({
        flow_lps: 6,
        hydrant_test: [{ hydrant_id: ids.h3, tested_on: '2026-01-02' }],
      });
      expect(kept('hydrant', 'change').before).toMatchObject({ status: 'broken' });
      expect(kept('street', 'change')).toMatchObject({ adopted_by: '局长', revision: 1 });
      expect(
        await sql(`select condition from condition_history where layer = 'street' and row_id = $1`, [ids.e2]),
      ).toEqual([{ condition: { closed: false } }]);
    });

    it('on record for those who may see the area', async () => {
      const areas = async (actor: Actor) =>
        (
          await db
            .as(actor)
            .query<{ area_id: number | null }>('select distinct area_id from adopted_edit order by 1')
        ).map(({ area_id }) => area_id);
      expect(await areas(headOf(ids.a1))).toEqual([ids.a1]);
      expect(await areas(headOf())).toEqual([]);
      expect(await areas(ADMIN)).toContain(null);
      await expect(
        db.as(headOf(ids.a1)).query(
          `insert into adopted_edit (scenario_id, scenario_name, revision, adopted_by, data_stamp, change, layer,
             row_id, scenario_row_id, area_id, body)
           values (1, 'x', 1, 'x', '', 'add', 'hydrant', 1, 1, $1::bigint, '{}')`,
          [ids.a2],
        ),
      ).rejects.toThrow('row-level security');
    });

    it('once, and are not changed after', async () => {
      expect(await adopt(1, await stampNow())).toMatchObject({ conflict: { conflict: 'adopted' } });
      expect(await save(made.id, { revision: 1 })).toMatchObject({ conflict: { conflict: 'adopted' } });
      expect((await load(made.id)).edits).toEqual(made.edits);
      expect((await deleteScenario(db, ADMIN, made.id, 1)).kind).toBe('done');
      const [{ n }] = await sql<{ n: number }>(
        'select count(*) as n from adopted_edit where scenario_id = $1',
        [made.id],
      );
      expect(n).toBeGreaterThan(5);
    });
  });
});

const QUESTION = { vehicle: 'best', cutoff_s: 300, turnout_s: null } as const;

/** A scenario with every kind of step on every layer it may be on. */
const everyKindOf = (ids: Record<string, number>): Edit[] => [
  {
    kind: 'add',
    layer: 'station',
    row: FIRST_ADDED_ROW,
    at_deg: [118.10012345678901, 24.502000000000002],
    body: { name: '新站', kind: 'micro', turnout_s: 30, vehicles: ['mini', 'pumper'] },
  },
  {
    kind: 'add',
    layer: 'obstacle',
    row: FIRST_ADDED_ROW + 1,
    at_deg: [118.1049, 24.5009],
    body: { kind: 'stall', clear_width_m: 1.1, clear_height_m: null },
  },
  {
    kind: 'add',
    layer: 'hydrant',
    row: FIRST_ADDED_ROW + 2,
    at_deg: [118.1069, 24.5055],
    body: { name: null, status: 'working', flow_lps: 15, pressure_mpa: 0.14 },
  },
  { kind: 'remove', layer: 'station', row: ids.s2 },
  { kind: 'change', layer: 'station', row: ids.s1, at_deg: [118.106, 24.5046], body: { turnout_s: 90 } },
  { kind: 'remove', layer: 'obstacle', row: ids.o1 },
  {
    kind: 'change',
    layer: 'hydrant',
    row: ids.h4,
    body: { status: 'working', flow_lps: 20, pressure_mpa: 0.2 },
  },
  { kind: 'change', layer: 'hydrant', row: ids.h6, at_deg: [118.1041, 24.5046], body: {} },
  { kind: 'remove', layer: 'hydrant', row: ids.h3 },
  { kind: 'change', layer: 'street', row: ids.e2, body: { closed: true } },
  { kind: 'change', layer: 'street', row: ids.n4, body: { width_m: 2.2 } },
  {
    kind: 'change',
    layer: 'obstacle',
    row: FIRST_ADDED_ROW + 1,
    at_deg: [118.105, 24.5009],
    body: { clear_width_m: 0.8 },
  },
];
