import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import type { Summary } from '../../src/lib/contract/api.ts';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import { drawnIds, foreignOf, mapDrawn, openPage, type MapElement, type Watch } from '../support/map_page.ts';
import { describeUnless } from '../support/test_database.ts';

/** Large enough to hold the whole town at a zoom where every layer is drawn. */
const WHOLE_TOWN = { viewport: { width: 3100, height: 1560 } };
const EVERY_LAYER_ZOOM = 14;
const ALL = 'building,ring,gap,station,hydrant,water,main,hazard,place,obstacle,lane,cluster,area,street';

describeUnless(inject('browser') ? null : 'no Chromium', 'layers of the map', () => {
  let browser: Browser;
  let app: DemoApp;
  let page: Page;
  let watch: Watch;

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
    const { bounds_deg } = (await (await fetch(`${app.origin}/api/summary`)).json()) as Summary;
    const [west, south, east, north] = bounds_deg!;
    const view = `#${EVERY_LAYER_ZOOM}/${(south + north) / 2}/${(west + east) / 2}`;
    const address = `${app.origin}/?vehicle=pumper&layers=${ALL}${view}`;
    [page, watch] = await openPage(browser, address, WHOLE_TOWN);
    await page.getByTestId('run-working').waitFor({ state: 'detached', timeout: 120_000 });
    await page.locator('[data-layer=building] [data-testid=count]').waitFor();
    await mapDrawn(page);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it.each([
    ['building', ['building']],
    ['street', ['street_main', 'street_side', 'street_lane', 'street_foot']],
    ['hydrant', ['hydrant', 'hydrant_dot']],
    ['water_source', ['water_surface', 'water_line', 'water_point']],
    ['water_main', ['main', 'main_branch', 'main_unknown']],
    ['station', ['station']],
    ['obstacle', ['obstacle']],
    ['place', ['place']],
    ['cluster', ['cluster']],
    ['area', ['area']],
  ] as const)('draws as many of %s as the database holds', async (layer, styles) => {
    expect((await drawnIds(page, styles)).length).toBe(app.counts[layer]);
  });

  it('draws every open hazard, alone or within a group that shows its worst', async () => {
    const { drawn, worst_of_groups } = await page.evaluate(() => {
      const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
      const marks = firecoverMap.queryRenderedFeatures({ layers: ['hazard', 'hazard_group'] });
      const seen = new Map(
        marks.map(({ id, properties }) => [`${id}|${properties['point_count']}`, properties]),
      );
      const groups = [...seen.values()].filter(({ point_count }) => point_count !== undefined);
      return {
        drawn: [...seen.values()].reduce((sum, { point_count }) => sum + Number(point_count ?? 1), 0),
        worst_of_groups: groups.map(({ worst }) => Number(worst)),
      };
    });
    expect(drawn).toBe(app.counts.hazard);
    const hazards = (await (await fetch(`${app.origin}/api/hazards`)).json()) as {
      features: { properties: { worst: number } }[];
    };
    expect(hazards.features.length).toBe(app.counts.hazard);
    const worst = Math.max(...hazards.features.map(({ properties }) => properties.worst));
    expect(Math.max(...worst_of_groups)).toBe(worst);
  });

  it('draws the rings of rings.geojson', async () => {
    const tiles = await page.evaluate(() => {
      const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
      return (firecoverMap.getStyle().sources['town'] as { tiles: string[] }).tiles[0]!;
    });
    const run = new URL(tiles).searchParams.get('run');
    const rings = await fetch(`${app.origin}/api/rings?run=${run}`);
    const served = (await rings.json()) as { features: unknown[] };
    expect(served.features).toEqual((JSON.parse(app.file('rings.geojson')) as typeof served).features);
    const drawn = await page.evaluate(() => {
      const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
      const rings = firecoverMap.queryRenderedFeatures({ layers: ['ring'] });
      return [...new Set(rings.map(({ properties }) => Number(properties['cutoff_s'])))].sort(
        (a, b) => a - b,
      );
    });
    expect(drawn).toEqual([60, 180, 300]);
  });

  it('draws the gaps of gaps.geojson', async () => {
    const { features } = JSON.parse(app.file('gaps.geojson')) as {
      features: { properties: { rank: number } }[];
    };
    const ranks = await page.evaluate(() => {
      const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
      const gaps = firecoverMap.queryRenderedFeatures({ layers: ['gap'] });
      return [...new Set(gaps.map(({ properties }) => Number(properties['rank'])))].sort((a, b) => a - b);
    });
    expect(ranks).toEqual(features.map(({ properties }) => properties.rank));
  });

  it('counts in the rail what plain SQL counts', async () => {
    const count = async (layer: string) =>
      Number(
        (await page.locator(`[data-layer=${layer}] [data-testid=count]`).textContent())?.replace(/\D/g, ''),
      );
    for (const layer of [
      'building',
      'station',
      'hydrant',
      'hazard',
      'place',
      'obstacle',
      'cluster',
      'area',
      'street',
    ] as const) {
      expect(await count(layer), layer).toBe(app.counts[layer]);
    }
    expect(await count('water')).toBe(app.counts.water_source);
  });

  it('hides and shows a layer from the keyboard, and keeps it in the address', async () => {
    const box = page.locator('[data-layer=building] input');
    await box.focus();
    await page.keyboard.press('Space');
    await page.waitForFunction(
      () => !new URLSearchParams(location.search).get('layers')?.includes('building'),
    );
    await mapDrawn(page);
    expect(await drawnIds(page, ['building'])).toEqual([]);
    await page.keyboard.press('Space');
    await mapDrawn(page);
    expect((await drawnIds(page, ['building'])).length).toBe(app.counts.building);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const row = page.locator('[data-layer=building]');
    expect(await row.getByRole('button').getAttribute('aria-expanded')).toBe('true');
    await row.getByText('每栋建筑物').waitFor();
  });

  it('wrote no error to the console and asked no foreign host', () => {
    expect(watch.problems).toEqual([]);
    expect(foreignOf(watch, app.origin)).toEqual([]);
  });
});
