import { createServer, type RequestListener, type Server } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { LOCAL_ADMINISTRATOR } from '../lib/server/db/database.ts';
import { FolderHeldError, lockFolder, type FolderLock } from '../lib/server/db/folder_lock.ts';
import { dataFolder, type OpenedDatabase } from '../lib/server/db/open_database.ts';
import { projectRoot } from '../lib/server/db/project_root.ts';
import { stopEngine } from '../lib/server/engine/engine_thread.ts';
import { siteSessions } from '../lib/server/services/siting/site_sessions.ts';
import { closeDatabase, currentDatabase, onOpened, openUnder } from '../lib/server/open.ts';
import { hasBuildings } from '../lib/server/queries/has_buildings.ts';
import { ensureClusters } from '../lib/server/services/clusters/compute_clusters.ts';
import { ensureVerdicts } from '../lib/server/services/coverage/ensure_verdicts.ts';
import { loadRuleSets } from '../lib/server/services/rule_set.ts';
import { ensureBuilt } from './ensure_built.ts';
import { ensureSample } from './ensure_sample.ts';
import { launcherGone } from './launcher_gone.ts';
import { printProgress } from './output.ts';
import { servedJobs } from './served_jobs.ts';

export interface ServeOptions {
  /** Default PORT, else 3000; 0 takes a free one. */
  port?: string;
  /** Default HOST, else 127.0.0.1: until sign-in exists nobody else may come in. */
  host?: string;
  /** Aborting it ends the server; so does the end of the npm that started it. */
  signal: AbortSignal;
}

const DEFAULT_PORT = 3000;
/** How long answers under way may take once the server is told to stop. */
const PATIENCE_MS = 500;
/** After this the process ends whatever it is at; the database loses nothing that was acknowledged. */
const END_MS = 1400;
/** Changes come in bursts; verdicts are renewed when a burst is over. */
const CHANGES_SETTLE_MS = 1500;

/**
 * Serves the map until the signal aborts: builds the pages if need be, opens the database in this process, sees to
 * the verdicts, and does the jobs that other processes send while it holds the data folder.
 */
export async function serve(options: ServeOptions): Promise<void> {
  const signal = AbortSignal.any([options.signal, launcherGone()]);
  signal.addEventListener('abort', () => setTimeout(() => process.exit(), END_MS).unref(), { once: true });
  try {
    await serveUntilAborted({ ...options, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function serveUntilAborted({ port, host, signal }: ServeOptions): Promise<void> {
  await ensureBuilt(projectRoot(), printProgress, signal);
  const address = { host: host ?? (process.env.HOST || '127.0.0.1'), port: portOf(port ?? process.env.PORT) };
  const pages = deferred<RequestListener>();
  const server = createServer(
    (request, response) => void pages.promise.then((handle) => handle(request, response)),
  );
  await listen(server, address);
  const { port: taken_port } = server.address() as { port: number };
  const origin = `http://${address.host.includes(':') ? `[${address.host}]` : address.host}:${taken_port}`;

  process.env.HOST = address.host;
  process.env.PORT = String(taken_port);
  process.env.ORIGIN ||= origin;
  process.env.BODY_SIZE_LIMIT ||= '1G';

  const lock = process.env.DATABASE_URL ? null : await holdFolder();
  onOpened((database) => keepVerdictsFresh(database, signal));
  try {
    if (lock) await ensureSample(signal);
    await currentDatabase();
    const { handler } = (await import(pathToFileURL(join(projectRoot(), 'build/handler.js')).href)) as {
      handler: RequestListener;
    };
    pages.resolve(handler);
    if (!signal.aborted) {
      printProgress(`Firecover: ${process.env.ORIGIN}`);
      await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
    }
  } finally {
    await stop(server);
    await siteSessions.endAll();
    await stopEngine();
    await closeDatabase();
    await lock?.release();
  }
}

function deferred<T>() {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

function portOf(text: string | undefined): number {
  if (!text) return DEFAULT_PORT;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new RangeError(`--port "${text}": expected a whole number from 0 to 65535`);
  }
  return port;
}

/** Requests that come before the pages are ready wait; the port is ours, or we say whose it is not. */
function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} of ${host} is in use: choose another with --port`) : error);
    });
    server.listen(port, host, resolve);
  });
}

async function holdFolder(): Promise<FolderLock> {
  try {
    const lock = await lockFolder(dataFolder(), 'the app');
    openUnder(lock);
    lock.serveJobs(servedJobs());
    return lock;
  } catch (error) {
    if (error instanceof FolderHeldError) throw new Error(`${error.message}; end it first`, { cause: error });
    throw error;
  }
}

/** Verdicts for the data as it is now, and again after every change, whoever made it. */
async function keepVerdictsFresh(database: OpenedDatabase, signal: AbortSignal): Promise<void> {
  const assess = () =>
    ensureVerdicts(database, LOCAL_ADMINISTRATOR, { onProgress: printProgress }).catch((error: unknown) =>
      printProgress(`The verdicts could not be renewed: ${error instanceof Error ? error.message : error}`),
    );
  /** After the page can be served: it is drawn without clusters until they are there. */
  const cluster = () =>
    ensureClusters(database, LOCAL_ADMINISTRATOR, signal).catch((error: unknown) => {
      if (signal.aborted) return;
      printProgress(`The clusters could not be renewed: ${error instanceof Error ? error.message : error}`);
    });
  await loadRuleSets(database);
  if (await hasBuildings(database.as(LOCAL_ADMINISTRATOR))) {
    await assess();
    void cluster();
  }
  let settling: NodeJS.Timeout | undefined;
  await database.listen('firecover_change', () => {
    clearTimeout(settling);
    settling = setTimeout(() => assess().then(cluster), CHANGES_SETTLE_MS).unref();
  });
}

async function stop(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  const patience = setTimeout(() => server.closeAllConnections(), PATIENCE_MS);
  await closed;
  clearTimeout(patience);
}
