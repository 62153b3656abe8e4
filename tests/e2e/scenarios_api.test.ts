import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  adoptionAnswerSchema,
  comparisonSchema,
  scenarioConflictSchema,
  scenarioSchema,
  scenariosAnswerSchema,
  type Scenario,
} from '../../src/lib/contract/api_scenarios.ts';
import { FIRST_ADDED_ROW, type Edit } from '../../src/lib/domain/live/edit.ts';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded_driver.ts';
import type { CoverageSummary } from '../../src/lib/server/services/coverage/coverage_summary.ts';
import { readCsv } from '../support/read_csv.ts';
import { runCli, runCliJson } from '../support/run_cli.ts';
import { serveApp, type ServedApp } from '../support/served_app.ts';
import { fillSmallTown } from '../support/small_town.ts';
import { createEmbeddedFolder } from '../support/test_database.ts';

const STATION: Edit = {
  kind: 'add',
  layer: 'station',
  row: FIRST_ADDED_ROW,
  at_deg: [118.11, 24.5046],
  body: { name: '新站', kind: 'brigade', turnout_s: null, vehicles: ['pumper'] },
};
const EDITS: Edit[] = [
  STATION,
  { kind: 'remove', layer: 'obstacle', row: 1 },
  { kind: 'change', layer: 'hydrant', row: 4, body: { status: 'working', flow_lps: 20, pressure_mpa: 0.2 } },
  { kind: 'change', layer: 'street', row: 3, body: { closed: true } },
];
const SAVED = {
  name: '西埔加站',
  remark: null,
  vehicle: 'pumper',
  cutoff_s: 240,
  turnout_s: null,
  edits: EDITS,
};

