import { chromium, type Browser, type BrowserContextOptions, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Comparison, Scenario } from '../../src/lib/contract/api_scenarios.ts';
import { FIRST_ADDED_ROW } from '../../src/lib/domain/live/edit.ts';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import {
  clickAt,
  DESK,
  openPage,
  PHONE,
  screenshot,
  type MapElement,
  type Watch,
} from '../support/map_page.ts';
import { describeUnless } from '../support/test_database.ts';

const NEW_STATION = `station/${FIRST_ADDED_ROW}`;
const ANSWER_MS = 20_000;

interface Gap {
  lon_deg: number;
  lat_deg: number;
  verdict: string;
}
interface Figures {
  covered: [before: number, after: number];
  arrives: [before: number, after: number];
  gained: number;
  lost: number;
}

describeUnless(inject('browser') ? null : 'no Chromium', 'what if', () => {
  let browser: Browser;
  let app: DemoApp;
  /** A place where many buildings are reached too late. */
  let late: Gap;
  const opened: Page[] = [];

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
    const { rows } = (await (await fetch(`${app.origin}/api/list/gaps?area=all&limit=50`)).json()) as {
      rows: Gap[];
    };
    late = rows.find(({ verdict }) => verdict === 'late')!;
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  async function open(query: string, options: BrowserContextOptions = DESK): Promise<[Page, Watch]> {
    const [page, watch] = await openPage(browser, `${app.origin}/${query}`, options);
    opened.push(page);
    await page.locator('[data-testid=map][data-ready=true]').waitFor({ timeout: 60_000 });
    return [page, watch];
  }

  const viewAround = ({ lon_deg, lat_deg }: Gap) => `#15/${lat_deg.toFixed(5)}/${lon_deg.toFixed(5)}`;

  async function townRead(page: Page): Promise<void> {
    await page.getByTestId('tool-move').waitFor({ timeout: 60_000 });
  }

  const figures = (page: Page): Promise<Figures> =>
    page.evaluate(() => {
      const element = (name: string) => document.querySelector<HTMLElement>(`[data-testid=${name}]`)!;
      const pair = (name: string) => {
        const { before, after } = element(name).dataset;
        return [Number(before), Number(after)] as [number, number];
      };
      const count = (name: string) =>
        Number(element(name).querySelector('button')!.textContent.replace(/\D/g, ''));
      return {
        covered: pair('what-if-covered'),
        arrives: pair('what-if-arrives'),
        gained: count('changed-gained'),
        lost: count('changed-lost'),
      };
    });

  /** The figures once the engine has answered the last change. */
  async function settled(page: Page): Promise<Figures> {
    await page
      .getByTestId('update-ms')
      .filter({ hasText: /毫秒|ms/ })
      .waitFor({ timeout: ANSWER_MS });
    return figures(page);
  }

  async function addStation(page: Page): Promise<Figures> {
    await page.getByTestId('tool-station').click();
    await clickAt(page, late.lon_deg, late.lat_deg);
    await page.locator(`[data-handle="${NEW_STATION}"]`).waitFor({ timeout: ANSWER_MS });
    return settled(page);
  }

  async function drag(page: Page, steps: number, east_px: number): Promise<number[]> {
    const box = (await page.locator(`[data-handle="${NEW_STATION}"]`).boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const seen: number[] = [];
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let step = 1; step <= steps; step++) {
      await page.mouse.move(x + (east_px * step) / steps, y + Math.sin(step / 9) * 60);
      if (step % 10 === 0) seen.push(Number(await page.getByTestId('live-figures').getAttribute('data-seq')));
    }
    await page.mouse.up();
    return seen;
  }

  async function save(page: Page, name: string, author: string): Promise<void> {
    await page.getByTestId('open-save').click();
    await page.getByTestId('scenario-name').fill(name);
    await page.getByTestId('scenario-author').fill(author);
    await page.getByTestId('save-now').click();
  }

  const saved = (page: Page) =>
    page.locator('[data-testid=saved][data-dirty=false]').waitFor({ timeout: ANSWER_MS });
  const idOf = (page: Page) => Number(new URL(page.url()).searchParams.get('scenario'));
  const read = async <T>(path: string) => (await (await fetch(`${app.origin}${path}`)).json()) as T;
  const scenarioOf = (id: number) => read<Scenario>(`/api/scenarios/${id}`);

  it('moves the figures with the hand, asks for the last place, and ends where the server ends', async () => {
    const [page, watch] = await open(viewAround(late));
    await page.getByTestId('enter-what-if').click();
    await townRead(page);
    const before = await settled(page);
    expect(before.arrives[1]).toBe(before.arrives[0]);
    const added = await addStation(page);
    expect(added.arrives[1]).toBeGreaterThan(added.arrives[0]);

    const seen = await drag(page, 200, -240);
    expect(new Set(seen).size, 'answers while the pointer moved').toBeGreaterThan(5);
    const after = await settled(page);
    await screenshot(page, 'desk_what_if');

    await page.keyboard.press('Control+z');
    expect(await settled(page)).toEqual(added);
    await page.keyboard.press('Control+Shift+z');
    expect(await settled(page)).toEqual(after);

    await save(page, '加一个站', '林工');
    await saved(page);
    const id = idOf(page);
    const told = await read<Comparison>(`/api/scenarios/compare?a=base&b=${id}`);
    expect([told.a.counts.verdicts.covered, told.b.counts.verdicts.covered]).toEqual(after.covered);
    expect([told.a.counts.legs.arrive.pass, told.b.counts.legs.arrive.pass]).toEqual(after.arrives);
    const changes = (change: string) =>
      told.buildings.filter((building) => building.change === change).length;
    expect([changes('gained'), changes('lost')]).toEqual([after.gained, after.lost]);
    expect(watch.problems).toEqual([]);
  }, 180_000);

  it('keeps a draft over a reload, and leaves and enters with the back button', async () => {
    const [page] = await open(viewAround(late));
    await page.getByTestId('enter-what-if').click();
    await townRead(page);
    const added = await addStation(page);
    await page.waitForFunction(() => sessionStorage.getItem('firecover-draft-new') !== null);
    expect(new URL(page.url()).searchParams.get('whatif')).toBe('1');

    await page.reload();
    await townRead(page);
    await page.locator(`[data-handle="${NEW_STATION}"]`).waitFor();
    expect(await settled(page)).toEqual(added);

    await page.goBack();
    await page.getByTestId('what-if').waitFor({ state: 'detached' });
    expect(new URL(page.url()).searchParams.has('whatif')).toBe(false);
    await page.goForward();
    await townRead(page);
    await page.locator(`[data-handle="${NEW_STATION}"]`).waitFor();
    expect(await settled(page)).toEqual(added);
  }, 180_000);

  it('gives a link that shows another person the same scenario in the same view', async () => {
    const [page] = await open(viewAround(late));
    await page.getByTestId('enter-what-if').click();
    await townRead(page);
    const added = await addStation(page);
    await page.getByTestId('open-share').click();
    await page.getByTestId('share-dialog').getByRole('button', { name: '保存' }).click();
    await page.getByTestId('scenario-name').fill('给同事看');
    await page.getByTestId('scenario-author').fill('林工');
    await page.getByTestId('save-now').click();
    await saved(page);
    await page.getByTestId('open-share').click();
    const link = await page.getByTestId('share-link').inputValue();
    expect(link).toContain(`scenario=${idOf(page)}`);

    const [other] = await open(link.slice(app.origin.length + 1));
    await townRead(other);
    await other.locator(`[data-handle="${NEW_STATION}"]`).waitFor();
    expect(await settled(other)).toEqual(added);
    const centre = (on: Page) =>
      on.evaluate(() => {
        const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
        const { lng, lat } = firecoverMap.getCenter();
        return [lng.toFixed(4), lat.toFixed(4), firecoverMap.getZoom().toFixed(1)];
      });
    expect(await centre(other)).toEqual(await centre(page));
  }, 180_000);

  it('tells the second of two people who edit one scenario, and loses the work of neither', async () => {
    const [mine] = await open(viewAround(late));
    await mine.getByTestId('enter-what-if').click();
    await townRead(mine);
    await addStation(mine);
    await save(mine, '两人一起改', '林工');
    await saved(mine);
    const id = idOf(mine);

    const [theirs] = await open(`?scenario=${id}${viewAround(late)}`);
    await townRead(theirs);
    await theirs.locator(`[data-handle="${NEW_STATION}"]`).waitFor();
    await drag(theirs, 10, 120);
    await settled(theirs);
    await save(theirs, '两人一起改', '陈工');
    await saved(theirs);
    expect((await scenarioOf(id)).revision).toBe(2);

    await drag(mine, 10, -120);
    const wanted = await settled(mine);
    await save(mine, '两人一起改', '林工');
    const conflict = mine.getByTestId('conflict');
    await conflict.waitFor({ timeout: ANSWER_MS });
    expect(await conflict.textContent()).toContain('陈工');
    await screenshot(mine, 'desk_conflict');
    await mine.getByTestId('keep-mine').click();
    await mine.waitForURL((url) => Number(url.searchParams.get('scenario')) !== id);
    await saved(mine);
    expect(await settled(mine)).toEqual(wanted);

    const [copy, first] = [await scenarioOf(idOf(mine)), await scenarioOf(id)];
    expect(copy.copied_from).toBe(id);
    expect([copy.updated_by, first.updated_by]).toEqual(['林工', '陈工']);
    expect(copy.edits).not.toEqual(first.edits);
    expect(first.revision).toBe(2);
  }, 240_000);

  it('leaves people with different scenarios alone', async () => {
    const [one] = await open(viewAround(late));
    const [two] = await open(viewAround(late));
    for (const page of [one, two]) {
      await page.getByTestId('enter-what-if').click();
      await townRead(page);
    }
    const [of_one, of_two] = [await addStation(one), await settled(two)];
    await save(one, '甲的方案', '甲');
    await saved(one);
    await two.getByTestId('tool-station').click();
    await clickAt(two, late.lon_deg + 0.003, late.lat_deg);
    await two.locator(`[data-handle="${NEW_STATION}"]`).waitFor();
    await settled(two);
    await save(two, '乙的方案', '乙');
    await saved(two);
    expect(idOf(two)).not.toBe(idOf(one));
    expect(of_two.arrives[1]).toBe(of_two.arrives[0]);
    expect(await settled(one)).toEqual(of_one);
    expect((await scenarioOf(idOf(one))).revision).toBe(1);
    expect(await one.getByTestId('newer').count()).toBe(0);
  }, 240_000);

  it('moves what is selected with the arrow keys, ten metres a press', async () => {
    const [page] = await open(viewAround(late));
    await page.getByTestId('enter-what-if').click();
    await townRead(page);
    await addStation(page);
    const draft = () =>
      page.evaluate(() => JSON.parse(sessionStorage.getItem('firecover-draft-new') ?? '{"edits":[]}').edits);
    await page.getByTestId('move-ArrowUp').focus();
    for (let press = 0; press < 5; press++) await page.keyboard.press('ArrowUp');
    await settled(page);
    const moved_m = async () => {
      const [added, moved] = (await draft()) as { at_deg: [number, number] }[];
      return moved ? (moved.at_deg[1] - added!.at_deg[1]) * 111_320 : 0;
    };
    await expect.poll(moved_m, { timeout: 20_000 }).toBeCloseTo(50, 0);
    const [added, moved, ...others] = (await draft()) as { at_deg: [number, number] }[];
    expect(others).toEqual([]);
    expect(moved!.at_deg[0]).toBeCloseTo(added!.at_deg[0], 9);
  }, 120_000);

  it('can be worked with on a phone', async () => {
    const [page] = await open(viewAround(late), PHONE);
    await page.getByTestId('enter-what-if').click();
    await townRead(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    const small = await page
      .getByTestId('what-if')
      .getByRole('button')
      .evaluateAll(
        (buttons) =>
          buttons
            .filter((button) => button.closest('[role=toolbar]'))
            .filter((button) => button.getBoundingClientRect().height < 44).length,
      );
    expect(small).toBe(0);
    await screenshot(page, 'phone_what_if');
  }, 120_000);

  it('adopts a scenario into the data, and holds back another made before that', async () => {
    const [page, watch] = await open(viewAround(late));
    await page.getByTestId('enter-what-if').click();
    await townRead(page);
    const added = await addStation(page);
    await save(page, '要采用的', '林工');
    await saved(page);
    const adopted_id = idOf(page);
    await page.getByTestId('open-save').click();
    await page.getByTestId('save-copy').click();
    await page.waitForURL((url) => Number(url.searchParams.get('scenario')) > adopted_id);
    const other_id = idOf(page);

    const [first] = await open(`?scenario=${adopted_id}${viewAround(late)}`);
    await townRead(first);
    await settled(first);
    await first.getByTestId('open-adopt').click();
    const dialog = first.getByTestId('adopt-dialog');
    expect(await dialog.getByRole('listitem').allTextContents()).toEqual(['新建站点 · 新站点 1']);
    await first.getByTestId('adopt-author').fill('林工');
    await first.getByTestId('adopt-now').click();
    await dialog.getByText('已写入 1 处改动').waitFor({ timeout: ANSWER_MS });
    expect((await scenarioOf(adopted_id)).adopted_by).toBe('林工');
    const { total } = await read<{ total: number }>('/api/list/stations?area=all&limit=1');
    expect(total).toBe(app.counts.station + 1);

    const [stale] = await open(`?scenario=${other_id}${viewAround(late)}`);
    await townRead(stale);
    await stale.getByTestId('stale').waitFor({ timeout: ANSWER_MS });
    const held = await settled(stale);
    expect(held.arrives).toEqual([added.arrives[1], added.arrives[1]]);
    expect(await stale.locator(`[data-handle="${NEW_STATION}"]`).count()).toBe(0);
    await stale.getByTestId('rebase').click();
    await stale.locator(`[data-handle="${NEW_STATION}"]`).waitFor({ timeout: ANSWER_MS });
    expect((await settled(stale)).arrives[0]).toBe(added.arrives[1]);
    await save(stale, '在今天的数据上', '陈工');
    await saved(stale);
    expect((await scenarioOf(other_id)).stale).toBe(false);
    expect(watch.problems).toEqual([]);
  }, 240_000);
});
