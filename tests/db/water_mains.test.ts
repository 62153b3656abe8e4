import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, inject, test } from 'vitest';
import { readerFor } from '../../geodata/import/detect.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { featureCard } from '../../src/lib/server/queries/feature_card.ts';
import { importFiles } from '../../src/lib/server/services/import/import_files.ts';
import { loadRuleSets, readRuleSet } from '../../src/lib/server/services/rule_set.ts';
import { loadTown } from '../../src/lib/server/services/town/load_town.ts';
import { describeOnBothDrivers } from '../support/test_database.ts';

const LON = 118.1;
const LAT = 24.5;
/** Metres east and north, near enough for files written to the centimetre. */
const at = (x_m: number, y_m: number): [number, number] => [
  Number((LON + x_m / 101_300).toFixed(7)),
  Number((LAT + y_m / 110_780).toFixed(7)),
];

const line = (...places: [number, number][]) => places.map(([x, y]) => at(x, y));
const main = (id: string, coordinates: unknown, properties: object) => ({
  type: 'Feature',
  id,
  geometry: { type: 'MultiLineString', coordinates },
  properties,
});

const MAINS = {
  type: 'FeatureCollection',
  features: [
    main('G1', [line([0, 0], [200, 0]), line([200, 0], [200, 200])], {
      管线名称: '环城管',
      管径: 'DN200',
      管网形式: '环状',
      '压力(MPa)': 0.35,
    }),
    main('G2', [line([200, 0], [400, 0])], { 管径: 'DN100', 管网形式: '枝状' }),
    main('G3', [line([0, 300], [200, 300])], { 管径: 'DN100' }),
    main('G4', [line([5, 5], [5, 5])], { 管径: 'DN100' }),
  ],
};

/** Beside a loop, beside a branch, beside one nobody recorded, beside none, beside a branch with a record of its own. */
const HYDRANTS: [string, number, number, string][] = [
  ['loop', 100, 4, ''],
  ['branch', 300, -6, ''],
  ['unrecorded', 100, 296, ''],
  ['away', 100, 60, ''],
  ['own', 350, 3, '环状'],
];
const CSV = [
  '编号,经度,纬度,流量(L/s),压力(MPa),地面高程,管网形式,管网压力',
  ...HYDRANTS.map(([name, x, y, form]) => `${name},${at(x, y).join(',')},20,0.2,12.5,${form},0.6`),
].join('\n');

describeOnBothDrivers('water mains', (open, kind) => {
  let db: Database;
  let paths: string[];

  const load = () =>
    importFiles(
      db,
      LOCAL_ADMINISTRATOR,
      { paths, layer: null, crs: 'auto', encoding: 'auto', map: {}, max_rejected: 0.3, dry_run: false },
      readerFor,
    );
  const town = async () => {
    const acting = db.as(LOCAL_ADMINISTRATOR);
    return loadTown(acting, await readRuleSet(acting, 'cn'));
  };

  beforeAll(async () => {
    db = await open();
    await loadRuleSets(db);
    const folder = join(inject('runFolder'), `mains_${process.pid}_${kind}`);
    mkdirSync(folder, { recursive: true });
    paths = [join(folder, '供水管网.geojson'), join(folder, '消火栓.csv')];
    writeFileSync(paths[0], JSON.stringify(MAINS));
    writeFileSync(paths[1], CSV);
  });

  test('a file of pipes and a register of hydrants find their layers by their names', async () => {
    const { files } = await load();
    const [pipes, posts] = files;
    expect(pipes.layers.water_main).toMatchObject({ read: 4, inserted: 3, rejected: 1 });
    expect(posts.layers.hydrant).toMatchObject({ read: 5, inserted: 5, rejected: 0 });
    const { mains } = await town();
    expect(mains.map(({ name, diameter_mm, dead_end }) => [name, diameter_mm, dead_end])).toEqual([
      ['环城管', 200, false],
      ['环城管', 200, false],
      [null, 100, true],
      [null, 100, null],
    ]);
    expect(mains[0].coords_deg).toEqual(Float64Array.from(line([0, 0], [200, 0]).flat()));
  });

  test('a hydrant has the form of its main, its own record first, and its own pressure', async () => {
    const { hydrants } = await town();
    expect(hydrants.map(({ name, dead_end }) => [name, dead_end])).toEqual([
      ['loop', false],
      ['branch', true],
      ['unrecorded', null],
      ['away', null],
      ['own', false],
    ]);
    for (const { ground_m, pressure_mpa } of hydrants) expect([ground_m, pressure_mpa]).toEqual([12.5, 0.2]);
  });

  test('the card of a hydrant says the same', async () => {
    const acting = db.as(LOCAL_ADMINISTRATOR);
    for (const { id, name, dead_end } of (await town()).hydrants) {
      const card = await featureCard(acting, 'hydrant', id, null);
      expect(card!.attributes, String(name)).toMatchObject({ dead_end, ground_m: 12.5 });
    }
    const [{ id }] = (await town()).mains;
    expect(await featureCard(acting, 'water_main', id, null)).toMatchObject({
      name: '环城管',
      attributes: { diameter_mm: 200, pressure_mpa: 0.35, dead_end: false, owner: null },
    });
  });

  test('a second time changes nothing', async () => {
    const { files } = await load();
    for (const { layers } of files) {
      for (const counts of Object.values(layers)) expect(counts).toMatchObject({ inserted: 0, updated: 0 });
    }
  });

  test('verdicts made before a main changed are stale, and what it was is kept', async () => {
    const acting = db.as(LOCAL_ADMINISTRATOR);
    const stamp = async () =>
      (await acting.query<{ stamp: string }>('select firecover_judged_stamp() as stamp'))[0].stamp;
    const before = await stamp();
    expect(before).toContain('water_main:');
    await acting.query(`update water_main set dead_end = false where source_id = 'G2'`);
    expect(await stamp()).not.toBe(before);
    expect(
      await acting.query(`select condition from condition_history where layer = 'water_main' order by id`),
    ).toEqual([{ condition: { dead_end: true } }]);
    const { hydrants } = await town();
    expect(hydrants.find(({ name }) => name === 'branch')!.dead_end).toBe(false);
  });
});
