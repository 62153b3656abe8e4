import { chromium, type Browser, type Page } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { CoverageCounts } from '../../src/lib/domain/coverage/coverage_counts.ts';
import { FIRST_ADDED_ROW } from '../../src/lib/domain/live/edit.ts';
import { findBrowser, launchOptions } from '../support/browser.ts';
import type { MapElement } from '../support/map_page.ts';
import { atMost, type Bench, type BenchCheck, type BenchContext, type BenchRow } from './bench.ts';
import { emptyDatabase, firecover } from './processes.ts';
import { serve } from './served_process.ts';

const MOVES = 200;
const GOAL_MS = 50;
const HOUSES = 4000;
const HEIDELBERG = 'osm/heidelberg.test.osm.pbf';
const PATIENCE_MS = 120_000;

/**
 * A station moved in a real browser: from the event to the new totals in the page, 200 times. Events made in the page
 * wait for no frame: this is the engine, its thread and the page's state. The pointer of a person does: the handle
 * moves once a frame, and after a press browsers put the frame before all other work, which takes long where frames
 * are drawn in software.
 */
export const bench: Bench = {
  name: 'drag_page',
  async run(context) {
    const executable = findBrowser();
    if (!executable) return { rows: [], checks: [{ what: 'a browser', ok: false, seen: 'no Chromium' }] };
    const rows: BenchRow[] = [];
    const checks: BenchCheck[] = [];
    const folder = mkdtempSync(join(tmpdir(), 'firecover-drag-'));
    const browser = await chromium.launch(launchOptions(executable));
    try {
      for (const { town, env, view } of await places(context, folder)) {
        const app = await serve(env);
        try {
          const found = await measured(browser, `${app.origin}/?layers=none${view}`, town);
          rows.push(...found.rows);
          checks.push(...found.checks);
        } finally {
          await app.stop();
        }
      }
      return { rows, checks };
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

interface Place {
  town: string;
  env: Record<string, string>;
  /** The map's first view, as the address tells it; '' all of the town. The station is put in its middle. */
  view: string;
}

async function places(context: BenchContext, folder: string): Promise<Place[]> {
  const sample: Place = { town: 'the sample town', env: { FIRECOVER_DATA: folder }, view: '' };
  const file = context.data(HEIDELBERG);
  if (!file) return [sample];
  const url = await emptyDatabase(await context.clusterUrl(), 'bench_drag');
  await firecover(['migrate'], url);
  await firecover(['import', file, '--json'], url);
  const houses = join(folder, 'houses.geojson');
  const [lon_deg, lat_deg] = await housesAlongStreets(url, houses);
  await firecover(['import', houses, '--layer', 'building', '--json'], url);
  const view = `#14/${lat_deg.toFixed(5)}/${lon_deg.toFixed(5)}`;
  return [sample, { town: 'Heidelberg', env: { DATABASE_URL: url }, view }];
}

/**
 * Houses of 10 m beside the streets: the extract holds a handful of buildings and would judge next to nothing. Gives
 * where the middle one stands by longitude and by latitude: outlying ways put the middle of the extract far from any
 * town, where a station snaps now to one stray way and now to another.
 */
async function housesAlongStreets(url: string, path: string): Promise<[lon_deg: number, lat_deg: number]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ geometry: string }>(
    `select st_asgeojson(st_envelope(st_buffer(st_translate(point, 0.0002, 0.0002)::geography, 5)::geometry)) as geometry
     from (select st_lineinterpolatepoint(geom, 0.5) as point from street order by id) middle limit ${HOUSES}`,
  );
  await client.end();
  const features = rows.map(({ geometry }, id) => ({
    type: 'Feature',
    id: id + 1,
    properties: {},
    geometry: JSON.parse(geometry) as object,
  }));
  writeFileSync(path, JSON.stringify({ type: 'FeatureCollection', features }));
  const corners = features.map(
    ({ geometry }) => (geometry as { coordinates: [number, number][][] }).coordinates[0][0],
  );
  return [median(corners.map(([lon_deg]) => lon_deg)), median(corners.map(([, lat_deg]) => lat_deg))];
}

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1];

/** Whether the server, asked for the steps of the page's draft, comes to the figures the page shows. */
async function endsWhereTheServerEnds(page: Page, origin: string, town: string): Promise<BenchCheck> {
  await page.waitForTimeout(1500);
  const { edits, base_stamp } = await page.evaluate(
    () =>
      JSON.parse(sessionStorage.getItem('firecover-draft-new')!) as { edits: unknown[]; base_stamp: string },
  );
  const shown = await Promise.all(
    ['what-if-covered', 'what-if-arrives'].map(async (id) =>
      Number(await page.getByTestId(id).getAttribute('data-after')),
    ),
  );
  const made = await fetch(`${origin}/api/scenarios`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({
      name: town,
      by: 'bench',
      remark: null,
      vehicle: 'best',
      cutoff_s: 300,
      turnout_s: null,
      edits,
      base_stamp,
    }),
  });
  const { id } = (await made.json()) as { id: number };
  const compared = await fetch(`${origin}/api/scenarios/compare?a=base&b=${id}`);
  const { b } = (await compared.json()) as { b: { counts: CoverageCounts } };
  const server = [b.counts.verdicts.covered, b.counts.legs.arrive.pass];
  return {
    what: `ends where the server ends: ${town}`,
    ok: b.counts.buildings > 1000 && server.join() === shown.join(),
    seen: `covered and in time ${shown.join(', ')} in the page, ${server.join(', ')} on the server, of ${b.counts.buildings}`,
  };
}

