import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { FIRECOVER } from './processes.ts';

export interface Served {
  origin: string;
  /** From the start of the process to the first answer 200 of the page, which is asked for all the time. */
  ready_ms: number;
  /** SIGTERM, or another signal; gives the time until the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<number>;
}

const PATIENCE_MS = 240_000;

/** `firecover serve` in a process of its own on a free port, as `npm start` runs it, of this checkout or another. */
export async function serve(
  env: Record<string, string>,
  { program = FIRECOVER, cwd }: { program?: string; cwd?: string } = {},
): Promise<Served> {
  const { DATABASE_URL: _url, FIRECOVER_DATA: _data, ORIGIN: _origin, ...inherited } = process.env;
  const port = await freePort();
  const begun = performance.now();
  const child = spawn(process.execPath, [program, 'serve', '--port', String(port)], {
    cwd,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => (said = (said + text).slice(-4000)));
  const origin = `http://127.0.0.1:${port}`;
  try {
    await answering(origin, child);
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`The app did not start:\n${said}`, { cause: error });
  }
  const ready_ms = performance.now() - begun;
  return {
    origin,
    ready_ms,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return 0;
      const told = performance.now();
      const gone = once(child, 'exit');
      child.kill(signal);
      await gone;
      return performance.now() - told;
    },
  };
}

async function answering(origin: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const answer = await fetch(origin, { signal: AbortSignal.timeout(PATIENCE_MS) }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await wait(50);
  }
  throw new Error('no answer in time');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
