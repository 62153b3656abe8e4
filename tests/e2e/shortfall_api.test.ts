import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  repairOrderAnswerSchema,
  repairOrderSchema,
  testAnswerSchema,
} from '../../src/lib/contract/api_hydrant_records.ts';
import {
  measureFirstAnswerSchema,
  shortfallAnswerSchema,
  trendAnswerSchema,
  workingSchema,
  type ShortfallAnswer,
} from '../../src/lib/contract/api_shortfall.ts';
import { shortfallListAnswerSchema } from '../../src/lib/contract/api_shortfall_list.ts';
import { waterSheetSchema } from '../../src/lib/contract/api_water_sheet.ts';
import { SHORTFALL_FIGURE_NAMES, SHORTFALL_FIGURES } from '../../src/lib/contract/shortfall_figures.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import { readCsv } from '../support/read_csv.ts';

const ON = '2026-11-22';
type Done<T> = Extract<T, { state: 'done' }>;

describe('the served shortfall of the sample town', () => {
  let app: DemoApp;
  let answer: Done<ShortfallAnswer>;
  const get = (path: string) => fetch(`${app.origin}/api/${path}`);
  const send = (path: string, method: string, body: unknown) =>
    fetch(`${app.origin}/api/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  /** Asks again while it is worked out. */
  const made = async (path: string): Promise<Response> => {
    for (;;) {
      const response = await get(path);
      if (response.status !== 202) return response;
      expect(workingSchema.parse(await response.json()).share).toBeLessThan(1);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };
  const ask = async (query = '') =>
    shortfallAnswerSchema.parse(
      await (await made(`shortfall?on=${ON}${query}`)).json(),
    ) as Done<ShortfallAnswer>;

  beforeAll(async () => {
    app = await serveDemo();
    answer = await ask();
  }, 300_000);
  afterAll(() => app?.stop());

  it('is worked out beside the server, which answers meanwhile', async () => {
    const first = await get(`shortfall?on=${ON}&vehicle=pumper`);
    expect(first.status).toBe(202);
    expect(first.headers.get('cache-control')).toBe('no-cache');
    expect((await get('layers')).status).toBe(200);
    expect((await made(`shortfall?on=${ON}&vehicle=pumper`)).status).toBe(200);
  });

  it('every figure of every area counts its list', { timeout: 300_000 }, async () => {
    for (const figure of SHORTFALL_FIGURE_NAMES) {
      const figures: [string, number | null][] = [
        ['all', answer.totals[figure]],
        ...answer.areas.flatMap(({ area_id, own, branch }): [string, number | null][] =>
          area_id === null
            ? [['none', own[figure]]]
            : [
                [String(area_id), own[figure]],
                [`${area_id}&branch`, branch[figure]],
              ],
        ),
      ];
      for (const [which, expected] of figures) {
        if (expected === null) continue;
        const [area, branch] = which.split('&');
        const path = `shortfall/${area}/${figure}?on=${ON}&limit=1${branch ? '&branch=1' : ''}`;
        const list = shortfallListAnswerSchema.parse(await (await made(path)).json());
        if (list.state !== 'done') throw new Error(list.state);
        const is = SHORTFALL_FIGURES[figure].unit === 'count' ? list.total : list.amount;
        expect(is, `${figure} of ${which}`).toBeCloseTo(expected, 6);
      }
    }
  });

  it('a list as CSV holds every row of it', async () => {
    const rows = readCsv(await (await made(`shortfall/all/no_water?on=${ON}&format=csv`)).text());
    expect(rows).toHaveLength(answer.totals.no_water!);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    for (const { lon, lat, reason } of rows) {
      expect(Number(lon)).toBeGreaterThan(100);
      expect(Number(lat)).toBeGreaterThan(20);
      expect(['no-water', 'weak-water']).toContain(reason);
    }
  });

  it('the table as CSV has the figures of the answer', async () => {
    const rows = readCsv(await (await made(`shortfall?on=${ON}&format=csv`)).text());
    expect(rows.map(({ area_id, own_hydrants }) => [area_id, own_hydrants])).toEqual(
      answer.areas.map(({ area_id, own }) => [String(area_id ?? ''), String(own.hydrants)]),
    );
  });

  it('agrees with the files the command line wrote', () => {
    const plain = readCsv(app.file('water/areas.csv'));
    for (const { area_id, working, total, broken } of plain) {
      const area = answer.areas.find((each) => String(each.area_id ?? '') === area_id)!;
      expect(area.own).toMatchObject({ working: +working, hydrants: +total, broken: +broken });
    }
    const repairs = readCsv(app.file('water/repairs.csv'));
    expect(repairs.filter(({ order_id }) => order_id !== '')).toHaveLength(answer.totals.repairs_open!);
    const hydrants = readCsv(app.file('water/hydrants.csv'));
    const days = (from: string) => (Date.parse(ON) - Date.parse(from)) / 86_400_000;
    expect(hydrants.filter(({ tested_on }) => tested_on !== '' && days(tested_on) > 90)).toHaveLength(
      answer.totals.overdue!,
    );
  });

  it('the target of a market town: 10 hydrants, less those that stand', () => {
    const [target] = answer.areas.flatMap(({ targets }) =>
      targets.filter(({ measure }) => measure === 'hydrant.count'),
    );
    const area = answer.areas.find(({ targets }) => targets.includes(target))!;
    expect(target.missing).toBe(target.value - area.branch.hydrants!);
    expect(area.own.missing_to_target).toBe(target.missing);
  });

  it('says how many buildings’ water is unknown and what to measure first', async () => {
    const { measure_first, totals } = answer;
    expect(measure_first.water_unknown).toBe(totals.water_unknown);
    expect(measure_first.rows[0].buildings).toBeGreaterThan(0);
    const [area] = answer.areas.filter(({ own }) => own.water_unknown! > 0);
    const list = measureFirstAnswerSchema.parse(
      await (await made(`shortfall/${area.area_id}/measure-first?on=${ON}`)).json(),
    );
    expect(list).toMatchObject({ state: 'done', water_unknown: area.own.water_unknown });
  });

  it('the dry season never has more water', async () => {
    const dry = await ask('&season=dry');
    expect(dry.totals.no_water! + dry.totals.water_unknown!).toBeGreaterThanOrEqual(
      answer.totals.no_water! + answer.totals.water_unknown!,
    );
  });

  it('the sheet of every village', { timeout: 60_000 }, async () => {
    for (const { area_id, branch } of answer.areas) {
      if (area_id === null) continue;
      const sheet = waterSheetSchema.parse(await (await made(`water/${area_id}?on=${ON}`)).json());
      if (sheet.state !== 'done') throw new Error(sheet.state);
      expect(sheet.sources.filter(({ layer }) => layer === 'hydrant')).toHaveLength(branch.hydrants!);
      expect(sheet.seasons.wet.buildings.fail).toBe(branch.no_water);
    }
  });

  it('trends by area', async () => {
    const { trend } = trendAnswerSchema.parse(await (await get(`shortfall/all/trend?on=${ON}`)).json());
    expect(trend).toEqual(answer.trend);
    expect(trend.length).toBeGreaterThan(3);
    const csv = readCsv(await (await get(`shortfall/all/trend?on=${ON}&format=csv`)).text());
    expect(csv.map(({ month }) => month)).toEqual(trend.map(({ month }) => month));
  });

  it('a test and a repair from the page change the figures', { timeout: 120_000 }, async () => {
    const list = shortfallListAnswerSchema.parse(
      await (await made(`shortfall/all/repairs_open?on=${ON}`)).json(),
    );
    if (list.state !== 'done') throw new Error(list.state);
    const [{ id: order, hydrant_id: hydrant }] = list.rows;
    const closed = await send(`repair-orders/${order}`, 'PATCH', { done_on: '2026-11-20' });
    expect(repairOrderSchema.parse(await closed.json())).toMatchObject({ done_on: '2026-11-20' });
    expect((await send(`repair-orders/${order}`, 'PATCH', { done_on: '2026-11-21' })).status).toBe(409);
    const body = { tested_on: '2026-11-21', status: 'working', flow_lps: 18, flowing_pressure_mpa: 0.2 };
    const tested = await send(`hydrants/${hydrant}/tests`, 'POST', body);
    expect(tested.status).toBe(201);
    expect(testAnswerSchema.parse(await tested.json())).toMatchObject({ added: true, decides: true });
    expect((await send(`hydrants/${hydrant}/tests`, 'POST', body)).status).toBe(200);
    const now = await ask();
    expect(now.totals.repairs_open).toBe(answer.totals.repairs_open! - 1);
    expect(now.totals.working).toBe(answer.totals.working! + 1);
    expect(now.totals.broken).toBe(answer.totals.broken! - 1);
    const opened = await send(`hydrants/${hydrant}/repair-orders`, 'POST', {
      opened_on: '2026-11-21',
      fault: '漏水',
    });
    expect(opened.status).toBe(201);
    expect(repairOrderAnswerSchema.parse(await opened.json()).order.done_on).toBeNull();
  });

  it.each([
    ['shortfall?season=summer', 400],
    ['shortfall?on=2026-13-01', 400],
    ['shortfall/0/hydrants', 400],
    ['shortfall/all/everything', 404],
    ['shortfall/987654321/hydrants', 404],
    ['shortfall/all/hydrants?limit=201', 400],
    ['shortfall/987654321/trend', 404],
    ['water/987654321', 404],
    ['water/all', 404],
    ['hydrants/987654321/tests', 404],
    ['hydrants/x/tests', 404],
  ])('%s answers %i', async (path, status) => {
    expect((await made(path)).status).toBe(status);
  });

  it.each([
    ['hydrants/1/tests', 'POST', { tested_on: '2099-01-01', status: 'working' }, 400],
    ['hydrants/1/tests', 'POST', { tested_on: '2026-11-01', status: 'good' }, 400],
    ['hydrants/987654321/tests', 'POST', { tested_on: '2026-11-01', status: 'working' }, 404],
    ['hydrants/1/repair-orders', 'POST', { opened_on: '2026-11-01' }, 400],
    ['repair-orders/987654321', 'PATCH', { done_on: '2026-11-01' }, 404],
    ['repair-orders/2', 'PATCH', { done_on: '1999-11-01' }, 400],
  ])('%s %s %o answers %i', async (path, method, body, status) => {
    expect((await send(path, method, body)).status).toBe(status);
  });
});
