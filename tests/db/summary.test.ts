import { beforeAll, expect, it } from 'vitest';
import { buildingCardSchema, summarySchema } from '../../src/lib/contract/api.ts';
import { VERDICTS } from '../../src/lib/domain/coverage/verdict.ts';
import { LOCAL_ADMINISTRATOR, type Actor, type Database } from '../../src/lib/server/db/database.ts';
import { building } from '../../src/lib/server/services/building.ts';
import { ensureVerdicts } from '../../src/lib/server/services/coverage/ensure_verdicts.ts';
import { loadRuleSets } from '../../src/lib/server/services/rule_set.ts';
import { summary } from '../../src/lib/server/services/summary.ts';
import { fillSmallTown, smallTown } from '../support/small_town.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const NOBODY: Actor = { account_id: 1, name: 'nobody', areas: [] };

describeOnBothDrivers('summary and card', (open) => {
  let db: Database & { embedded: null };
  const count = async (sql: string) =>
    (await db.as(LOCAL_ADMINISTRATOR).query<{ n: number }>(`select ${sql} as n`))[0]!.n;

  beforeAll(async () => {
    db = { ...(await open()), embedded: null };
    await loadRuleSets(db);
  });

  it('counts an empty database as empty', async () => {
    const empty = summarySchema.parse(await summary(db, LOCAL_ADMINISTRATOR));
    expect(empty).toMatchObject({ bounds_deg: null, run: null, imported_at: null, sources: [], areas: 0 });
    expect(empty.buildings).toMatchObject({ total: 0, unassessed: 0, arrives_water_unknown: 0 });
    expect(empty.streets).toEqual({ drivable_m: 0, foot_m: 0, ways: 0 });
  });

  it('counts buildings before they are assessed as unassessed', async () => {
    await fillSmallTown(db.as(LOCAL_ADMINISTRATOR));
    const { buildings, run } = summarySchema.parse(await summary(db, LOCAL_ADMINISTRATOR));
    expect(run).toBeNull();
    expect(buildings.total).toBe(smallTown().building.features.length);
    expect(buildings.unassessed).toBe(buildings.total);
  });

  it('equals plain counts, and lengths on the spheroid within 0.5 %', async () => {
    const run_id = await ensureVerdicts(db, LOCAL_ADMINISTRATOR);
    const found = summarySchema.parse(await summary(db, LOCAL_ADMINISTRATOR));
    expect(found.run).toMatchObject({ id: run_id, cutoff_s: 300, rule_set_code: 'cn', stale: false });
    for (const verdict of VERDICTS) {
      const stored = await count(`(select count(*) from building_verdict where verdict = '${verdict}')`);
      expect(found.buildings.by_verdict[verdict], verdict).toBe(stored);
    }
    expect(found.buildings.unassessed).toBe(0);
    expect(found.buildings.arrives_water_unknown).toBe(
      await count(
        `(select count(*) from building_verdict where arrive = 'pass' and hose = 'pass' and water = 'unknown')`,
      ),
    );
    expect(found.hydrants).toEqual({ working: 4, broken: 1, unknown: 1 });
    expect(found.stations).toEqual({ micro: 1, brigade: 1, national: 0, enterprise: 0 });
    expect([found.water_sources, found.areas, found.obstacles_standing]).toEqual([2, 2, 1]);
    const truth_m = await count('(select sum(st_length(geom::geography)) from street)');
    expect(Math.abs(found.streets.drivable_m / truth_m - 1)).toBeLessThan(0.005);
    const [west, south, east, north] = found.bounds_deg!;
    expect([west, south]).toEqual([118.1, expect.closeTo(24.4977, 3)]);
    expect([east, north]).toEqual([expect.closeTo(118.1306, 3), expect.closeTo(24.5072, 3)]);
  });

  it('tells that verdicts are older than the data', async () => {
    await db.as(LOCAL_ADMINISTRATOR).query(`update hydrant set flow_lps = 19 where source_id = 'h1'`);
    expect((await summary(db, LOCAL_ADMINISTRATOR)).run?.stale).toBe(true);
    await ensureVerdicts(db, LOCAL_ADMINISTRATOR);
    expect((await summary(db, LOCAL_ADMINISTRATOR)).run?.stale).toBe(false);
  });

  it('gives the card of every building as it is stored', async () => {
    const stored = await db.as(LOCAL_ADMINISTRATOR).query<Record<string, unknown> & { id: number }>(
      `select b.id, v.verdict, v.failing_leg, v.arrive, v.hose, v.water, v.arrival_s, v.hose_m, v.water_m,
         v.weight_source
       from building b join building_verdict v on v.building_id = b.id
       where b.source_id in ('yard', 'hamlet1', 'b2-2-0', 'b5-4-1', 'b10-3-2') order by b.id`,
    );
    expect(stored.length).toBe(5);
    for (const { id, ...verdict } of stored) {
      const card = buildingCardSchema.parse(await building(db, LOCAL_ADMINISTRATOR, id));
      expect(card.verdict).toMatchObject(verdict);
      expect(card.verdict!.attack_hose_m).toBeGreaterThan(0);
      const { station, arrival_s, water_source, water_m } = card.verdict!;
      expect(station === null).toBe(arrival_s === null);
      expect(water_source === null).toBe(water_m === null);
    }
  });

  it('shows nothing to an actor without areas', async () => {
    const [{ id }] = await db
      .as(LOCAL_ADMINISTRATOR)
      .query<{ id: number }>('select min(id) as id from building');
    expect(await building(db, NOBODY, id)).toBeNull();
    expect(await building(db, LOCAL_ADMINISTRATOR, 999_999)).toBeNull();
    const hidden = await summary(db, NOBODY);
    expect([hidden.buildings.total, hidden.streets.ways, hidden.areas]).toEqual([0, 0, 0]);
    expect((await summary(db, LOCAL_ADMINISTRATOR)).buildings.total).toBeGreaterThan(0);
  });
});
