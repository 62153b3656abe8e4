import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import { readerFor } from '../../geodata/import/detect.ts';
import { VERDICTS, type Verdict } from '../../src/lib/domain/coverage/verdict.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded_driver.ts';
import { projectRoot } from '../../src/lib/server/db/project_root.ts';
import { ensureVerdicts } from '../../src/lib/server/services/coverage/ensure_verdicts.ts';
import { importFiles } from '../../src/lib/server/services/import/import_files.ts';
import { loadRuleSets } from '../../src/lib/server/services/rule_set.ts';
import { launchOptions } from '../support/browser.ts';
import {
  clickAt,
  DESK,
  foreignOf,
  mapDrawn,
  openPage,
  PHONE,
  screenshot,
  WALL,
  type MapElement,
  type Watch,
} from '../support/map_page.ts';
import { serveApp, type ServedApp } from '../support/served_app.ts';
import { smallTown, type TownLayer } from '../support/small_town.ts';
import { createEmbeddedFolder, describeUnless } from '../support/test_database.ts';

/** What plain SQL says of the town before the app opens it. */
interface Truth {
  counts: Record<TownLayer, number>;
  by_verdict: Record<string, number>;
  water_unknown: number;
  hydrants: Record<string, number>;
  /** Building ids and verdicts by source id. */
  buildings: Map<
    string,
    { id: number; verdict: Verdict; arrival_s: number | null; lon_deg: number; lat_deg: number }
  >;
}