async function measured(browser: Browser, address: string, town: string) {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  try {
    await page.goto(address);
    await page.locator('[data-testid=map][data-ready=true]').waitFor({ timeout: PATIENCE_MS });
    await page.getByTestId('enter-what-if').click();
    await page.getByTestId('tool-station').click({ timeout: PATIENCE_MS });
    await clickMiddle(page);
    await page.locator(`[data-handle="station/${FIRST_ADDED_ROW}"]`).waitFor({ timeout: PATIENCE_MS });
    await recordAnswers(page);
    const by_event = await movedByEvents(page);
    const by_pointer = await movedByPointer(page);
    const same_end = await endsWhereTheServerEnds(page, new URL(address).origin, town);
    const figure = (what: string, ms: number): BenchRow => ({
      what: `${what}: ${town}`,
      rival: '',
      rival_ms: null,
      ours_ms: ms,
      ratio: ms,
    });
    return {
      rows: [
        figure('event to new totals in the page, p50', quantile(by_event, 0.5)),
        figure('event to new totals in the page, p95', quantile(by_event, 0.95)),
        figure('pointer to new totals, drawn in software, p50', quantile(by_pointer, 0.5)),
        figure('pointer to new totals, drawn in software, p95', quantile(by_pointer, 0.95)),
      ],
      checks: [
        {
          what: `every move was answered: ${town}`,
          ok: by_event.length === MOVES && by_pointer.length === MOVES,
          seen: `${by_event.length} by event, ${by_pointer.length} by pointer, of ${MOVES}`,
        },
        same_end,
        atMost(`event to new totals, p95: ${town}`, quantile(by_event, 0.95), GOAL_MS, ' ms'),
      ],
    };
  } finally {
    await page.context().close();
  }
}

const quantile = (times: readonly number[], share: number) =>
  [...times].sort((a, b) => a - b)[Math.floor(times.length * share)] ?? Infinity;

async function clickMiddle(page: Page): Promise<void> {
  const [x, y] = await page.evaluate(() => {
    const element = document.querySelector('[data-testid=map]') as MapElement;
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2, top + height / 2] as const;
  });
  await page.mouse.click(x, y);
}

interface Recorder extends Window {
  moved_at: number;
  answers_ms: number[];
}

/** Notes the time of each event and that of the totals it leads to. */
const recordAnswers = (page: Page) =>
  page.evaluate(() => {
    const recorder = window as unknown as Recorder;
    recorder.answers_ms = [];
    recorder.moved_at = NaN;
    for (const kind of ['pointermove', 'keydown']) {
      addEventListener(kind, ({ timeStamp }) => (recorder.moved_at = timeStamp), { capture: true });
    }
    const figures = document.querySelector('[data-testid=live-figures]')!;
    new MutationObserver(() => {
      if (Number.isNaN(recorder.moved_at)) return;
      recorder.answers_ms.push(performance.now() - recorder.moved_at);
      recorder.moved_at = NaN;
    }).observe(figures, { attributes: true, attributeFilter: ['data-seq'] });
  });

const answers = (page: Page) => page.evaluate(() => (window as unknown as Recorder).answers_ms);
const startAnew = (page: Page) => page.evaluate(() => void ((window as unknown as Recorder).answers_ms = []));
const answered = (page: Page, count: number) =>
  page.waitForFunction((wanted) => (window as unknown as Recorder).answers_ms.length >= wanted, count, {
    timeout: PATIENCE_MS,
    polling: 4,
  });

/** Each move once the one before is answered. */
async function movedByEvents(page: Page): Promise<number[]> {
  await startAnew(page);
  await page.getByTestId('move-ArrowUp').evaluate(async (button, moves) => {
    const recorder = window as unknown as Recorder;
    const keys = ['ArrowUp', 'ArrowRight', 'ArrowDown', 'ArrowLeft'];
    for (let move = 0; move < moves; move++) {
      const key = keys[Math.floor(move / 25) % 4];
      button.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
      while (recorder.answers_ms.length <= move) await new Promise((turn) => setTimeout(turn));
    }
  }, MOVES);
  return answers(page);
}

async function movedByPointer(page: Page): Promise<number[]> {
  const box = (await page.locator(`[data-handle="station/${FIRST_ADDED_ROW}"]`).boundingBox())!;
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 8, y);
  await page.waitForTimeout(1000);
  await startAnew(page);
  for (let move = 0; move < MOVES; move++) {
    const turn = (move / MOVES) * 2 * Math.PI;
    await page.mouse.move(x + 120 * Math.sin(turn) + 9, y + 60 * (1 - Math.cos(turn)));
    await answered(page, move + 1);
  }
  const times = await answers(page);
  await page.mouse.up();
  return times;
}
