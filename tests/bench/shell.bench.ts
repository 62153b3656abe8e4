import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { atMost, type Bench } from './bench.ts';
import { serve } from './served_process.ts';

/**
 * Scripts and styles of the served page that are loaded before the map's module: those its HTML names, and all
 * that these import at once. What they import later on (`import(…)`) is not counted, nor fonts.
 */
export const bench: Bench = {
  name: 'shell',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'firecover-shell-'));
    const app = await serve({ FIRECOVER_DATA: folder });
    try {
      const files = await shellFiles(app.origin);
      const bytes = (kind: string) =>
        [...files].reduce((sum, [path, size]) => sum + (path.endsWith(kind) ? size : 0), 0) / 1024;
      const [scripts, styles] = [bytes('.js'), bytes('.css')];
      const row = (what: string, ratio: number) => ({
        what,
        rival: '',
        rival_ms: null,
        ours_ms: null,
        ratio,
      });
      return {
        rows: [row('shell, scripts, KB gzip', scripts), row('shell, styles, KB gzip', styles)],
        checks: [
          { what: 'the shell was found', ok: files.size >= 3, seen: `${files.size} files` },
          atMost('shell before the map, scripts and styles, gzip', scripts + styles, 60, ' KB'),
        ],
      };
    } finally {
      await app.stop();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

/** Path to gzipped size. */
async function shellFiles(origin: string): Promise<Map<string, number>> {
  const files = new Map<string, number>();
  // a style of a part that comes later is named too, disabled: browsers don't fetch it
  const page = (await (await fetch(origin)).text()).replace(/<link[^>]*\sdisabled[\s>][^>]*/g, '');
  const named = [...page.matchAll(/["'(]([^"'()\s]*_app\/[^"'()\s]+\.(?:js|css))["')]/g)].map(
    ([, path]) => path,
  );
  const waiting = named.map((path) => new URL(path, `${origin}/`).href);
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    const path = new URL(url).pathname;
    if (files.has(path)) continue;
    const answer = await fetch(url);
    if (answer.status !== 200) throw new Error(`${answer.status} at ${url}`);
    const text = await answer.text();
    files.set(path, gzipSync(text).byteLength);
    if (!path.endsWith('.js')) continue;
    for (const [, from] of text.matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)) {
      waiting.push(new URL(from, url).href);
    }
  }
  return files;
}