describe('the served scenarios', () => {
  let app: ServedApp;
  let folder: string;
  const ask = (path: string, method = 'GET', body?: unknown, headers: Record<string, string> = {}) =>
    fetch(`${app.origin}/api/scenarios${path}`, {
      method,
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  const create = async (more: object = {}): Promise<Scenario> => {
    const response = await ask('', 'POST', { ...SAVED, by: '王工', ...more });
    expect(response.status, await response.clone().text()).toBe(201);
    const made = scenarioSchema.parse(await response.json());
    expect(response.headers.get('location')).toBe(`/api/scenarios/${made.id}`);
    return made;
  };
  const load = async (id: number) => scenarioSchema.parse(await (await ask(`/${id}`)).json());
  const message = async (response: Response) => ((await response.json()) as { message: string }).message;
  const coverage = (name: string, ...options: string[]) =>
    runCliJson<CoverageSummary>(
      ['coverage', '--vehicle', 'pumper', '--cutoff', '240', '--out', join(folder, name), ...options],
      { folder },
    );
  const verdicts = (name: string) =>
    readCsv(readFileSync(join(folder, name, 'demand.csv'), 'utf8')).map((row) => [
      ...[row.demand_id, row.verdict, row.arrival_s, row.arrive, row.hose, row.water],
    ]);

  beforeAll(async () => {
    folder = mkdtempSync(join(inject('runFolder'), 'scenarios-'));
    cpSync(await createEmbeddedFolder(), join(folder, 'main'), { recursive: true });
    const db = await openEmbedded(join(folder, 'main'));
    await fillSmallTown(db.as(LOCAL_ADMINISTRATOR)).finally(() => db.close());
    app = await serveApp({ FIRECOVER_DATA: folder });
  }, 300_000);
  afterAll(() => app?.stop());

  it('are made, listed, saved and handed out as files', async () => {
    const made = await create();
    expect(made).toMatchObject({ ...SAVED, author: '王工', revision: 1, stale: false, problems: [] });
    const put = await ask(`/${made.id}`, 'PUT', { ...SAVED, name: '西埔', revision: 1, by: '李工' });
    expect(put.status).toBe(200);
    const saved = scenarioSchema.parse(await put.json());
    expect(saved).toMatchObject({
      id: made.id,
      name: '西埔',
      revision: 2,
      author: '王工',
      updated_by: '李工',
    });
    expect(await load(made.id)).toEqual(saved);
    const { scenarios } = scenariosAnswerSchema.parse(await (await ask('')).json());
    expect(scenarios[0]).toMatchObject({ id: made.id, edit_count: EDITS.length });
    const list = await ask('?format=csv');
    expect(list.headers.get('content-disposition')).toBe('attachment; filename="scenarios.csv"');
    expect(readCsv(await list.text())[0]).toMatchObject({ id: String(made.id), author: '王工' });
    expect(readCsv(await (await ask(`/${made.id}/edits`)).text())).toHaveLength(EDITS.length);
    expect((await ask(`/${made.id}?revision=2`, 'DELETE')).status).toBe(204);
    expect((await ask(`/${made.id}`)).status).toBe(404);
  });

  it('tell whoever asks again whether somebody saved', async () => {
    const { id } = await create();
    const etag = (await ask(`/${id}`)).headers.get('etag')!;
    const again = await ask(`/${id}`, 'GET', undefined, { 'if-none-match': etag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    await ask(`/${id}`, 'PUT', { ...SAVED, revision: 1, by: '李工' });
    const after = await ask(`/${id}`, 'GET', undefined, { 'if-none-match': etag });
    expect(after.status).toBe(200);
    expect(scenarioSchema.parse(await after.json())).toMatchObject({ revision: 2, updated_by: '李工' });
  });

  it('give the later of two editors the scenario of the earlier one, and keep both', async () => {
    const { id } = await create();
    const theirs = { ...SAVED, edits: [STATION], revision: 1, by: '李工' };
    expect((await ask(`/${id}`, 'PUT', theirs)).status).toBe(200);
    const mine = { ...SAVED, name: '我的', revision: 1, by: '王工' };
    const refused = await ask(`/${id}`, 'PUT', mine);
    expect(refused.status).toBe(409);
    expect(scenarioConflictSchema.parse(await refused.json())).toMatchObject({
      conflict: 'changed',
      current: { revision: 2, updated_by: '李工', edits: [STATION] },
    });
    expect((await ask(`/${id}?revision=1`, 'DELETE')).status).toBe(409);
    const copy = await create({ name: '我的', copied_from: id });
    expect(copy).toMatchObject({ copied_from: id, edits: EDITS });
    expect((await load(id)).edits).toEqual([STATION]);
  });

  it('compare with the data as it is as the command line judges them', async () => {
    const { id } = await create({ name: '对比' });
    const response = await ask(`/compare?a=base&b=${id}`);
    const compared = comparisonSchema.parse(await response.json());
    expect(compared).toMatchObject({ vehicle: 'pumper', cutoff_s: 240, a: { scenario: null } });
    expect(compared.b.scenario).toMatchObject({ id, name: '对比', stale: false });
    const base = await coverage('base');
    const summary = await coverage('scenario', '--scenario', '对比');
    expect(summary.scenario).toMatchObject({ id, name: '对比', revision: 1, stale: false, problems: [] });
    expect(base).not.toHaveProperty('scenario');
    expect([base.verdicts, summary.verdicts]).toEqual([
      compared.a.counts.verdicts,
      compared.b.counts.verdicts,
    ]);
    expect(JSON.parse(readFileSync(join(folder, 'scenario', 'summary.json'), 'utf8'))).toEqual(summary);
    const before = verdicts('base');
    const gained = verdicts('scenario').filter(
      ([, verdict], i) => verdict === 'covered' && before[i][1] !== 'covered',
    );
    expect(gained.length).toBeGreaterThan(0);
    const file = readCsv(await (await ask(`/compare?a=base&b=${id}&format=csv`)).text());
    expect(file.filter(({ change }) => change === 'gained').map((row) => row.building_id)).toEqual(
      gained.map(([building_id]) => building_id),
    );
  });

  it('are refused by the command line where it is not clear which is meant', async () => {
    const one = await create({ name: '同名' });
    const two = await create({ name: '同名' });
    const several = await runCli(['coverage', '--scenario', '同名'], { folder });
    expect([several.exit_code, several.stderr]).toEqual([2, expect.stringContaining(`${one.id}, ${two.id}`)]);
    expect((await runCli(['coverage', '--scenario', '没有'], { folder })).exit_code).toBe(2);
    expect((await coverage('by_id', '--scenario', String(two.id))).scenario).toMatchObject({ id: two.id });
  });

  it.each<[string, unknown, string]>([
    ['a name of blanks', { name: '  ' }, 'name'],
    ['nobody who saves', { by: undefined }, 'by'],
    ['a vehicle nobody has', { vehicle: 'tank' }, 'vehicle'],
    ['a column too many', { colour: 'red' }, 'colour'],
    ['text that cannot be kept', { name: 'a\0b' }, 'name'],
    ['half a character', { remark: '\ud800' }, 'remark'],
    ['a step off the earth', { edits: [{ ...STATION, at_deg: [200, 0] }] }, 'edits.0.at_deg.0'],
    ['a row added twice', { edits: [STATION, STATION] }, 'edits'],
    ['a rule set that is not there', { rules: 'mars' }, 'mars'],
    ['an area that is not there', { area_id: 999_999 }, 'foreign key'],
  ])('refuse %s', async (_, wrong, named) => {
    const response = await ask('', 'POST', { ...SAVED, by: '王工', ...(wrong as object) });
    expect(response.status).toBe(400);
    expect(await message(response)).toContain(named);
  });

  it('refuse what is no JSON, too long, or nowhere', async () => {
    const post = (body: string, type: string) =>
      fetch(`${app.origin}/api/scenarios`, { method: 'POST', headers: { 'content-type': type }, body });
    expect((await post('{', 'application/json')).status).toBe(400);
    expect((await post('{}', 'application/xml')).status).toBe(415);
    expect((await post(JSON.stringify({ name: 'x'.repeat(3_000_000) }), 'application/json')).status).toBe(
      413,
    );
    expect((await ask('/999999')).status).toBe(404);
    expect((await ask('/1e3')).status).toBe(404);
    expect((await ask('/999999', 'PUT', { ...SAVED, revision: 1, by: '王工' })).status).toBe(404);
    expect((await ask('/999999/adopt', 'POST', { revision: 1, by: '王工' })).status).toBe(404);
    expect((await ask('/compare?a=base&b=999999')).status).toBe(404);
    expect((await ask('/compare?a=base')).status).toBe(400);
    expect((await ask('/compare?a=base&b=base&cutoff=1')).status).toBe(400);
  });

  it('go stale with an import, are adopted only knowingly, and then are the data', async () => {
    const made = await create({ name: '采纳' });
    const path = join(folder, 'pond.csv');
    writeFileSync(path, 'id,lon,lat,kind,status\n1,118.1085,24.5062,pond,working\n');
    await runCliJson(['import', path, '--layer', 'water_source'], { folder });
    const stale = await load(made.id);
    expect(stale).toMatchObject({ stale: true, base_stamp: made.base_stamp, problems: [] });
    const adopt = (body: object) => ask(`/${made.id}/adopt`, 'POST', { revision: 1, by: '局长', ...body });
    const refused = await adopt({});
    expect(refused.status).toBe(409);
    const { conflict, current } = scenarioConflictSchema.parse(await refused.json());
    expect([conflict, current.stamp]).toEqual(['stale', stale.stamp]);
    const as_scenario = await coverage('before', '--scenario', String(made.id));
    expect(as_scenario.scenario!.stale).toBe(true);

    const adopted = await adopt({ stamp: stale.stamp });
    expect(adopted.status).toBe(200);
    const { rows, scenario } = adoptionAnswerSchema.parse(await adopted.json());
    expect(rows.map(({ change, layer }) => `${change} ${layer}`)).toEqual([
      'add station',
      'remove obstacle',
      'change hydrant',
      'change street',
    ]);
    expect(scenario.adopted_by).toBe('局长');
    const as_data = await coverage('after');
    expect(as_data.verdicts).toEqual(as_scenario.verdicts);
    expect(verdicts('after')).toEqual(verdicts('before'));
    expect((await adopt({ stamp: scenario.stamp })).status).toBe(409);
  });

  it('are there after the app was started again', async () => {
    const made = await create({ name: '留下' });
    await app.stop();
    app = await serveApp({ FIRECOVER_DATA: folder });
    expect(await load(made.id)).toEqual(made);
  }, 120_000);
});
