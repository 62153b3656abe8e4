import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { join } from 'node:path';
import type { MapLibreMap } from '../../src/lib/map/maplibre.ts';

export type MapElement = HTMLElement & { firecoverMap: MapLibreMap };

export const DESK = { viewport: { width: 1440, height: 900 } };
export const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, deviceScaleFactor: 2 };
export const WALL = { viewport: { width: 3840, height: 2160 } };

export interface Watch {
  /** Errors of the console and the page, and answers from 400 on. */
  problems: string[];
  urls: string[];
}

/** Opens an address in a context of its own and listens to all it says and asks. */
export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions,
): Promise<[Page, Watch]> {
  const context = await browser.newContext({ locale: 'zh-CN', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const watch: Watch = { problems: [], urls: [] };
  page.on('request', (request) => watch.urls.push(request.url()));
  page.on('pageerror', (error) => watch.problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') watch.problems.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() >= 400) watch.problems.push(`${response.status()} ${response.url()}`);
  });
  await page.goto(address);
  return [page, watch];
}

/** What was asked of another host than the app's. */
export const foreignOf = ({ urls }: Watch, origin: string) =>
  urls.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(`${origin}/`));

/** Waits until every tile of the view is there and drawn. */
export async function mapDrawn(page: Page): Promise<void> {
  await page.locator('[data-testid=map][data-ready=true]').waitFor({ timeout: 60_000 });
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
        const done = () => firecoverMap.loaded() && !firecoverMap.isMoving();
        if (done()) resolve();
        else firecoverMap.on('idle', () => done() && resolve());
        firecoverMap.triggerRepaint();
      }),
  );
}

/** Distinct ids of what style layers have on screen. */
export const drawnIds = (page: Page, layers: readonly string[]): Promise<number[]> =>
  page.evaluate((names) => {
    const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
    const features = firecoverMap.queryRenderedFeatures({ layers: [...names] });
    return [...new Set(features.map(({ id }) => Number(id)))].sort((a, b) => a - b);
  }, layers);

/** A click where a place of the world stands on the map. */
export async function clickAt(page: Page, lon_deg: number, lat_deg: number): Promise<void> {
  const [x, y] = await page.evaluate(
    ([lon, lat]) => {
      const element = document.querySelector('[data-testid=map]') as MapElement;
      const { left, top } = element.getBoundingClientRect();
      const point = element.firecoverMap.project([lon!, lat!]);
      return [left + point.x, top + point.y] as const;
    },
    [lon_deg, lat_deg],
  );
  await page.mouse.click(x, y);
}

/** Pictures for people, where FIRECOVER_SCREENSHOTS names a folder. */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env.FIRECOVER_SCREENSHOTS;
  if (folder)
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage: name.startsWith('phone') });
}
