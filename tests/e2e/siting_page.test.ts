import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { scenarioSchema } from '../../src/lib/contract/api_scenarios.ts';
import { sitingAnswerSchema, type SitingAnswer } from '../../src/lib/contract/api_siting.ts';
import { formatCount, formatShare } from '../../src/lib/format/numbers.ts';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import { clickAt, DESK, foreignOf, mapDrawn, openPage, PHONE, screenshot } from '../support/map_page.ts';
import { describeUnless } from '../support/test_database.ts';

describeUnless(inject('browser') ? null : 'no Chromium', 'siting on the page', () => {
  let browser: Browser;
  let app: DemoApp;

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const violations = async (page: Page) =>
    (await new AxeBuilder({ page }).analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  const small = (page: Page) =>
    page.locator('[data-testid=siting]').evaluate((pane) =>
      [...pane.querySelectorAll('button, summary, select, label, a[href]')].flatMap((target) => {
        const { width, height } = target.getBoundingClientRect();
        return width > 0 && (width < 43.9 || height < 43.9)
          ? [`${target.textContent}: ${width} x ${height}`]
          : [];
      }),
    );
  async function asked(page: Page): Promise<SitingAnswer> {
    const answers: SitingAnswer[] = [];
    page.on('response', async (response) => {
      if (!/\/api\/siting\/[\w-]+$/.test(response.url()) || !response.ok()) return;
      answers.push(sitingAnswerSchema.parse(await response.json()));
    });
    await page.getByTestId('siting-start').dblclick();
    await page.getByTestId('siting-progress').waitFor();
    await page.getByTestId('siting-result').waitFor({ timeout: 120_000 });
    expect(await page.evaluate(() => String(getSelection()))).toBe('');
    const last = answers.findLast(({ stage }) => stage === 'done');
    if (!last) throw new Error('The page shows a result that no answer held');
    return last;
  }

  it('is asked, answered with a proof, looked at, questioned, and leads into a what-if and back', async () => {
    const [page, watch] = await openPage(browser, `${app.origin}/`, DESK);
    await mapDrawn(page);
    await page.getByTestId('enter-siting').click();
    await page.getByTestId('siting-sites').fill('6');
    await page.getByTestId('siting-sites').press('Tab');
    await page.waitForFunction(() => location.search.includes('siting=hydrant*n.6'));
    expect(await violations(page)).toEqual([]);
    const answer = await asked(page);
    expect(watch.urls.filter((url) => url.endsWith('/api/siting')).length).toBe(1);
    const { sites, proven, check } = answer.result!;
    expect([sites.length, proven, check.agrees]).toEqual([6, true, true]);
    const list = page.getByTestId('siting-sites-list');
    const marks = page.locator('[data-site]');
    expect(await list.locator('li').evaluateAll((rows) => rows.map((row) => row.dataset['rank']))).toEqual(
      sites.map(({ rank }) => String(rank)),
    );
    await page.waitForFunction(() => document.querySelectorAll('[data-site]').length === 6);
    await screenshot(page, 'siting_result');
    expect(await violations(page)).toEqual([]);
    expect(await small(page)).toEqual([]);

    // List and map point at each other.
    await list.locator('li[data-rank="2"]').hover();
    await page.locator('[data-site="2"].active').waitFor();
    for (const mark of [3, 5, 0]) {
      await marks.nth(mark).focus();
      await list.locator(`li[data-rank="${mark + 1}"].active`).waitFor();
    }
    await page.waitForTimeout(300);
    expect(await list.locator('li.active').getAttribute('data-rank'), 'rows slid under the pointer').toBe(
      '1',
    );
    await list.locator('li[data-rank="1"] .main').click();
    await page.waitForFunction(
      () => (document.querySelector('path.link')?.getAttribute('d') ?? '').length > 10,
    );
    await screenshot(page, 'siting_site');

    // The curve shows the first so many.
    await page.getByTestId('budget-curve').focus();
    for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowLeft');
    await page.waitForFunction(
      () => document.querySelectorAll('[data-testid=siting-sites-list] li').length === 3,
    );
    await page.keyboard.press('ArrowRight');

    await page.getByTestId('siting-why').click();
    const [{ lon_deg, lat_deg }] = sites as [(typeof sites)[0]];
    await clickAt(page, lon_deg + 0.0004, lat_deg);
    const why = page.getByTestId('siting-why-answer');
    await why.locator('li, p').first().waitFor({ timeout: 30_000 });
    expect(await why.innerText()).toMatch(/能解决|帮不到/);
    await screenshot(page, 'siting_why');
    await page.keyboard.press('Escape');

    await list.locator('li[data-rank="1"] .more button').last().click();
    const buildings = page.getByTestId('siting-buildings');
    await buildings.locator('li').first().waitFor();
    expect(await buildings.locator('li').count()).toBe(Math.min(200, sites[0]!.gain_buildings));
    await page.locator('[data-testid=siting] .head button').click();

    await page.getByTestId('siting-by').fill('王工');
    await page.getByTestId('siting-save').click();
    await page.waitForFunction(() => /scenario=\d+/.test(location.search), undefined, { timeout: 60_000 });
    const id = new URL(page.url()).searchParams.get('scenario');
    const scenario = scenarioSchema.parse(await (await fetch(`${app.origin}/api/scenarios/${id}`)).json());
    expect(scenario.edits.length).toBe(6);
    await page.getByTestId('what-if-arrives').waitFor({ timeout: 60_000 });
    await page.goBack();
    await page.getByTestId('siting').waitFor({ timeout: 30_000 });
    expect(await page.getByTestId('siting-sites').inputValue()).toBe('6');
    await page.goBack();
    await page.getByTestId('siting').waitFor({ state: 'detached' });
    expect(watch.problems).toEqual([]);
    expect(foreignOf(watch, app.origin)).toEqual([]);
    await page.context().close();
  }, 400_000);

  it('comes filled in by a link, on a phone, in the dark, in English; says when the answer is gone', async () => {
    const query = 'lang=en&theme=dark&siting=micro-station*n.2*w.buildings';
    const [page, watch] = await openPage(browser, `${app.origin}/?${query}`, PHONE);
    await page.getByTestId('siting-start').waitFor({ timeout: 60_000 });
    expect(await page.getByTestId('siting-micro-station').getAttribute('aria-pressed')).toBe('true');
    expect(await page.getByTestId('siting-sites').inputValue()).toBe('2');
    const { id, result } = await asked(page);
    expect(result!.sites.length).toBe(2);
    await screenshot(page, 'siting_phone');
    expect(await violations(page)).toEqual([]);
    expect(await small(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    expect(watch.problems).toEqual([]);

    await page.route(`**/api/siting/${id}/**`, (route) =>
      route.fulfill({ status: 404, json: { message: 'gone' } }),
    );
    await page.locator('[data-rank="1"] .more button').last().click();
    expect(await page.getByTestId('siting-trouble').innerText()).toContain('Work it out again');
    await page.context().close();
  }, 400_000);

  it('takes the focus, gives it back, and so does a list under the map', async () => {
    const [page] = await openPage(browser, `${app.origin}/`, DESK);
    await mapDrawn(page);
    await page.getByTestId('enter-siting').click();
    await page.getByTestId('siting').waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim() ?? '');
    await page.waitForFunction(() => document.activeElement?.tagName === 'H2');
    await page.getByTestId('siting-close').click();
    await page.waitForFunction(
      () => (document.activeElement as HTMLElement | null)?.dataset['testid'] === 'enter-siting',
    );
    const count = page.locator('[data-testid=hydrants-working] button');
    await count.click();
    const opener = await focused();
    const list = page.getByTestId('list');
    await list.getByRole('button', { name: '关闭' }).click();
    await list.waitFor({ state: 'detached' });
    expect(await focused()).toBe(opener);
    await page.context().close();
  }, 120_000);

  it.each([
    ['the mean way', 'hydrant*n.3*b.mean'],
    ['the worst way', 'micro-station*n.6*b.worst'],
    ['risk', 'hydrant*n.3*w.risk'],
    ['places along mains', 'hydrant*n.3*a.mains'],
    ['everybody, those nobody weighs too', 'hydrant*all*t.8'],
  ])(
    'shows what the server answers about %s',
    async (_, question) => {
      const [page, watch] = await openPage(browser, `${app.origin}/?siting=${question}`, DESK);
      await page.getByTestId('siting-start').waitFor({ timeout: 60_000 });
      const { result, planned, question: asked_for } = await asked(page);
      const { share_before, share_after, way, sites } = result!;
      const share = (part: number | null) => formatShare(part!, 1, 'zh');
      expect(share_after).toBeGreaterThanOrEqual(share_before!);
      expect(share_after).toBeLessThanOrEqual(1);
      expect(await page.getByTestId('siting-covered').innerText()).toBe(
        `${share(share_before)} → ${share(share_after)}`,
      );
      if (asked_for.minimise === 'cover') expect(way).toBeNull();
      else {
        const { minimise } = asked_for;
        const unit = asked_for.what === 'hydrant' ? 'm' : 's';
        const shown = await page.getByTestId('siting-way').innerText();
        for (const ways of [way!.before, way!.after]) {
          expect(shown).toContain(`${formatCount(ways[minimise]!, 'zh')} ${unit}`);
        }
        expect(way!.after[minimise]).toBeLessThan(way!.before[minimise]!);
      }
      expect(await page.getByTestId('siting-result').getAttribute('data-proven')).toBe(
        String(result!.proven),
      );
      expect(await page.getByTestId('siting-check').innerText()).toContain(
        formatCount(result!.check.served_after, 'zh'),
      );
      if (planned!.unknown > 0) {
        expect(await page.getByTestId('siting-unknown').innerText()).toContain(
          formatCount(planned!.unknown, 'zh'),
        );
      }
      const rows = page.getByTestId('siting-sites-list').locator('li');
      expect(await rows.count()).toBe(sites.length);
      for (const [k, { gain_buildings }] of sites.entries()) {
        expect(await rows.nth(k).innerText()).toContain(`${formatCount(gain_buildings, 'zh')} 栋`);
      }
      expect(watch.problems).toEqual([]);
      await page.context().close();
    },
    200_000,
  );

  it('says how much can be had where what is asked cannot be done, in sight of who asked', async () => {
    const [page] = await openPage(browser, `${app.origin}/?siting=hydrant*s.1`, PHONE);
    await page.getByTestId('siting-start').click({ timeout: 60_000 });
    const said = page.getByTestId('siting-failure');
    await said.waitFor({ timeout: 120_000 });
    expect(await said.innerText()).toMatch(/只能到 \d+\.\d %/);
    const { bottom } = await said.evaluate((element) => element.getBoundingClientRect().toJSON());
    expect(bottom).toBeLessThanOrEqual(PHONE.viewport.height);
    await page.goto(`${app.origin}/?siting=micro-station*n.1*b.worst`);
    await page.getByTestId('siting-start').click({ timeout: 60_000 });
    await said.waitFor({ timeout: 120_000 });
    expect(await said.innerText()).toMatch(/至少要 \d+ 个/);
    await page.context().close();
  }, 300_000);
});
