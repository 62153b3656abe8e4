import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

export interface ServedApp {
  /** http://127.0.0.1:<port> */
  origin: string;
  /** What it has written to stderr so far. */
  said(): string;
  /** Asks it to end; gives the exit code and how long that took. */
  stop(): Promise<{ exit_code: number | null; took_ms: number }>;
}

const READY = /^Firecover: (http:\S+)$/m;
/** Building the pages takes its time on a slow machine. */
const START_PATIENCE_MS = 180_000;

/** `firecover serve` in a process of its own, on a free port, as `npm start` runs it. */
export async function serveApp(environment: Record<string, string>): Promise<ServedApp> {
  const { DATABASE_URL: _url, FIRECOVER_DATA: _data, ORIGIN: _origin, ...inherited } = process.env;
  const root = resolve(import.meta.dirname, '../..');
  const child = spawn(process.execPath, ['bin/firecover.js', 'serve', '--port', '0'], {
    cwd: root,
    env: { ...inherited, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const origin = await ready(child, () => said);
  return {
    origin,
    said: () => said,
    async stop() {
      const started = performance.now();
      const exited = child.exitCode === null ? once(child, 'exit') : null;
      child.kill('SIGTERM');
      await exited;
      return { exit_code: child.exitCode, took_ms: performance.now() - started };
    },
  };
}

function ready(child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((done, fail) => {
    const patience = setTimeout(() => {
      child.kill('SIGKILL');
      fail(new Error(`The app did not start in time:\n${said()}`));
    }, START_PATIENCE_MS);
    child.stderr!.on('data', () => {
      const found = READY.exec(said());
      if (!found) return;
      clearTimeout(patience);
      done(found[1]!);
    });
    child.once('exit', (code) => {
      clearTimeout(patience);
      fail(new Error(`The app ended with ${code}:\n${said()}`));
    });
  });
}
