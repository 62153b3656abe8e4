import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { buildingWaterSchema, type BuildingWaterFacts } from '../../src/lib/contract/api_building_water.ts';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import {
  clickAt,
  DESK,
  drawnIds,
  mapDrawn,
  openPage,
  PHONE,
  screenshot,
  type MapElement,
  type Watch,
} from '../support/map_page.ts';
import { readCsv } from '../support/read_csv.ts';
import { describeUnless } from '../support/test_database.ts';

describeUnless(inject('browser') ? null : 'no Chromium', 'water on the card of a building', () => {
  let browser: Browser;
  let app: DemoApp;
  /** Of buildings whose leg fails, by id. */
  const seen = new Map<number, BuildingWaterFacts>();

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
    await fetch(`${app.origin}/api/runs?vehicle=pumper&cutoff=300`);
    const rows = readCsv(app.file('water/needs.csv'));
    const failing = rows.filter(({ relay_source_id }) => relay_source_id !== '').slice(0, 400);
    for (const { demand_id } of failing.filter((_, i) => i % 8 === 0)) {
      const answer = await fetch(`${app.origin}/api/building/${demand_id}/water?run=${await pumperRun()}`);
      const { water } = buildingWaterSchema.parse(await answer.json());
      if (water) seen.set(Number(demand_id), water);
    }
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const pumperRun = async () =>
    (
      (await (await fetch(`${app.origin}/api/runs?vehicle=pumper&cutoff=300`)).json()) as {
        run: { id: number };
      }
    ).run.id;

  const open = async (
    id: number,
    options: Parameters<typeof openPage>[2],
    more = '',
  ): Promise<[Page, Watch]> => {
    const [page, watch] = await openPage(
      browser,
      `${app.origin}/?vehicle=pumper&building=${id}${more}`,
      options,
    );
    await page.getByTestId('water-facts').waitFor({ timeout: 60_000 });
    return [page, watch];
  };

  it('answers what needs.csv says', () => {
    expect(seen.size).toBeGreaterThan(20);
    const rows = new Map(readCsv(app.file('water/needs.csv')).map((row) => [Number(row.demand_id), row]));
    const kinds = new Set<string>();
    for (const [id, { remedy, found, asked }] of seen) {
      const row = rows.get(id)!;
      expect(found.known_lps).toBeCloseTo(Number(row.known_lps), 2);
      expect(asked.kind === 'known' ? asked.flow_lps.toFixed(3) : '').toBe(row.flow_lps);
      expect(remedy!.hose_m).toBeCloseTo(Number(row.relay_m), 2);
      const { relay, shuttle } = remedy!;
      kinds.add(`relay ${relay.kind}`).add(`shuttle ${shuttle.kind}`);
      expect(relay.kind === 'possible' ? String(relay.pumps) : '').toBe(row.relay_pumps);
      expect(relay.kind === 'possible' ? relay.heights : '').toBe(row.relay_heights);
      expect(shuttle.kind === 'known' ? shuttle.lps.toFixed(3) : '').toBe(row.shuttle_lps);
    }
    expect([...kinds].sort()).toEqual(
      expect.arrayContaining(['relay possible', 'shuttle known', 'shuttle unknown']),
    );
  });

  it('shows asked and found flow, the circle beside the hose way, relay and tankers, in two languages', async () => {
    const [id, facts] = [...seen].find(
      ([, { remedy }]) => remedy!.relay.kind === 'possible' && remedy!.shuttle.kind === 'known',
    )!;
    const [page, watch] = await open(id, DESK);
    const card = page.getByTestId('water-facts');
    const text = (name: string) => card.getByTestId(name).textContent();
    const { asked, remedy } = facts;
    expect(await text('asked')).toContain(asked.kind === 'known' ? `${asked.flow_lps} L/s` : '算不出');
    expect(await text('circle')).toMatch(/圈里/);
    const { relay, shuttle } = remedy!;
    if (relay.kind !== 'possible' || shuttle.kind !== 'known') throw new Error('expected both');
    expect(await text('relay')).toContain(`手抬泵 ${relay.pumps} 台`);
    expect(await text('relay')).toContain(relay.heights === 'level' ? '按平地估算' : '按登记的高程');
    expect(await text('shuttle')).toContain(`${Math.round(shuttle.lps * 10) / 10} L/s`);
    await card.getByTestId('water-rules').locator('summary').press('Enter');
    expect(await text('water-rules')).toContain('GB 50974-2014 7.2.5');
    expect(await text('water-rules')).toContain('请核对正式条文');
    await screenshot(page, 'water_card_desk');
    await page.getByRole('button', { name: 'English' }).click();
    await card.getByText('Pump relay').waitFor();
    expect(await text('relay')).toContain(`${relay.pumps} portable pumps`);
    expect(watch.problems).toEqual([]);
    await page.context().close();
  });

  it.each(['light', 'dark'])(
    'fits a phone in the %s theme and breaks no rule of accessibility',
    async (theme) => {
      const [id] = [...seen][0]!;
      const [page] = await open(id, PHONE, `&theme=${theme}`);
      await page.getByTestId('water-rules').locator('summary').click();
      const { violations } = await new AxeBuilder({ page }).include('[data-testid=card]').analyze();
      expect(violations.map(({ id: rule, nodes }) => [rule, nodes.map(({ html }) => html)])).toEqual([]);
      const overflow = await page.getByTestId('card').evaluate((card) => card.scrollWidth - card.clientWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      await screenshot(page, `water_card_phone_${theme}`);
      await page.context().close();
    },
  );

  it('draws no main until asked, then those in view, and opens the card of one', async () => {
    const view = '#15/24.8872/118.0405';
    const [plain, before] = await openPage(
      browser,
      `${app.origin}/?vehicle=pumper&layers=street${view}`,
      DESK,
    );
    await mapDrawn(plain);
    expect(before.urls.filter((url) => url.includes('/tiles/water_main/'))).toEqual([]);
    await plain.context().close();

    const [page, watch] = await openPage(browser, `${app.origin}/?vehicle=pumper&layers=main${view}`, DESK);
    const row = page.locator('[data-layer=main]');
    await row.locator('button').click();
    await row.getByText('按规定只算一个').waitFor();
    expect(await row.textContent()).toContain('枝状');
    await mapDrawn(page);
    expect((await drawnIds(page, ['main', 'main_branch', 'main_unknown'])).length).toBeGreaterThan(20);
    const at = await page.evaluate(() => {
      const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
      const { width, height } = firecoverMap.getCanvas().getBoundingClientRect();
      const lines = firecoverMap.queryRenderedFeatures({ layers: ['main_branch'] });
      const middles = lines.flatMap(({ geometry }) => {
        const [a, b] = geometry.type === 'LineString' ? geometry.coordinates : [];
        return a && b ? [[(a[0]! + b[0]!) / 2, (a[1]! + b[1]!) / 2] as const] : [];
      });
      return middles.find(([lon, lat]) => {
        const { x, y } = firecoverMap.project([lon, lat]);
        return x > width / 2 && x < width - 60 && y > 120 && y < height - 60;
      });
    });
    await clickAt(page, ...at!);
    const dead_end = page.getByTestId('card').locator('[data-attribute=dead_end]');
    await dead_end.waitFor();
    expect(await dead_end.textContent()).toContain('枝状');
    expect(watch.problems).toEqual([]);
    await page.context().close();
  });
});
