import { VectorTile } from '@mapbox/vector-tile';
import type { FeatureCollection, MultiLineString } from 'geojson';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { PbfReader } from 'pbf';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runSchema } from '../../src/lib/contract/api.ts';
import { areasAnswerSchema } from '../../src/lib/contract/api_areas.ts';
import { buildingWaterSchema } from '../../src/lib/contract/api_building_water.ts';
import { layersAnswerSchema } from '../../src/lib/contract/api_layers.ts';
import { LIST_QUERIES, listAnswerSchema, type ListName } from '../../src/lib/contract/api_lists.ts';
import { pathAnswerSchema } from '../../src/lib/contract/api_paths.ts';
import { VERDICTS } from '../../src/lib/domain/coverage/verdict.ts';
import { distance_m } from '../../src/lib/domain/geometry/metric.ts';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { LOCAL_ADMINISTRATOR, type Actor, type Database } from '../../src/lib/server/db/database.ts';
import { areas } from '../../src/lib/server/services/areas.ts';
import { building } from '../../src/lib/server/services/building.ts';
import { pathOfBuilding, waterOfBuilding } from '../../src/lib/server/services/building_path.ts';
import { writeCoverageFiles } from '../../src/lib/server/services/coverage/coverage_files.ts';
import { ensureVerdicts } from '../../src/lib/server/services/coverage/ensure_verdicts.ts';
import { runCoverage } from '../../src/lib/server/services/coverage/run_coverage.ts';
import { layers } from '../../src/lib/server/services/layers.ts';
import { listCsv, listPage } from '../../src/lib/server/services/lists.ts';
import { coveredStreetsPicture, picture } from '../../src/lib/server/services/pictures.ts';
import { loadRuleSets, readRuleSet } from '../../src/lib/server/services/rule_set.ts';
import { runFor } from '../../src/lib/server/services/runs.ts';
import { loadTown } from '../../src/lib/server/services/town/load_town.ts';
import { tile } from '../../src/lib/server/services/tiles.ts';
import { writeWaterFiles } from '../../src/lib/server/services/water/water_files.ts';
import { readCsv, readSheet } from '../support/read_csv.ts';
import { fillSmallTown } from '../support/small_town.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const NOBODY: Actor = { account_id: 1, name: 'nobody', areas: [] };
const ADMIN = LOCAL_ADMINISTRATOR;

