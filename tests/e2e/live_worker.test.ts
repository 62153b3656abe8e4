import { chromium, type Browser, type Page } from '@playwright/test';
import { once } from 'node:events';
import { mkdtempSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { encodePackedTown } from '../../src/lib/contract/packed_town.ts';
import { FIRST_ADDED_ROW, type Edit } from '../../src/lib/domain/live/edit.ts';
import { LiveTown } from '../../src/lib/domain/live/live_town.ts';
import { townData } from '../../src/lib/server/services/live/town_data.ts';
import { findBrowser, launchOptions } from '../support/browser.ts';
import { openPage, type Watch } from '../support/map_page.ts';
import { randomTown } from '../support/random_town.ts';
import { noteSkipped } from '../support/skipped.ts';

const NAME = 'a live town in a Web Worker';
const executable = findBrowser();
if (!executable) noteSkipped(NAME, 'a Chromium');

const data = townData(randomTown(12, { points: 300, ways: 500, houses: 400 }), 'as it is');
const packed = encodePackedTown(data);
const TYPES: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript' };
/** As strict as the app's. */
const POLICY =
  "default-src 'self'; script-src 'self'; connect-src 'self'; worker-src 'self' blob:; img-src data:";

const moved = (t: number): Edit => ({
  kind: 'add',
  layer: 'station',
  row: FIRST_ADDED_ROW,
  at_deg: [118.001 + 0.009 * t, 25.005],
  body: { name: null, kind: 'micro', turnout_s: 30, vehicles: ['pumper'] },
});

describe.skipIf(!executable)(NAME, () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let watch: Watch;

  beforeAll(async () => {
    const folder = mkdtempSync(join(inject('runFolder'), 'live_page-'));
    await build({
      root: resolve(import.meta.dirname, '../support/live_page'),
      configFile: false,
      logLevel: 'error',
      build: { outDir: folder, target: 'chrome109' },
    });
    server = createServer(({ url }, response) => {
      const path = url!.split('?')[0]!;
      const bytes = path === '/api/network.bin' ? packed : readFileSync(join(folder, path));
      const type = TYPES[extname(path)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(bytes);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    browser = await chromium.launch(launchOptions(executable!));
    const { port } = server.address() as AddressInfo;
    [page, watch] = await openPage(browser, `http://127.0.0.1:${port}/index.html`, {});
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    server?.closeAllConnections();
    server?.close();
  });

  it('answers every last move of a hand as the engine does in Node, and leaves the page free', async () => {
    const edits = Array.from({ length: 200 }, (_, i) => moved(i / 199));
    const seen = await page.evaluate(async (moves) => {
      const choice = { vehicle: 'pumper', cutoff_s: 180 } as const;
      const client = await window.LiveClient.open({ area_id: null, ...choice });
      let frames = 0;
      let moving = true;
      const count = () => {
        frames += 1;
        if (moving) requestAnimationFrame(count);
      };
      requestAnimationFrame(count);
      const answers = [];
      for (const edit of moves) {
        answers.push(
          client.ask({ ...choice, turnout_s: null, edits: [edit] }).catch((error: Error) => error.name),
        );
        await new Promise((next) => setTimeout(next, 4));
      }
      const outcomes = await Promise.all(answers);
      moving = false;
      const rings = await client.rings();
      const last = outcomes.at(-1)!;
      if (typeof last === 'string') throw new Error(last);
      client.close();
      return {
        frames,
        stamp: client.town.stamp,
        segments: client.town.segments.count,
        answered: outcomes.filter((outcome) => typeof outcome !== 'string').length,
        others: [...new Set(outcomes.filter((outcome) => typeof outcome === 'string'))],
        last: { all: last.all, verdict: [...last.verdict], placed: last.placed },
        rings: rings.features.length,
      };
    }, edits);
    const { all, verdict, placed } = new LiveTown(data).answer({
      ...{ vehicle: 'pumper', cutoff_s: 180, turnout_s: null },
      edits: edits.slice(-1),
    });
    expect(seen.last).toEqual({ all, verdict: [...verdict], placed });
    expect(seen.stamp).toBe('as it is');
    expect(seen.segments).toBeGreaterThanOrEqual(data.drive.edge_count);
    expect(seen.answered).toBeGreaterThan(2);
    for (const other of seen.others) expect(other).toBe('AbortError');
    expect(seen.frames).toBeGreaterThan(2);
    expect(seen.rings).toBe(data.rules.rings_s.length);
    expect(watch.problems).toEqual([]);
  });

  it('names steps that cannot be applied', async () => {
    const refused = await page.evaluate(async () => {
      const choice = { vehicle: 'pumper', cutoff_s: 180 } as const;
      const client = await window.LiveClient.open({ area_id: 7, ...choice });
      const edits = [{ kind: 'remove', layer: 'station', row: 1e15 }] as const;
      const { name, fault } = await client.ask({ ...choice, turnout_s: null, edits }).then(
        () => ({ name: 'answered', fault: '' }),
        (error: Error & { fault: string }) => error,
      );
      client.close();
      return { name, fault };
    });
    expect(refused).toEqual({ name: 'LiveError', fault: 'question' });
  });
});
