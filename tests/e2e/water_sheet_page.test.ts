import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { waterSheetSchema, type WaterSheet } from '../../src/lib/contract/api_water_sheet.ts';
import { areasAnswerSchema, type AreasAnswer } from '../../src/lib/contract/api_areas.ts';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import { DESK, foreignOf, openPage, PHONE, screenshot } from '../support/map_page.ts';
import { describeUnless } from '../support/test_database.ts';

type Sheet = Extract<WaterSheet, { state: 'done' }>;

describeUnless(inject('browser') ? null : 'no Chromium', 'the water sheet of a village', () => {
  let browser: Browser;
  let app: DemoApp;
  let areas: AreasAnswer['areas'];

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
    const answer = await fetch(`${app.origin}/api/areas`);
    ({ areas } = areasAnswerSchema.parse(await answer.json()));
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  async function sheetOf(area_id: number, season: string): Promise<Sheet> {
    for (;;) {
      const response = await fetch(`${app.origin}/api/water/${area_id}?season=${season}`);
      const answer = waterSheetSchema.parse(await response.json());
      if (answer.state === 'done') return answer;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
  }
  const open = async (path: string, size: Parameters<typeof openPage>[2] = DESK) => {
    const [page, watch] = await openPage(browser, `${app.origin}${path}`, size);
    await page.getByTestId('sheet').waitFor({ timeout: 120_000 });
    return [page, watch] as const;
  };
  const grouped = (value: number) => value.toLocaleString('en');

  it('says whether the water is enough in the season of the address, both seasons beside each other', async () => {
    const village = areas.find(({ has_mains, buildings }) => has_mains === false && buildings > 0)!;
    const wet = await sheetOf(village.area_id!, 'wet');
    const [page, watch] = await open(`/water/${village.area_id}`);
    expect(await page.getByTestId('answer').locator('[data-figure=no_water]').innerText()).toContain(
      grouped(wet.area.branch.no_water!),
    );
    await page.getByTestId('season').locator('[data-value=dry]').click();
    await page.waitForURL(/season=dry/);
    await page.getByTestId('answer').getByText('枯水期').waitFor();
    const dry = await sheetOf(village.area_id!, 'dry');
    expect(await page.getByTestId('answer').locator('[data-figure=no_water]').innerText()).toContain(
      grouped(dry.area.branch.no_water!),
    );
    const row = page.getByTestId('seasons').locator('[data-row=fail] td');
    expect(await row.allInnerTexts()).toEqual([
      grouped(dry.seasons.wet.buildings.fail),
      grouped(dry.seasons.dry.buildings.fail),
    ]);
    expect(await page.getByTestId('sources').locator('[data-source]').count()).toBe(
      Math.min(12, dry.sources.length),
    );
    await page.getByTestId('answer').locator('[data-figure=no_water]').click();
    await page
      .getByTestId('drawer')
      .getByText(`共 ${grouped(dry.area.branch.no_water!)} 条`)
      .waitFor({
        timeout: 120_000,
      });
    await page.goBack();
    await page.getByTestId('sheet').waitFor();
    expect(watch.problems).toEqual([]);
    expect(foreignOf(watch, app.origin)).toEqual([]);
    await page.context().close();
  }, 180_000);

  it('prints on one page of A4, the village with the most sources too', async () => {
    const most = areas
      .filter(({ area_id }) => area_id !== null)
      .toSorted((a, b) => b.hydrants.total - a.hydrants.total)[0]!;
    for (const area_id of [most.area_id!, areas.find(({ has_mains }) => has_mains === false)!.area_id!]) {
      for (const language of ['', '&lang=en']) {
        const [page] = await open(`/water/${area_id}?season=dry&theme=dark${language}`);
        const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
        expect(/\/Type\s*\/Pages[^>]*\/Count (\d+)/.exec(pdf)?.[1]).toBe('1');
        await page.emulateMedia({ media: 'print' });
        expect(await page.evaluate(() => getComputedStyle(document.querySelector('main h2')!).color)).toBe(
          'rgb(0, 0, 0)',
        );
        await page.context().close();
      }
    }
  }, 180_000);

  it.each([
    ['phone', PHONE, 'light', ''],
    ['desk', DESK, 'dark', '?lang=en&season=dry'],
  ] as const)(
    'fits a %s with nothing to object to',
    async (name, size, colorScheme, query) => {
      const village = areas.find(({ has_mains }) => has_mains === false)!;
      const [page, watch] = await open(`/water/${village.area_id}${query}`, { ...size, colorScheme });
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('button, select, a[href]')].flatMap((target) => {
          const { width, height } = target.getBoundingClientRect();
          return width < 44 || height < 44 ? [`${target.textContent}: ${width} x ${height}`] : [];
        }),
      );
      expect(small).toEqual([]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      await screenshot(page, `${name}_water_sheet`);
      expect(watch.problems).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  it('is a link away from the map, and says so where there is no such area', async () => {
    const village = areas.find(({ has_mains }) => has_mains === false)!;
    const [page] = await openPage(browser, `${app.origin}/?area=${village.area_id}`, DESK);
    await page.getByTestId('page-links').locator('a').nth(1).click();
    await page.getByTestId('sheet').waitFor({ timeout: 120_000 });
    expect(new URL(page.url()).pathname).toBe(`/water/${village.area_id}`);
    await page.goto(`${app.origin}/water/999999`);
    await page.getByText('没有算出来').waitFor({ timeout: 60_000 });
    await page.context().close();
    expect((await fetch(`${app.origin}/water/nowhere`)).status).toBe(404);
  }, 180_000);
});