describeOnBothDrivers('what the map asks for', (open) => {
  let db: Database;
  let folder: string;
  let pumper: number;
  const file = (name: string) => readFile(join(folder, name), 'utf8');
  const list = async <Name extends ListName>(
    name: Name,
    query: Record<string, string> = {},
    actor = ADMIN,
  ) => {
    const asked = LIST_QUERIES[name].parse(query) as never;
    return listAnswerSchema(name).parse(await listPage(db, actor, name, asked));
  };

  beforeAll(async () => {
    db = await open();
    await loadRuleSets(db);
    await fillSmallTown(db.as(ADMIN));
    await db.as(ADMIN).query(
      `insert into place (source, source_id, name, kind, geom)
       select 'made', id::text, '小学' || id, 'school', point from building where id % 40 = 0`,
    );
    await db.as(ADMIN).query(
      `insert into hazard (source, source_id, kind, severity, geom)
       select 'made', id::text, 'wiring', 'serious', point from building where id % 50 = 0`,
    );
    const [hazard] = await db.as(ADMIN).query<{ id: number }>('select min(id) as id from hazard');
    await db
      .as(ADMIN)
      .query(`insert into hazard_event (hazard_id, status, made_by) values ($1::bigint, 'closed', 'test')`, [
        hazard.id,
      ]);
    folder = await mkdtemp(join(tmpdir(), 'map_answers_'));
    const town = await loadTown(db.as(ADMIN), await readRuleSet(db.as(ADMIN), 'cn'));
    const run = runCoverage(town, {
      vehicle: 'pumper',
      cutoff_s: seconds(300),
      turnout_s: null,
      station_kinds: null,
    });
    await writeCoverageFiles(run, folder);
    await writeWaterFiles(run, join(folder, 'water'), '2026-11-22');
    pumper = (await runFor(db, ADMIN, { vehicle: 'pumper', cutoff_s: 300 })).id;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('keeps one run a choice and computes it once', async () => {
    const best = runSchema.parse(await runFor(db, ADMIN, { vehicle: 'best', cutoff_s: 300 }));
    expect(best).toMatchObject({ choice: 'best', vehicle: null, cutoff_s: 300, stale: false });
    expect(best.vehicles.length).toBeGreaterThan(0);
    const again = await Promise.all([
      ensureVerdicts(db, ADMIN),
      ensureVerdicts(db, ADMIN, { vehicle: 'pumper' }),
      ensureVerdicts(db, ADMIN, { vehicle: 'walk', cutoff_s: 180 }),
      ensureVerdicts(db, ADMIN, { vehicle: 'walk', cutoff_s: 180 }),
    ]);
    expect(again.slice(0, 2)).toEqual([best.id, pumper]);
    expect(again[2]).toBe(again[3]);
    const [{ n }] = await db.as(ADMIN).query<{ n: number }>('select count(*) as n from analysis_run');
    expect(n).toBe(3);
  });

  it('draws the rings and gaps of the files, byte for byte', async () => {
    for (const kind of ['rings', 'gaps'] as const) {
      const answer = await picture(db, ADMIN, kind, pumper, null);
      if (answer.kind !== 'picture') throw new Error(`${kind}: ${answer.kind}`);
      expect(gunzipSync(answer.body_gzip).toString()).toBe(await file(`${kind}.geojson`));
      expect(await picture(db, ADMIN, kind, pumper, `"x", W/${answer.etag}`)).toEqual({
        kind: 'unchanged',
        etag: answer.etag,
      });
    }
    expect(await picture(db, ADMIN, 'rings', 999_999, null)).toEqual({ kind: 'none' });
    expect(await picture(db, NOBODY, 'rings', pumper, null)).toEqual({ kind: 'none' });
  });

  it('draws the streets reached: those of arcs.csv, whole where both ends are reached in time', async () => {
    const asked = { run_id: pumper, cutoff_s: 300 };
    const answer = await coveredStreetsPicture(db, ADMIN, asked, null);
    if (answer.kind !== 'picture') throw new Error(answer.kind);
    const { features } = JSON.parse(
      gunzipSync(answer.body_gzip).toString(),
    ) as FeatureCollection<MultiLineString>;
    const drawn_m = features[0].geometry.coordinates.reduce((sum, line) => sum + length_m(line), 0);
    const open = readCsv(await file('arcs.csv')).filter(({ blocked }) => blocked === '0');
    const within = (arc: Record<string, string>, names: string[]) =>
      names.map((name) => arc[name] !== '' && Number(arc[name]) <= 300);
    const once = open.filter(
      ({ arc_id, opposite_arc_id }) => opposite_arc_id === '' || Number(arc_id) < Number(opposite_arc_id),
    );
    const sum_m = (arcs: typeof once) => arcs.reduce((sum, { length_m: m }) => sum + Number(m), 0);
    const ends = ['arrival_from_s', 'arrival_to_s'];
    const least_m = sum_m(
      once.filter((arc) => within(arc, ends).every(Boolean) && Number(arc.length_m) < 200),
    );
    const most_m = sum_m(once.filter((arc) => within(arc, ends).some(Boolean)));
    expect(drawn_m).toBeGreaterThan(0.9 * least_m);
    expect(drawn_m).toBeLessThan(1.01 * most_m);
    const rings = await coveredStreetsPicture(db, ADMIN, { run_id: pumper, cutoff_s: null }, null);
    if (rings.kind !== 'picture') throw new Error(rings.kind);
    const per_ring = (JSON.parse(gunzipSync(rings.body_gzip).toString()) as FeatureCollection).features;
    expect(per_ring.map(({ properties }) => properties!.cutoff_s)).toEqual([60, 180, 300]);
    expect(await coveredStreetsPicture(db, NOBODY, asked, null)).toEqual({ kind: 'none' });
  });

  it('gives each area the figures of areas.csv and the counts of demand.csv', async () => {
    const answer = areasAnswerSchema.parse(await areas(db, ADMIN, pumper));
    const rows = readCsv(await file('water/areas.csv'));
    expect(answer.areas.length).toBe(rows.length);
    const demand = readCsv(await file('demand.csv'));
    for (const [i, row] of rows.entries()) {
      const found = answer.areas[i];
      expect(String(found.area_id ?? '')).toBe(row.area_id);
      expect(found.name ?? '').toBe(row.name);
      const { working, broken, unknown, total } = found.hydrants;
      expect([working, broken, unknown, total].map(String)).toEqual([
        row.working,
        row.broken,
        row.unknown,
        row.total,
      ]);
      expect(found.rate === null ? '' : found.rate.toFixed(6)).toBe(row.rate);
      expect(
        [found.buildings, found.demand_short, found.hydrants_missing, found.missing_bound].map(String),
      ).toEqual([row.demand, row.demand_short, row.hydrants_missing, row.missing_bound]);
      expect(found.pool_m3_missing?.toFixed(3) ?? '').toBe(row.pool_m3_missing);
      const members = demand.filter(({ area_id }) => area_id === row.area_id);
      for (const verdict of VERDICTS) {
        expect(found.by_verdict[verdict]).toBe(members.filter((each) => each.verdict === verdict).length);
      }
      expect(found.arrives).toBe(members.filter(({ arrive }) => arrive === 'pass').length);
      expect(found.water_pass).toBe(members.filter(({ water }) => water === 'pass').length);
    }
    expect(rows.some(({ hydrants_missing }) => Number(hydrants_missing) > 0)).toBe(true);
  });

  it('opens the list behind every figure of an area', async () => {
    const run = String(pumper);
    for (const found of (await areas(db, ADMIN, pumper)).areas) {
      const area = found.area_id === null ? 'none' : String(found.area_id);
      const behind = async (name: ListName, query: Record<string, string> = {}) =>
        (await list(name, { area, ...query })).total;
      expect(await behind('buildings', { run })).toBe(found.buildings);
      for (const verdict of VERDICTS) {
        expect(await behind('buildings', { run, verdict })).toBe(found.by_verdict[verdict]);
      }
      expect(await behind('buildings', { run, leg: 'arrive:pass' })).toBe(found.arrives);
      expect(await behind('buildings', { run, leg: 'water:fail' })).toBe(found.demand_short);
      expect(await behind('buildings', { run, leg: 'arrive:pass,hose:pass,water:unknown' })).toBe(
        found.arrives_water_unknown,
      );
      for (const status of ['working', 'broken', 'unknown'] as const) {
        expect(await behind('hydrants', { status })).toBe(found.hydrants[status]);
      }
      expect(await behind('stations')).toBe(found.stations);
      expect(await behind('hazards', { state: 'open' })).toBe(found.hazards_open);
    }
  });

  it('pages a list and writes it whole as CSV', async () => {
    const run = String(pumper);
    const whole = readSheet(
      await text(listCsv(db, ADMIN, 'buildings', LIST_QUERIES.buildings.parse({ run }))),
    );
    const demand = readCsv(await file('demand.csv'));
    const figures = (rows: Record<string, string>[], id: string) =>
      rows.map((row) => [row[id], row.verdict, row.arrive, row.hose, row.water, row.failing_leg]);
    expect(figures(whole, 'id')).toEqual(figures(demand, 'demand_id'));
    const second = await list('buildings', { run, offset: '10', limit: '5' });
    expect(second.total).toBe(demand.length);
    expect(second.rows.map(({ id }) => String(id))).toEqual(whole.slice(10, 15).map(({ id }) => id));
    expect((await list('buildings', { run: '999999', verdict: 'unassessed' })).total).toBe(demand.length);
    expect((await list('buildings', { run }, NOBODY)).total).toBe(0);
  });

  it('judges places as places.csv does, and ranks gaps as gaps.geojson', async () => {
    const places = await list('places', { run: String(pumper), limit: '200' });
    const rows = readCsv(await file('places.csv'));
    expect(places.rows.map(({ id, verdict }) => [String(id), verdict])).toEqual(
      rows.map(({ place_id, verdict }) => [place_id, verdict]),
    );
    expect(places.total).toBeGreaterThan(2);
    const gaps = await list('gaps', { run: String(pumper), limit: '200' });
    const { features } = JSON.parse(await file('gaps.geojson')) as {
      features: { properties: Record<string, unknown> }[];
    };
    expect(
      gaps.rows.map(({ rank, verdict, buildings, area_id }) => ({ rank, verdict, buildings, area_id })),
    ).toEqual(
      features.map(({ properties: { rank, verdict, buildings, area_id } }) => ({
        rank,
        verdict,
        buildings,
        area_id,
      })),
    );
  });

  /** The zoom 14 tile that holds most buildings. */
  const tileOfTown = async () => {
    const [at] = await db.as(ADMIN).query<{ x: number; y: number }>(
      `select floor((st_x(point) + 180) / 360 * 16384)::int as x,
         floor((1 - asinh(tan(radians(st_y(point)))) / pi()) / 2 * 16384)::int as y
       from building group by 1, 2 order by count(*) desc, 1, 2 limit 1`,
    );
    return { z: 14, ...at };
  };

  it('draws gaps, hazards and judged places in tiles', async () => {
    const drawn = async (layer: 'gap' | 'hazard' | 'place') => {
      const answer = await tile(db, ADMIN, [layer], await tileOfTown(), null, pumper);
      if (answer.kind !== 'tile') throw new Error(answer.kind);
      const found = new VectorTile(new PbfReader(answer.bytes)).layers[layer];
      return Array.from({ length: found?.length ?? 0 }, (_, i) => found.feature(i));
    };
    const [gaps, hazards, places] = [await drawn('gap'), await drawn('hazard'), await drawn('place')];
    expect(gaps.length).toBeGreaterThan(0);
    const ranked = (await list('gaps', { run: String(pumper), limit: '200' })).rows;
    for (const { id, properties } of gaps) {
      const row = ranked.find((gap) => gap.id === id)!;
      expect(properties).toMatchObject({ rank: row.rank, verdict: row.verdict, buildings: row.buildings });
    }
    expect(hazards.map(({ properties }) => properties.severity)).toContain('serious');
    expect(new Set(hazards.map(({ properties }) => properties.status))).toContain('reported');
    const judged = (await list('places', { run: String(pumper), limit: '200' })).rows;
    for (const { id, properties } of places) {
      expect(properties.verdict).toBe(judged.find((place) => place.id === id)!.verdict);
    }
    expect(places.length).toBeGreaterThan(0);
  });

  it('counts every layer', async () => {
    const counted = layersAnswerSchema.parse(await layers(db, ADMIN, pumper)).layers;
    const { total } = await list('buildings');
    expect(counted.building!.total).toBe(total);
    expect(Object.values(counted.building!.by!).reduce((sum, n) => sum + n, 0)).toBe(total);
    expect(counted.hydrant!.by).toEqual({ working: 4, broken: 1, unknown: 1 });
    expect(counted.hazard!.by!.closed).toBe(1);
    expect(counted.gap!.total).toBe((await list('gaps', { run: String(pumper) })).total);
    expect(counted.operating_surface).toEqual({ total: 0, by: null });
    expect(counted.water_main).toEqual({ total: 3, by: { loop: 1, branch: 1, unknown: 1 } });
  });

  it('follows the truck to the stop, the hose to the door and the water to the stop', async () => {
    const demand = readCsv(await file('demand.csv'));
    let trucks = 0;
    for (const row of demand.filter((_, i) => i % 7 === 0)) {
      const id = Number(row.demand_id);
      const ways = pathAnswerSchema.parse(await pathOfBuilding(db, ADMIN, id, pumper));
      const { verdict } = (await building(db, ADMIN, id, pumper))!;
      const stop = [verdict!.stop_lon_deg!, verdict!.stop_lat_deg!];
      expect(ways.truck === null).toBe(row.arrival_s === '');
      if (ways.truck) {
        trucks++;
        near(ways.truck.coordinates.at(-1)!, stop, 0.05);
      }
      near(ways.hose!.coordinates[0], stop, 0.05);
      expect(Math.abs(length_m(ways.hose!.coordinates) - Number(row.hose_m))).toBeLessThan(0.1);
      expect(ways.water === null).toBe(row.water_id === '');
      if (ways.water) {
        near(ways.water.coordinates.at(-1)!, stop, 0.05);
        expect(Math.abs(length_m(ways.water.coordinates) - Number(row.water_m))).toBeLessThan(0.1);
      }
    }
    expect(trucks).toBeGreaterThan(5);
    const [first] = demand;
    expect(await pathOfBuilding(db, ADMIN, 999_999, pumper)).toBeNull();
    expect(await pathOfBuilding(db, NOBODY, Number(first.demand_id), pumper)).toBeNull();
  });

  it('says what stands behind the water leg, and what would bring water', async () => {
    const demand = readCsv(await file('demand.csv'));
    const seen = new Set<string>();
    let remedies = 0;
    let out_of_reach = 0;
    for (const row of demand) {
      const id = Number(row.demand_id);
      const answer = await waterOfBuilding(db, ADMIN, id, pumper);
      const { water } = buildingWaterSchema.parse(JSON.parse(JSON.stringify(answer)));
      expect(water!.leg).toBe(row.water);
      seen.add(water!.leg);
      const named = water!.sources.find(
        ({ layer, id: source }) =>
          (layer === 'hydrant' ? String(source) : `${layer}/${source}`) === row.water_id,
      );
      if (water!.leg !== 'fail') expect(named?.hose_m).toBeCloseTo(Number(row.water_m), 2);
      if (water!.remedy) {
        remedies++;
        expect(water!.leg).toBe('fail');
        expect(water!.remedy.hose_m).toBeGreaterThan(200);
        expect(water!.remedy.shuttle).toMatchObject({ kind: 'unknown' });
      }
      for (const { key, clause } of water!.rules) expect(clause, key).not.toBe('');
      for (const { hose_m, straight_m, not_counted } of water!.sources) {
        if (not_counted !== 'out-of-reach') {
          expect(hose_m).toBeLessThanOrEqual(200);
          continue;
        }
        out_of_reach++;
        expect(straight_m).toBeLessThanOrEqual(150);
        if (hose_m !== null) expect(hose_m).toBeGreaterThan(200);
      }
      const { circle } = water!;
      if (circle?.only_on_paper) {
        const named_ids = water!.sources
          .filter(({ not_counted }) => not_counted === 'out-of-reach')
          .map(({ id: source }) => source);
        expect(named_ids).toContain(circle.hydrant!.id);
      }
    }
    expect([...seen].sort()).toEqual(['fail', 'pass', 'unknown']);
    expect(remedies).toBeGreaterThan(5);
    expect(out_of_reach).toBeGreaterThan(0);
    expect(await waterOfBuilding(db, ADMIN, 999_999, pumper)).toBeNull();
  });

  describe('after the data changed', () => {
    it('keeps the default run until its successor is there, and drops the others', async () => {
      await db.as(ADMIN).query(`update hydrant set flow_lps = 19 where source_id = 'h1'`);
      const before = (await areas(db, ADMIN, null)).run!;
      expect(before).toMatchObject({ choice: 'best', stale: true });
      const { id } = await runFor(db, ADMIN, { vehicle: 'pumper', cutoff_s: 300 });
      expect(id).toBeGreaterThan(pumper);
      expect((await list('buildings', { verdict: 'unassessed' })).total).toBe(0);
      expect(await pathOfBuilding(db, ADMIN, 1, pumper)).toEqual({ truck: null, hose: null, water: null });
      expect(await waterOfBuilding(db, ADMIN, 1, pumper)).toEqual({ water: null });
      await runFor(db, ADMIN, { vehicle: 'best', cutoff_s: 300 });
      const rows = await db
        .as(ADMIN)
        .query<{ run_id: number }>('select distinct run_id from building_verdict order by run_id');
      expect(rows.map(({ run_id }) => run_id)).toEqual([id, id + 1]);
    });

    it('leaves verdicts alone where only hazards changed', async () => {
      const run = await runFor(db, ADMIN, { vehicle: 'best', cutoff_s: 300 });
      await db.as(ADMIN).query(`update hazard set severity = 'major'`);
      expect(await ensureVerdicts(db, ADMIN)).toBe(run.id);
    });
  });
});

function near(found: number[], expected: number[], most_m: number) {
  expect(distance_m(found[0], found[1], expected[0], expected[1])).toBeLessThan(most_m);
}

const length_m = (line: number[][]) =>
  line.slice(1).reduce((sum, [lon, lat], i) => sum + distance_m(line[i][0], line[i][1], lon, lat), 0);

async function text(parts: AsyncIterable<string>): Promise<string> {
  let whole = '';
  for await (const part of parts) whole += part;
  return whole;
}
