import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import { DESK, mapDrawn, openPage, screenshot, type MapElement, type Watch } from '../support/map_page.ts';
import { readCsv } from '../support/read_csv.ts';
import { describeUnless } from '../support/test_database.ts';

type Row = Record<string, string>;

describeUnless(inject('browser') ? null : 'no Chromium', 'village table', () => {
  let browser: Browser;
  let app: DemoApp;
  let page: Page;
  let watch: Watch;
  let demand: Row[];
  let areas: Row[];

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
    demand = rowsOf(app.file('demand.csv'));
    areas = rowsOf(app.file('water/areas.csv'));
    [page, watch] = await openPage(browser, `${app.origin}/?vehicle=pumper&panel=areas`, DESK);
    await page.getByTestId('run-working').waitFor({ state: 'detached', timeout: 120_000 });
    await page.locator('[data-area=sum]').waitFor();
    await mapDrawn(page);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const cell = async (area: string, column: string) =>
    (await page.locator(`tr[data-area="${area}"] [data-column=${column}]`).textContent())?.replace(
      /\s+/g,
      ' ',
    ) ?? '';

  it('shows every village with the figures of areas.csv and demand.csv', async () => {
    await page.getByRole('button', { name: '展开全部列' }).click();
    const with_buildings = new Set(demand.map(({ area_id }) => area_id));
    let seen = 0;
    for (const area of areas.filter(({ area_id }) => with_buildings.has(area_id!))) {
      const members = demand.filter(({ area_id }) => area_id === area.area_id);
      const arrives = members.filter(({ arrive }) => arrive === 'pass').length;
      const grouped = (count: number) => count.toLocaleString('en');
      expect(await cell(area.area_id!, 'reach')).toContain(
        `${grouped(arrives)} / ${grouped(members.length)}`,
      );
      expect(await cell(area.area_id!, 'rate')).toContain(`${area.working} / ${area.total}`);
      expect(await cell(area.area_id!, 'covered')).toContain(
        grouped(members.filter(({ verdict }) => verdict === 'covered').length),
      );
      expect((await cell(area.area_id!, 'broken')).trim()).toBe(area.broken);
      expect((await cell(area.area_id!, 'unknown')).trim()).toBe(area.unknown);
      seen += 1;
    }
    expect(seen).toBeGreaterThanOrEqual(8);
    await screenshot(page, 'desk_table');
    await page.getByRole('button', { name: '收起' }).click();
  });

  it('opens the list behind a figure, and a row of it on the map, with its row of demand.csv', async () => {
    const area = areas.find(({ area_id }) => demand.some((row) => row.area_id === area_id))!.area_id!;
    const members = demand.filter(({ area_id, arrive }) => area_id === area && arrive === 'pass');
    await page.locator(`tr[data-area="${area}"] [data-column=reach] button`).click();
    const list = page.getByTestId('list');
    await list.locator('tbody tr').first().waitFor();
    expect(await list.textContent()).toContain(`共 ${members.length.toLocaleString('en')} 条`);
    const row = list.locator('tbody tr').nth(3);
    const id = await row.getAttribute('data-row');
    await row.getByRole('button').click();
    const card = page.getByTestId('card');
    await card.getByTestId('verdict').waitFor();
    const facts = (await (await fetch(`${app.origin}/api/building/${id}`)).json()) as { source_id: string };
    expect(await card.textContent()).toContain(facts.source_id);
    const written = demand.find(({ demand_id }) => demand_id === facts.source_id || demand_id === id)!;
    expect(await card.getByTestId('verdict').getAttribute('data-verdict')).toBe(written.verdict);
    expect(written.area_id).toBe(area);
    const legs = await card
      .locator('[data-leg]')
      .evaluateAll((rows) => rows.map((leg) => leg.getAttribute('data-leg')));
    expect(legs).toEqual([written.arrive, written.hose, written.water]);
    const arrival_s = Math.ceil(Number(written.arrival_s) - 1e-9);
    expect(await card.getByTestId('arrival').textContent()).toContain(
      arrival_s % 60 === 0 ? `${arrival_s / 60} 分钟` : `${arrival_s % 60} 秒`,
    );
    await mapDrawn(page);
    const ways = await page.evaluate(() => {
      const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
      const { zoom, drawn } = {
        zoom: firecoverMap.getZoom(),
        drawn: firecoverMap.queryRenderedFeatures({ layers: ['answer_truck', 'answer_line'] }),
      };
      return { zoom, legs: drawn.map(({ properties }) => String(properties['leg'])) };
    });
    expect(ways.zoom).toBeGreaterThanOrEqual(14);
    expect(ways.legs).toContain('truck');
    await screenshot(page, 'desk_list');
  });

  it('gives the list as a table to keep', async () => {
    const address = await page.getByTestId('list').getByRole('link', { name: 'CSV' }).getAttribute('href');
    const answer = await fetch(new URL(address!, app.origin));
    expect(answer.headers.get('content-type')).toContain('text/csv');
    const total = (await page.getByTestId('list').textContent())!
      .match(/共 ([\d,]+) 条/)![1]!
      .replace(',', '');
    expect(rowsOf(await answer.text()).length).toBe(Number(total));
  });

  it('goes down to a village by its name, and back by the trail', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    const name = page.locator('tbody .name button').first();
    const village = (await name.textContent())!.trim();
    await name.click();
    await page.locator('nav [aria-current]', { hasText: village }).waitFor();
    await page.waitForFunction(() => new URLSearchParams(location.search).has('area'));
    await page.getByRole('button', { name: '全部区域' }).click();
    await page.waitForFunction(() => !new URLSearchParams(location.search).has('area'));
  });

  it('finds a village by the initials of its name, with the keyboard alone', async () => {
    const search = page.getByRole('combobox', { name: '搜索' });
    await search.focus();
    await page.keyboard.type('榕市');
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => /area=|station=|place=|building=/.test(location.search));
  });

  it('sorts by any column', async () => {
    await page.locator('thead th').nth(3).getByRole('button').click();
    expect(await page.locator('thead th').nth(3).getAttribute('aria-sort')).toBe('ascending');
    await page.locator('thead th').nth(3).getByRole('button').click();
    expect(await page.locator('thead th').nth(3).getAttribute('aria-sort')).toBe('descending');
  });

  it('wrote no error to the console', () => {
    expect(watch.problems).toEqual([]);
  });
});

const rowsOf = (text: string): Row[] => readCsv(text) as Row[];
