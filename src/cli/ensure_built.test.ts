import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureBuilt } from './ensure_built.ts';

/** A project whose "vite" counts how often it ran, so that a second of building is not spent a dozen times. */
const BUILD_TOOL = `
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
appendFileSync('runs', process.argv.slice(2).join(' ') + '\\n');
if (process.env.FAIL_BUILD) { console.error('src/broken.ts: no such thing'); process.exit(1); }
mkdirSync('build', { recursive: true });
writeFileSync('build/handler.js', '');
`;

describe('ensureBuilt', () => {
  let root: string;
  const notes: string[] = [];
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  const runs = () => {
    try {
      return readFileSync(join(root, 'runs'), 'utf8').trim().split('\n').length;
    } catch {
      return 0;
    }
  };
  const touch = (file: string, seconds_from_now: number) => {
    const time = new Date(Date.now() + seconds_from_now * 1000);
    utimesSync(join(root, file), time, time);
  };

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'firecover-build-'));
    notes.length = 0;
    write('package.json', '{"type": "module"}');
    write('src/page.ts', '');
    write('src/cli/main.ts', '');
    write('src/page.test.ts', '');
    write('node_modules/vite/package.json', '{"name": "vite", "type": "module"}');
    write('node_modules/vite/bin/vite.js', BUILD_TOOL);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const ensure = () => ensureBuilt(root, (note) => notes.push(note));

  it('builds what is missing, once, even when asked twice at a time, and says so', async () => {
    await Promise.all([ensure(), ensure()]);
    expect(runs()).toBe(1);
    expect(notes).toEqual(['The pages are not built yet: building them']);
    await ensure();
    expect(runs()).toBe(1);
  });

  it('builds again when a page changed, not for the command line or a test', async () => {
    await ensure();
    touch('src/cli/main.ts', 60);
    touch('src/page.test.ts', 60);
    await ensure();
    expect(runs()).toBe(1);
    touch('build/handler.js', -60);
    await ensure();
    expect(runs()).toBe(2);
    expect(notes.at(-1)).toBe('The pages are out of date: building them again');
  });

  it('takes over from a build that died', async () => {
    write('.svelte-kit/building/pid', '999999999');
    await ensure();
    expect(runs()).toBe(1);
  });

  it('says what the build tool said when it fails, and what to run when there is none', async () => {
    process.env.FAIL_BUILD = '1';
    await expect(ensure()).rejects.toThrow('src/broken.ts: no such thing');
    delete process.env.FAIL_BUILD;
    rmSync(join(root, 'node_modules'), { recursive: true });
    await expect(ensure()).rejects.toThrow('npm ci');
    write('build/handler.js', '');
    touch('build/handler.js', -60);
    await ensure();
  });
});