describeUnless(inject('browser') ? null : 'no Chromium', 'first page', () => {
  let browser: Browser;
  let app: ServedApp;
  let truth: Truth;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(inject('runFolder'), 'e2e-'));
    renameSync(await createEmbeddedFolder(), join(folder, 'main'));
    truth = await importTown(join(folder, 'main'), folder);
    [app, browser] = await Promise.all([
      serveApp({ FIRECOVER_DATA: folder }),
      chromium.launch(launchOptions(inject('browser')!)),
    ]);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  describe('at a desk', () => {
    let page: Page;
    let watch: Watch;
    beforeAll(async () => {
      [page, watch] = await openPage(browser, `${app.origin}/`, DESK);
      await mapDrawn(page);
    }, 90_000);
    afterAll(() => page?.context().close());

    it('draws every street, building, hydrant and station of the view', async () => {
      const drawn = await drawnLayers(page);
      expect(drawn.building.length).toBe(truth.counts.building);
      expect(drawn.street.length).toBe(truth.counts.street);
      expect(drawn.hydrant.length).toBe(truth.counts.hydrant);
      expect(drawn.station.length).toBe(truth.counts.station);
      const verdicts = Object.entries(truth.by_verdict).filter(([, buildings]) => buildings > 0);
      expect(drawn.verdicts.sort()).toEqual(verdicts.map(([verdict]) => verdict).sort());
    });

    it('shows the totals that plain SQL counts', async () => {
      for (const verdict of VERDICTS) {
        const cell = page.locator(`tr[data-verdict=${verdict}] td.count`);
        expect((await cell.textContent())?.trim(), verdict).toBe(String(truth.by_verdict[verdict] ?? 0));
      }
      const figure = (name: string) => page.getByTestId(name).textContent();
      expect(await figure('covered')).toContain(`${truth.by_verdict.covered} / ${truth.counts.building}`);
      expect(await figure('arrives-water-unknown')).toContain(`${truth.water_unknown} 栋`);
      expect(await figure('hydrants')).toContain(String(truth.counts.hydrant));
      for (const status of ['working', 'broken', 'unknown']) {
        expect(await figure(`hydrants-${status}`)).toContain(String(truth.hydrants[status]));
      }
      expect(await figure('stations')).toContain(String(truth.counts.station));
      expect(await figure('streets')).toMatch(/23\.\d km/);
    });

    it('says what the figures stand on', async () => {
      const label = await page.getByTestId('data-label').textContent();
      for (const words of ['内置数据库', 'cn 2026', '5 分钟', '转弯限制和路口延误', 'small_town']) {
        expect(label).toContain(words);
      }
      expect(label).toMatch(/\d{4}-\d\d-\d\d \d\d:\d\d/);
    });

    it.each(['hamlet1', 'yard', 'b4-6-1'])(
      'opens the card of building %s with its three legs',
      async (name) => {
        const { id, verdict, arrival_s, lon_deg, lat_deg } = truth.buildings.get(name)!;
        await clickAt(page, lon_deg, lat_deg);
        const card = page.getByTestId('card');
        await card.locator(`[data-verdict=${verdict}]`).waitFor();
        expect(await card.locator('[data-leg]').count()).toBe(3);
        expect(await card.getByTestId('arrival').textContent()).toMatch(
          arrival_s === null ? /没有站点/ : /秒|分/,
        );
        expect(new URL(page.url()).searchParams.get('building')).toBe(String(id));
        await page.keyboard.press('Escape');
        await card.waitFor({ state: 'detached' });
        expect(new URL(page.url()).searchParams.has('building')).toBe(false);
      },
    );

    it('changes language without reloading, and back', async () => {
      await page.evaluate(() => Object.assign(globalThis, { still_here: true }));
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByRole('heading', { name: 'Firecover', exact: true }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      expect(await page.getByTestId('data-label').textContent()).toContain('not modelled');
      expect(await page.getByTestId('covered').textContent()).toContain('Covered');
      expect(new URL(page.url()).searchParams.get('lang')).toBe('en');
      await page.getByRole('button', { name: '中文' }).click();
      await page.getByRole('heading', { name: '消防覆盖一张图' }).waitFor();
      expect(await page.evaluate(() => 'still_here' in globalThis)).toBe(true);
    });

    it('answers to the keyboard alone', async () => {
      const { verdict, lon_deg, lat_deg } = truth.buildings.get('b5-4-1')!;
      await page.evaluate(
        ([lon, lat]) => {
          const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
          firecoverMap.jumpTo({ center: [lon!, lat!], zoom: 17 });
        },
        [lon_deg, lat_deg],
      );
      await mapDrawn(page);
      await page.getByRole('combobox', { name: '下级区域' }).focus();
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('CANVAS');
      await page.keyboard.press('Enter');
      await page.getByTestId('card').locator(`[data-verdict=${verdict}]`).waitFor();
    });

    it('has no accessibility violation with the card open', async () => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
    });

    it('wrote no error to the console and asked no foreign host', () => {
      expect(watch.problems).toEqual([]);
      expect(watch.urls.length).toBeGreaterThan(10);
      expect(foreignOf(watch, app.origin)).toEqual([]);
    });
  });

  it('opens a link at the same language, building and view', async () => {
    const { id, verdict } = truth.buildings.get('b2-2-0')!;
    const address = `${app.origin}/?lang=en&building=${id}#16/24.5025/118.1025`;
    const [page] = await openPage(browser, address, DESK);
    await mapDrawn(page);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByTestId('card').locator(`[data-verdict=${verdict}]`).waitFor();
    const [zoom, lon_deg, lat_deg] = await page.evaluate(() => {
      const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
      const { lng, lat } = firecoverMap.getCenter();
      return [firecoverMap.getZoom(), lng, lat] as const;
    });
    expect(zoom).toBeCloseTo(16, 2);
    expect(lon_deg).toBeCloseTo(118.1025, 4);
    expect(lat_deg).toBeCloseTo(24.5025, 4);
    await page.context().close();
  });

  it.each([
    ['phone', PHONE],
    ['desk', DESK],
    ['wall', WALL],
  ] as const)(
    'fits a %s in light and dark, with targets a finger can hit',
    async (name, size) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const [page, watch] = await openPage(browser, `${app.origin}/`, { ...size, colorScheme });
        await mapDrawn(page);
        const { scroll_px, small } = await page.evaluate(() => ({
          scroll_px: document.documentElement.scrollWidth - innerWidth,
          small: [
            ...document.querySelectorAll(
              'button, summary, select, label, input[type=search], a[href]:not(.skip)',
            ),
          ].flatMap((target) => {
            const { width, height } = target.getBoundingClientRect();
            return width < 44 || height < 44 ? [`${target.textContent}: ${width} x ${height}`] : [];
          }),
        }));
        expect(scroll_px).toBeLessThanOrEqual(0);
        expect(small).toEqual([]);
        await screenshot(page, `${name}_${colorScheme}`);
        const { violations } = await new AxeBuilder({ page }).analyze();
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        expect(watch.problems).toEqual([]);
        await page.context().close();
      }
    },
    120_000,
  );

  it('shows figures and a message where there is no WebGL2', async () => {
    const context = await browser.newContext(DESK);
    await context.addInitScript(() => {
      const getContext = HTMLCanvasElement.prototype.getContext as (
        kind: string,
        ...rest: unknown[]
      ) => unknown;
      HTMLCanvasElement.prototype.getContext = function (
        this: HTMLCanvasElement,
        kind: string,
        ...rest: unknown[]
      ) {
        return kind === 'webgl2' ? null : getContext.call(this, kind, ...rest);
      } as typeof HTMLCanvasElement.prototype.getContext;
    });
    const page = await context.newPage();
    await page.goto(app.origin);
    await page.getByTestId('no-map').waitFor();
    expect(await page.getByTestId('covered').textContent()).toContain(`/ ${truth.counts.building}`);
    await context.close();
  });

  it('is a small page before the map is fetched: what it names, and the words of its language', async () => {
    const page = await fetch(`${app.origin}/`);
    const named = `${page.headers.get('link')} ${await page.text()}`;
    const scripts = [...new Set([...named.matchAll(/[\w./-]+\.js/g)].map(([path]) => path))];
    expect(scripts.length).toBeGreaterThan(3);
    const chunks = join(projectRoot(), 'build/client/_app/immutable/chunks');
    const dictionaries = readdirSync(chunks)
      .filter(
        (name) => name.endsWith('.js') && readFileSync(join(chunks, name), 'utf8').includes('谁能及时到场'),
      )
      .map((name) => `/_app/immutable/chunks/${name}`);
    expect(dictionaries).toHaveLength(1);
    let shell_bytes = 0;
    for (const path of new Set(
      [...scripts, ...dictionaries].map((path) => new URL(path, `${app.origin}/`).href),
    )) {
      const script = await fetch(path);
      shell_bytes += gzipSync(await script.arrayBuffer()).byteLength;
    }
    expect(shell_bytes).toBeLessThan(60 * 1024);
  });

  it('sends a strict content security policy, and tiles that are asked for only once', async () => {
    const page = await fetch(`${app.origin}/`);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toMatch(/script-src 'self' 'nonce-[^']+'/);
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);

    const address = `${app.origin}/tiles/street,building/14/13567/7041`;
    const tile = await fetch(address);
    expect(tile.status).toBe(200);
    expect(tile.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile');
    expect(tile.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(address, { headers: { 'if-none-match': tile.headers.get('etag')! } });
    expect(again.status).toBe(304);
    expect((await again.arrayBuffer()).byteLength).toBe(0);
    for (const wrong of ['nothing/1/0/0', 'street/1/2/0', 'street/19/0/0', 'street/1/0/x']) {
      expect((await fetch(`${app.origin}/tiles/${wrong}`)).status, wrong).toBe(404);
    }
    expect((await fetch(`${app.origin}/api/building/999999`)).status).toBe(404);
    expect((await fetch(`${app.origin}/api/building/1;x`)).status).toBe(404);
  });

  it('listens on this machine only, and stops within two seconds with connections open', async () => {
    const nothing = mkdtempSync(join(inject('runFolder'), 'e2e-none-'));
    const other = await serveApp({ FIRECOVER_DATA: nothing });
    onTestFinished(async () => void (await other.stop()));
    const { hostname, port } = new URL(other.origin);
    expect(hostname).toBe('127.0.0.1');

    const [page, watch] = await openPage(browser, other.origin, DESK);
    expect(await page.getByTestId('data-label').textContent()).toContain('示例城镇');
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    expect(watch.problems).toEqual([]);
    await page.context().close();

    const half_asked = connect(Number(port), hostname);
    half_asked.on('error', () => undefined);
    half_asked.write('GET / HTTP/1.1\r\nHost: x\r\n');
    const kept = await new Promise<{ destroy(): void }>((resolve) => {
      get(other.origin, { agent: undefined, headers: { connection: 'keep-alive' } }, resolve);
    });
    const { exit_code, took_ms } = await other.stop();
    expect(exit_code).toBe(0);
    expect(took_ms).toBeLessThan(2000);
    half_asked.destroy();
    kept.destroy();
  }, 240_000);

  it('gives the database back within two seconds, and it can be opened again', async () => {
    const page = await fetch(app.origin, { headers: { connection: 'keep-alive' } });
    expect(page.status).toBe(200);
    const { exit_code, took_ms } = await app.stop();
    expect(exit_code).toBe(0);
    expect(took_ms).toBeLessThan(2000);
    const db = await openEmbedded(join(folder, 'main'));
    expect((await readTruth(db)).counts).toEqual(truth.counts);
    await db.close();
  });
});

