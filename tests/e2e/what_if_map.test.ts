import { chromium, type Browser, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { PALETTES } from '../../src/lib/map/palette.ts';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import {
  DESK,
  foreignOf,
  mapDrawn,
  openPage,
  screenshot,
  type MapElement,
  type Watch,
} from '../support/map_page.ts';
import { describeUnless } from '../support/test_database.ts';

const RULES = JSON.parse(readFileSync(join(import.meta.dirname, '../../geodata/rules/cn.json'), 'utf8')) as {
  estimated_width_m: Record<string, number | null>;
};

type At = readonly [x: number, y: number];

/** Middle of a handle on the page, pixels. */
async function middleOf(page: Page, handle: string): Promise<At> {
  const box = (await page.locator(`[data-handle="${handle}"]`).boundingBox())!;
  return [box.x + box.width / 2, box.y + box.height / 2];
}

const seq = async (page: Page) => Number(await page.getByTestId('live-figures').getAttribute('data-seq'));

/** Waits until the engine answered something newer. */
const answeredAfter = (page: Page, before: number) =>
  page.waitForFunction(
    (least) => Number(document.querySelector<HTMLElement>('[data-testid=live-figures]')?.dataset.seq) > least,
    before,
    { timeout: 30_000 },
  );

/** Colours of the canvas in a square around a place on the page, as numbers. */
const coloursAt = (page: Page, [x, y]: At, half: number) =>
  page.evaluate(
    ([cx, cy, reach]) =>
      new Promise<number[]>((resolve) => {
        const { firecoverMap: map } = document.querySelector('[data-testid=map]') as MapElement;
        map.once('render', () => {
          const canvas = map.getCanvas();
          const { left, top } = canvas.getBoundingClientRect();
          const copy = document.createElement('canvas');
          copy.width = copy.height = 2 * reach!;
          const context = copy.getContext('2d')!;
          const ratio = canvas.width / canvas.clientWidth;
          const from = [(cx! - left) * ratio - reach!, (cy! - top) * ratio - reach!] as const;
          context.drawImage(canvas, ...from, 2 * reach!, 2 * reach!, 0, 0, 2 * reach!, 2 * reach!);
          const { data } = context.getImageData(0, 0, 2 * reach!, 2 * reach!);
          const found = new Set<number>();
          for (let i = 0; i < data.length; i += 4)
            found.add((data[i]! << 16) | (data[i + 1]! << 8) | data[i + 2]!);
          resolve([...found]);
        });
        map.triggerRepaint();
      }),
    [x, y, half] as const,
  );

describeUnless(inject('browser') ? null : 'no Chromium', 'map of a what-if', () => {
  let browser: Browser;
  let app: DemoApp;
  let page: Page;
  let watch: Watch;
  /** The station farthest from any other: moved, it is missed. */
  let station: string;

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
    [page, watch] = await openPage(browser, `${app.origin}/?vehicle=pumper`, DESK);
    await page.getByTestId('run-working').waitFor({ state: 'detached', timeout: 120_000 });
    await mapDrawn(page);
    await page.getByTestId('enter-what-if').click();
    await page.getByTestId('live-figures').waitFor({ timeout: 60_000 });
    station = await page.evaluate(() => {
      const all = [...document.querySelectorAll<HTMLElement>('[data-handle^="station/"]')].map((element) => {
        const { x, y } = element.getBoundingClientRect();
        return { handle: element.dataset['handle']!, x, y };
      });
      const alone = all.map(({ handle, x, y }) => {
        const others = all.filter((other) => other.handle !== handle);
        return { handle, px: Math.min(...others.map((other) => Math.hypot(other.x - x, other.y - y))) };
      });
      return alone.sort((a, b) => b.px - a.px)[0]!.handle;
    });
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  const showHandle = async (handle: string, zoom: number) => {
    const [x, y] = await middleOf(page, handle);
    await page.evaluate(
      ([cx, cy, z]) => {
        const { firecoverMap: map } = document.querySelector('[data-testid=map]') as MapElement;
        const { left, top } = map.getCanvas().getBoundingClientRect();
        map.jumpTo({ center: map.unproject([cx! - left, cy! - top]), zoom: z! });
      },
      [x, y, zoom] as const,
    );
    await mapDrawn(page);
  };
  const centre = () =>
    page.evaluate(() => (document.querySelector('[data-testid=map]') as MapElement).firecoverMap.getCenter());
  const order = () =>
    page.evaluate(() =>
      (document.querySelector('[data-testid=map]') as MapElement).firecoverMap.getLayersOrder(),
    );

  /** How many colours of arrival are near a place of the page. */
  const reached = async (x: number, y: number) => {
    const bands = PALETTES.light.arrival.map((colour) => parseInt(colour.slice(1), 16));
    return (await coloursAt(page, [x, y], 150)).filter((colour) => bands.includes(colour)).length;
  };

  it('draws the streets that are reached, under the buildings', async () => {
    const layers = await order();
    expect(layers.indexOf('arrival')).toBeGreaterThan(layers.indexOf('street_main'));
    expect(layers[layers.indexOf('arrival') + 1]).toBe('lane_unknown');
    await showHandle(station, 16);
    expect(await reached(...(await middleOf(page, station)))).toBeGreaterThan(0);
    await screenshot(page, 'what-if');
  }, 60_000);

  it('keeps still while a station is dragged, and shows who gains and who loses', async () => {
    await showHandle(station, 14.5);
    const before = await centre();
    const answered = await seq(page);
    const [x, y] = await middleOf(page, station);
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let i = 1; i <= 10; i++) await page.mouse.move(x + 30 * i, y + 8 * i);
    await page.mouse.up();
    await answeredAfter(page, answered);
    await mapDrawn(page);
    expect(await centre()).toEqual(before);
    const [moved_x, moved_y] = await middleOf(page, station);
    expect(Math.hypot(moved_x - x - 300, moved_y - y - 80)).toBeLessThan(2);
    await page.waitForFunction(async () => {
      const { firecoverMap: map } = document.querySelector('[data-testid=map]') as MapElement;
      return map.querySourceFeatures('changed').length > 0;
    });
    await screenshot(page, 'what-if-dragged');
  }, 60_000);

  it('lets go with Escape, as if nothing had been', async () => {
    const [x, y] = await middleOf(page, station);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 120, y - 90, { steps: 4 });
    await page.keyboard.press('Escape');
    await page.mouse.up();
    const [back_x, back_y] = await middleOf(page, station);
    expect(Math.hypot(back_x - x, back_y - y)).toBeLessThan(1);
  }, 60_000);

  it('moves a handle by the arrow keys, ten metres a step', async () => {
    const position = async () => {
      const [x, y] = await middleOf(page, station);
      return page.evaluate(
        ([px, py]) => {
          const { firecoverMap: map } = document.querySelector('[data-testid=map]') as MapElement;
          const { left, top } = map.getCanvas().getBoundingClientRect();
          return map.unproject([px! - left, py! - top]).lat;
        },
        [x, y] as const,
      );
    };
    const before = await position();
    await page.locator(`[data-handle="${station}"]`).focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowUp');
    await expect.poll(async () => ((await position()) - before) * 111_320).toBeCloseTo(30, 0);
  }, 60_000);

  it('draws each street by how its width is known', async () => {
    await page.locator('[data-layer=lane] input[type=checkbox]').check();
    await mapDrawn(page);
    const drawn = await page.evaluate(() => {
      const { firecoverMap: map } = document.querySelector('[data-testid=map]') as MapElement;
      const of = (...layers: string[]) => map.queryRenderedFeatures({ layers });
      const drivable = of('street_main', 'street_side', 'street_lane').map(({ id, properties }) => {
        const { width_m, width_source, class: street_class } = properties;
        return { id: Number(id), width_m, width_source, street_class: String(street_class) };
      });
      const known = ['lane', 'lane_estimated', 'lane_unknown'].map((layer) => [
        layer,
        [...new Set(of(layer).map(({ id }) => Number(id)))].sort((a, b) => a - b),
      ]);
      return { drivable, known: Object.fromEntries(known) as Record<string, number[]> };
    });
    const { estimated_width_m } = RULES;
    const wanted: Record<string, Set<number>> = {
      lane: new Set(),
      lane_estimated: new Set(),
      lane_unknown: new Set(),
    };
    for (const { id, width_m, width_source, street_class } of drawn.drivable) {
      const is_estimate =
        width_m === undefined ? estimated_width_m[street_class] !== null : width_source === 'estimated';
      wanted[is_estimate ? 'lane_estimated' : width_m === undefined ? 'lane_unknown' : 'lane']!.add(id);
    }
    for (const [layer, ids] of Object.entries(wanted)) {
      expect(drawn.known[layer], layer).toEqual([...ids].sort((a, b) => a - b));
    }
    expect(drawn.drivable.length).toBeGreaterThan(0);
    await screenshot(page, 'what-if-widths');
    await page.locator('[data-layer=lane] input[type=checkbox]').uncheck();
  }, 60_000);

  it('comes back with all it drew when the graphics card was lost', async () => {
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const { firecoverMap: map } = document.querySelector('[data-testid=map]') as MapElement;
          const lose = map.getCanvas().getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
          map.once('webglcontextrestored', () => resolve());
          map.once('webglcontextlost', () => setTimeout(() => lose.restoreContext(), 50));
          lose.loseContext();
        }),
    );
    await mapDrawn(page);
    await expect.poll(async () => (await order()).includes('arrival')).toBe(true);
    await mapDrawn(page);
    await expect.poll(() => reached(850, 300)).toBeGreaterThan(0);
  }, 60_000);

  it('compares two states with a slider that keys move', async () => {
    await page.getByTestId('open-compare').click();
    const slider = page.getByTestId('swipe');
    await slider.waitFor({ timeout: 30_000 });
    await page.locator('[data-testid=map-right][data-ready=true]').waitFor({ timeout: 30_000 });
    const now = async () => Number(await slider.getAttribute('aria-valuenow'));
    const before = await now();
    await slider.focus();
    await page.keyboard.press('ArrowRight');
    expect(await now()).toBe(before + 2);
    await page.keyboard.press('Home');
    expect(await now()).toBe(0);
    await page.keyboard.press('PageUp');
    expect(await now()).toBe(10);
    const centres = await page.evaluate(() =>
      ['map', 'map-right'].map((id) => {
        const { firecoverMap } = document.querySelector(`[data-testid=${id}]`) as MapElement;
        return [...firecoverMap.getCenter().toArray(), firecoverMap.getZoom()];
      }),
    );
    expect(centres[0]).toEqual(centres[1]);
    await screenshot(page, 'what-if-compare');
    await page.getByTestId('open-compare').click();
    await slider.waitFor({ state: 'detached' });
  }, 90_000);

  it('said nothing wrong and asked nobody else', () => {
    const expected = /WebGL|context/i;
    expect(watch.problems.filter((problem) => !expected.test(problem))).toEqual([]);
    expect(foreignOf(watch, app.origin)).toEqual([]);
  });
});
