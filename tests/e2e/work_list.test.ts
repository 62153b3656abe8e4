import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { LanesSummary } from '../../src/cli/jobs/lanes_job.ts';
import { scenarioSchema } from '../../src/lib/contract/api_scenarios.ts';
import { workListAnswerSchema, type WorkListRow } from '../../src/lib/contract/api_work_list.ts';
import type { Edit } from '../../src/lib/domain/live/edit.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import { readCsv, readCsvFile } from '../support/read_csv.ts';
import { runCliJson } from '../support/run_cli.ts';

describe('the work list of the sample town', () => {
  let app: DemoApp;
  let out: string;
  let lanes: LanesSummary;

  beforeAll(async () => {
    app = await serveDemo();
    out = mkdtempSync(join(inject('runFolder'), 'work_list-'));
    lanes = await runCliJson<LanesSummary>(['lanes', '--vehicle', 'pumper', '--out', out], app);
  }, 300_000);
  afterAll(() => app?.stop());

  const get = (query: string) => fetch(`${app.origin}/api/worklist?${query}`);
  /** Asks until it is made; the statuses of all answers. */
  async function made(query: string) {
    const statuses: number[] = [];
    const shares: number[] = [];
    for (;;) {
      const response = await get(query);
      const answer = workListAnswerSchema.parse(await response.json());
      statuses.push(response.status);
      if (answer.state === 'done') return { ...answer, statuses, shares };
      shares.push(answer.share);
      await new Promise((resume) => setTimeout(resume, 100));
    }
  }
  const table = (kind: string) => readCsvFile(join(out, `${kind}s.csv`));
  /** Doors and how their leg stands, after a coverage run of pumpers. */
  const legs = (rows: Record<string, string>[], leg: string) =>
    new Map(rows.map((row) => [row['demand_id']!, row[leg]!]));

  it('has a row for every obstacle that stands, and what clearing each gives back to each vehicle', () => {
    const rows = table('obstacle');
    expect(new Set(rows.map((row) => row['obstacle_id'])).size).toBe(rows.length);
    // Bars before windows stand on buildings, not in a lane.
    expect(rows.length).toBeLessThan(app.counts.obstacle);
    expect(rows.length).toBeGreaterThan(app.counts.obstacle / 2);
    expect(Object.keys(rows[0]!).slice(0, 10)).toEqual([
      ...['obstacle_id', 'kind', 'lon', 'lat', 'area_id', 'street'],
      ...['clear_width_m', 'clear_height_m', 'movable', 'due_on'],
    ]);
    expect(lanes.work.obstacle.count).toBe(rows.length);
    expect(lanes.work.obstacle.costly).toBe(rows.filter((row) => Number(row['pumper_buildings']) > 0).length);
    expect(lanes.work.obstacle.costly).toBeGreaterThan(0);
    const orders = rows.flatMap(({ order }) => (order === '' ? [] : [Number(order)]));
    expect(orders).toEqual(orders.toSorted((a, b) => a - b));
    expect(new Set(orders).size).toBe(lanes.work.obstacle.steps);
  });

  it('says of every step what two coverage runs say, without and with it', async () => {
    const before = legs(readCsv(app.file('demand.csv')), 'arrive');
    const rows = table('obstacle');
    const edits: Edit[] = [];
    for (let step = 1; step <= lanes.work.obstacle.steps; step++) {
      const cleared = rows.filter(({ order }) => Number(order) === step);
      for (const { obstacle_id } of cleared) {
        edits.push({ kind: 'remove', layer: 'obstacle', row: Number(obstacle_id) });
      }
    }
    const response = await fetch(`${app.origin}/api/scenarios`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        ...{ name: '清障', by: '王工', vehicle: 'pumper', cutoff_s: 300, turnout_s: null },
        edits,
      }),
    });
    const { id } = scenarioSchema.parse(await response.json());
    const folder = join(out, 'cleared');
    const options = ['--vehicle', 'pumper', '--scenario', String(id), '--out', folder];
    await runCliJson(['coverage', ...options], app);
    const after = legs(readCsvFile(join(folder, 'demand.csv')), 'arrive');
    const gained = [...after].filter(([door, leg]) => leg === 'pass' && before.get(door) !== 'pass');
    expect(gained.length).toBe(lanes.work.obstacle.buildings);
    expect(gained.length).toBeGreaterThan(0);
  });

  it('says how far it is until it is made, and then answers at once, page by page', async () => {
    const query = 'kind=obstacle&vehicle=pumper&cutoff=300';
    const first = await made(`${query}&limit=200`);
    expect(first.statuses.slice(0, -1).every((status) => status === 202)).toBe(true);
    expect(first.statuses.length).toBeGreaterThan(1);
    expect(first.shares).toEqual(first.shares.toSorted((a, b) => a - b));
    expect(first.total).toBe(table('obstacle').length);

    const again = await made(`${query}&offset=2&limit=3`);
    expect(again.statuses).toEqual([200]);
    expect(again.rows).toEqual(first.rows.slice(2, 5));

    const alone = await made(`${query}&id=${first.rows[1]!.id}`);
    expect(alone.rows).toEqual([first.rows[1]]);
    const area_id = first.rows[0]!.area_id!;
    const of_area = await made(`${query}&area=${area_id}&limit=200`);
    expect(of_area.rows).toEqual(first.rows.filter((row) => row.area_id === area_id));
  }, 120_000);

  it('is the same as a table, as an answer and from the command line', async () => {
    for (const kind of ['obstacle', 'hydrant', 'station'] as const) {
      const query = `kind=${kind}&vehicle=pumper`;
      const { rows } = await made(`${query}&limit=200`);
      const csv = await get(`${query}&format=csv`);
      expect(csv.headers.get('content-disposition')).toBe(`attachment; filename="${kind}s.csv"`);
      const downloaded = readCsv(await csv.text());
      expect(downloaded).toEqual(table(kind));
      const plain = (row: WorkListRow) => [row.id, row.alone.mini.buildings, row.order ?? ''].map(String);
      expect(downloaded.map((row) => [row[`${kind}_id`], row['mini_buildings'], row['order']])).toEqual(
        rows.map(plain),
      );
    }
  }, 120_000);

  it('is refused for what is no kind, no vehicle, no number', async () => {
    for (const query of ['kind=tree', 'vehicle=walk', 'cutoff=0', 'limit=1000', 'colour=red']) {
      expect((await get(query)).status, query).toBe(400);
    }
  });
});