async function importTown(database_folder: string, folder: string): Promise<Truth> {
  const files = join(folder, 'small_town');
  mkdirSync(files);
  const db = await openEmbedded(database_folder);
  try {
    await loadRuleSets(db);
    for (const [layer, features] of Object.entries(smallTown()) as [TownLayer, object][]) {
      const path = join(files, `${layer}.geojson`);
      writeFileSync(path, JSON.stringify(features));
      await importFiles(
        db,
        LOCAL_ADMINISTRATOR,
        {
          paths: [path],
          layer,
          source: 'small_town',
          crs: 'auto',
          encoding: 'auto',
          map: {},
          max_rejected: 0,
          dry_run: false,
        },
        readerFor,
      );
    }
    await ensureVerdicts(db, LOCAL_ADMINISTRATOR);
    return await readTruth(db);
  } finally {
    await db.close();
  }
}

async function readTruth(db: Database): Promise<Truth> {
  const acting = db.as(LOCAL_ADMINISTRATOR);
  const counts = {} as Truth['counts'];
  for (const layer of Object.keys(smallTown()) as TownLayer[]) {
    const [{ n }] = await acting.query<{ n: number }>(`select count(*) as n from ${layer}`);
    counts[layer] = n;
  }
  const grouped = async (sql: string) =>
    Object.fromEntries(
      (await acting.query<{ key: string; n: number }>(sql)).map(({ key, n }) => [key, n]),
    ) as Record<string, number>;
  const [{ n: water_unknown }] = await acting.query<{ n: number }>(
    `select count(*) as n from building_verdict where arrive = 'pass' and hose = 'pass' and water = 'unknown'`,
  );
  const buildings = await acting.query<{
    source_id: string;
    id: number;
    verdict: Verdict;
    arrival_s: number | null;
    lon_deg: number;
    lat_deg: number;
  }>(
    `select source_id, id, verdict, arrival_s, st_x(point) as lon_deg, st_y(point) as lat_deg
     from building join building_verdict on building_id = id`,
  );
  return {
    counts,
    water_unknown,
    by_verdict: await grouped('select verdict as key, count(*) as n from building_verdict group by 1'),
    hydrants: await grouped('select status as key, count(*) as n from hydrant group by 1'),
    buildings: new Map(buildings.map(({ source_id, ...building }) => [source_id, building])),
  };
}

const drawnLayers = (page: Page) =>
  page.evaluate(() => {
    const { firecoverMap } = document.querySelector('[data-testid=map]') as MapElement;
    const layers = firecoverMap.getStyle().layers.map(({ id }) => id);
    const found = (of: string[]) => firecoverMap.queryRenderedFeatures({ layers: of });
    const ids = (of: string[]) => [...new Set(found(of).map(({ id }) => Number(id)))];
    return {
      building: ids(['building']),
      street: ids(layers.filter((id) => /^street_(main|side|lane|foot)$/.test(id))),
      hydrant: ids(layers.filter((id) => id.startsWith('hydrant'))),
      station: ids(['station']),
      verdicts: [...new Set(found(['building']).map(({ properties }) => String(properties['verdict'])))],
    };
  });
