import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { shortfallAnswerSchema, type ShortfallAnswer } from '../../src/lib/contract/api_shortfall.ts';
import { shortfallListAnswerSchema } from '../../src/lib/contract/api_shortfall_list.ts';
import { testsAnswerSchema } from '../../src/lib/contract/api_hydrant_records.ts';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import { DESK, foreignOf, openPage, PHONE, screenshot } from '../support/map_page.ts';
import { readCsv } from '../support/read_csv.ts';
import { describeUnless } from '../support/test_database.ts';

type Done = Extract<ShortfallAnswer, { state: 'done' }>;
const PATIENCE_MS = 120_000;

describeUnless(inject('browser') ? null : 'no Chromium', 'the shortfall page', () => {
  let browser: Browser;
  let app: DemoApp;
  let wet: Done;
  let dry: Done;

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
    wet = await shortfall('wet');
    dry = await shortfall('dry');
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  async function shortfall(season: string): Promise<Done> {
    for (;;) {
      const response = await fetch(`${app.origin}/api/shortfall?season=${season}`);
      const answer = shortfallAnswerSchema.parse(await response.json());
      if (answer.state === 'done') return answer;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  const open = async (query: string, size: Parameters<typeof openPage>[2] = DESK) => {
    const [page, watch] = await openPage(browser, `${app.origin}/shortfall${query}`, size);
    await page.getByTestId('shortfall-table').waitFor({ timeout: PATIENCE_MS });
    return [page, watch] as const;
  };
  const cell = (page: Page, area: number | string, column: string) =>
    page.locator(`tr[data-area="${area}"] td[data-column="${column}"] a`);
  const rowsOf = (page: Page) =>
    page.locator('tbody tr').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-area')));
  const query = (page: Page) => new URL(page.url()).searchParams;

  it('shows every figure of the API, unknown ones by a word', async () => {
    const [page, watch] = await open('?columns=stores&deep_table=1');
    for (const { area_id, branch } of wet.areas.filter(({ area_id }) => area_id !== null)) {
      const shown = (await cell(page, area_id!, 'store_missing_m3').innerText()).trim();
      const { store_missing_m3 } = branch;
      expect(shown).toBe(
        store_missing_m3 === null ? '不明' : Math.round(store_missing_m3).toLocaleString('en'),
      );
    }
    await page.goto(`${app.origin}/shortfall`);
    await page.getByTestId('shortfall-table').waitFor({ timeout: PATIENCE_MS });
    expect(await cell(page, 'all', 'no_water').innerText()).toBe(wet.totals.no_water!.toLocaleString('en'));
    expect(await page.getByTestId('measure-first').innerText()).toContain(
      `${wet.measure_first.water_unknown.toLocaleString('en')} 栋建筑的水源情况未测`,
    );
    expect(await page.getByTestId('measure-first').locator('li').count()).toBe(3);
    expect(watch.problems).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('opens the list of a figure, as long as the figure says; back, a link and Escape', async () => {
    const area = wet.areas.find(({ own }) => (own.broken ?? 0) > 1)!;
    const [page, watch] = await open('');
    await cell(page, area.area_id!, 'broken').click();
    const drawer = page.getByTestId('drawer');
    await drawer.locator('li[data-row]').first().waitFor();
    expect(await drawer.locator('li[data-row]').count()).toBe(area.own.broken);
    expect(await drawer.getByTestId('list-total').innerText()).toContain(`共 ${area.own.broken} 条`);
    expect(query(page).get('figure')).toBe('broken');
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H2');
    await screenshot(page, 'shortfall_list');

    const csv = await drawer.getByTestId('list-csv').getAttribute('href');
    const table = readCsv(await (await fetch(`${app.origin}${csv}`)).text());
    expect(table).toHaveLength(area.own.broken!);

    await page.goBack();
    await drawer.waitFor({ state: 'detached' });
    expect(query(page).has('figure')).toBe(false);
    await page.goForward();
    await drawer.locator('li[data-row]').first().waitFor();
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.closest('td')?.dataset['column'])).toBe(
      'broken',
    );

    const [linked] = await open(`?figure=broken&of=${area.area_id}`);
    await linked.getByTestId('drawer').locator('li[data-row]').first().waitFor();
    expect(await linked.getByTestId('drawer').locator('li[data-row]').count()).toBe(area.own.broken);
    await linked.getByTestId('drawer').locator('a.title').first().click();
    await linked.getByTestId('card').waitFor({ timeout: 60_000 });
    expect(query(linked).has('hydrant')).toBe(true);
    expect(watch.problems).toEqual([]);
    await linked.context().close();
    await page.context().close();
  }, 180_000);

  it("says in the reader's language why each row is in a list", async () => {
    const [page, watch] = await open('?figure=no_water');
    const rows = page.getByTestId('drawer').locator('li[data-row]');
    await rows.first().waitFor();
    for (const text of await rows.allInnerTexts()) {
      expect(text).toMatch(/最近的水源顺着路 [\d,]+ m|供水距离内没有水源|水源不够用/);
      expect(text.match(/[a-z]{3,}/i), text).toBeNull();
    }
    await page.goto(`${app.origin}/shortfall?figure=repairs_overdue`);
    await rows.first().waitFor();
    expect(await rows.first().innerText()).toMatch(/维修超期 \d+ 天(?!（)/);

    await page.goto(`${app.origin}/shortfall?figure=measure-first`);
    await rows.first().waitFor();
    const csv = await page.getByTestId('list-csv').getAttribute('href');
    const table = readCsv(await (await fetch(`${app.origin}${csv}`)).text());
    expect(table).toHaveLength(wet.measure_first.total);
    expect(watch.problems).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('sorts by any column, keeps it in the address, and changes with the season', async () => {
    const [page, watch] = await open('');
    const by = async (column: string) =>
      (await page.locator(`tbody td[data-column="${column}"]`).allInnerTexts()).map((text) =>
        Number(text.replaceAll(',', '').split('\n')[0]),
      );
    const down = await by('no_water');
    expect(down).toEqual(down.toSorted((a, b) => b - a));
    await page.locator('thead th').filter({ hasText: '按用水缺栓' }).locator('a').click();
    await page.waitForURL(/sort=missing_by_demand/);
    const sorted = await by('missing_by_demand');
    expect(sorted).toEqual(sorted.toSorted((a, b) => b - a));
    await page.locator('thead th').filter({ hasText: '按用水缺栓' }).locator('a').click();
    await page.waitForURL((url) => !url.searchParams.has('down'));
    const up = await rowsOf(page);
    await page.reload();
    await page.getByTestId('shortfall-table').waitFor({ timeout: PATIENCE_MS });
    expect(await rowsOf(page)).toEqual(up);

    const differing = (['no_water', 'water_unknown'] as const).find(
      (figure) => wet.totals[figure] !== dry.totals[figure],
    );
    await page.getByTestId('season').locator('[data-value=dry]').click();
    await page.waitForURL(/season=dry/);
    const shown = (differing ? dry.totals[differing] : dry.totals.no_water)!.toLocaleString('en');
    await page
      .locator(`tr[data-area=all] td[data-column=${differing ?? 'no_water'}]`, { hasText: shown })
      .waitFor();
    expect(watch.problems).toEqual([]);
    await page.context().close();
  }, 120_000);

  it('changes language without a reload and never fetches the map', async () => {
    const [page, watch] = await open('');
    await page.evaluate(() => Object.assign(globalThis, { still_here: true }));
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('heading', { name: 'Water shortfall' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    expect(await page.evaluate(() => 'still_here' in globalThis)).toBe(true);
    const scripts = watch.urls.filter((url) => url.endsWith('.js') || url.endsWith('.mjs'));
    expect(scripts.length).toBeGreaterThan(5);
    for (const url of scripts)
      expect(await (await fetch(url)).text(), url).not.toContain('maplibregl-canvas');
    expect(watch.urls.filter((url) => url.includes('/tiles/'))).toEqual([]);
    expect(foreignOf(watch, app.origin)).toEqual([]);
    expect(watch.problems).toEqual([]);
    await page.context().close();
  }, 120_000);

  it.each([
    ['phone', PHONE, 'light', ''],
    ['desk', DESK, 'dark', '?figure=no_water'],
    ['phone', PHONE, 'dark', '?figure=broken'],
    ['desk', DESK, 'light', '?lang=en&columns=checks'],
  ] as const)(
    'fits a %s with nothing to object to, %#',
    async (name, size, colorScheme, address) => {
      const [page, watch] = await open(address, { ...size, colorScheme });
      if (address.includes('figure'))
        await page.getByTestId('drawer').locator('li[data-row]').first().waitFor();
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, summary, select, input, a[href]')].flatMap((target) => {
          const { width, height } = target.getBoundingClientRect();
          return width < 44 || height < 44 ? [`${target.textContent}: ${width} x ${height}`] : [];
        }),
      );
      expect(small).toEqual([]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      await screenshot(page, `${name}_shortfall_${colorScheme}`);
      expect(watch.problems).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('names the hydrant to be measured first above its form', async () => {
    const [page] = await open('');
    const block = page.getByTestId('measure-first');
    await block.getByText('登记测试').first().click();
    await page.getByTestId('test-form').waitFor();
    const name = (await block.locator('strong').first().innerText()).replace(/^1\. /, '');
    expect(await page.getByTestId('drawer').locator('h2').first().innerText()).toBe(name);
    await page.context().close();
  });

  it('records a test once however often one presses, and the figures follow', async () => {
    const answer = await fetch(`${app.origin}/api/shortfall/all/never_tested?limit=1`);
    const list = shortfallListAnswerSchema.parse(await answer.json());
    if (list.state !== 'done') throw new Error('The list was made before');
    const id = list.rows[0]!.id!;
    const [page, watch] = await open(`?figure=never_tested&columns=checks&hydrant=${id}`);
    const form = page.getByTestId('test-form');
    await form.locator('[name=flow_lps]').fill('22.5');
    await form.locator('[name=tested_by]').fill('村干部');

    await page.route('**/tests', (route) =>
      route.request().method() === 'POST' ? route.abort() : route.continue(),
    );
    await form.getByRole('button').click();
    await page.getByText('没有保存').waitFor();
    expect(await form.locator('[name=flow_lps]').inputValue()).toBe('22.5');
    await page.unroute('**/tests');

    let posts = 0;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/tests')) posts += 1;
    });
    await form.getByRole('button').dblclick();
    await page.getByTestId('saved').waitFor();
    expect(posts).toBe(1);
    const { tests } = testsAnswerSchema.parse(
      await (await fetch(`${app.origin}/api/hydrants/${id}/tests`)).json(),
    );
    expect(
      tests.filter(({ flow_lps, tested_by }) => flow_lps === 22.5 && tested_by === '村干部'),
    ).toHaveLength(1);
    await page
      .locator('tr[data-area=all] td[data-column=never_tested]', {
        hasText: String(wet.totals.never_tested! - 1),
      })
      .waitFor({ timeout: PATIENCE_MS });
    expect(watch.problems.filter((text) => !text.includes('ERR_FAILED') && !text.includes('fetch'))).toEqual(
      [],
    );
    await page.context().close();
  }, 180_000);

  it('opens a repair order and closes it', async () => {
    const answer = await fetch(`${app.origin}/api/shortfall/all/working?limit=1`);
    const list = shortfallListAnswerSchema.parse(await answer.json());
    if (list.state !== 'done') throw new Error('The list was made before');
    const [page, watch] = await open(`?columns=repairs&hydrant=${list.rows[0]!.id}`);
    const form = page.getByTestId('order-form');
    await form.locator('[name=fault]').fill('栓盖丢失');
    await form.locator('[name=responsible]').fill('水务所');
    await form.getByRole('button').click();
    await page.getByTestId('saved').waitFor();
    const order = page.locator('[data-order]', { hasText: '栓盖丢失' });
    await order.waitFor();
    const open_orders = page.locator('tr[data-area=all] td[data-column=repairs_open]');
    await open_orders
      .getByText(String(wet.totals.repairs_open! + 1), { exact: true })
      .waitFor({ timeout: PATIENCE_MS });
    await order.getByRole('button').click();
    await order.getByText('修好', { exact: false }).first().waitFor();
    await open_orders
      .getByText(String(wet.totals.repairs_open!), { exact: true })
      .waitFor({ timeout: PATIENCE_MS });
    expect(watch.problems).toEqual([]);
    await page.context().close();
  }, 180_000);
});
