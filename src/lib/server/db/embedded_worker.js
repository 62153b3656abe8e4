/**
 * The embedded database, in a thread of its own. Plain JavaScript, because it is started from its source file
 * by the command line, the tests and the built server alike; see `projectRoot`.
 *
 * Started with {@link Start}; says `{ ready: true }` or `{ failure }`; then answers each request in turn.
 * Values stay the text PostgreSQL wrote: the other side of the thread parses them.
 *
 * A statement after which no command tag came did not succeed, whatever the result looks like: GEOS errors
 * come back as an empty success. Such a failure is `fatal`: the transaction must not go on.
 *
 * @typedef {{ folder: string, template?: string }} Start
 * @typedef {{ id: number, kind: 'simple' | 'extended' | 'close' | 'dump', sql: string, parameters?: (string | null)[] }} Request
 * @typedef {{ command: string, fields: { name: string, oid: number }[], rows: (string | null)[][] }} Result
 */
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { postgis } from '@electric-sql/pglite-postgis';

const SESSION_SETTINGS =
  "set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; " +
  "set bytea_output = 'hex'; set extra_float_digits = 1";

/** Ends every script: if its answer is missing, a statement before it failed without a word. */
const SENTINEL = "\n; select 'firecover' as sentinel";

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const asText = { rowMode: /** @type {const} */ ('array') };

start(/** @type {Start} */ (workerData)).then(
  (database) => {
    port.on('message', (/** @type {Request} */ request) => void answer(database, request));
    port.postMessage({ ready: true });
  },
  (error) => port.postMessage({ failure: describe(error).failure }),
);

/** @param {Start} start */
async function start({ folder, template }) {
  const loadDataDir = template ? new Blob([await readFile(template)]) : undefined;
  const database = await PGlite.create({ dataDir: folder, extensions: { postgis }, loadDataDir });
  for (const oid of Object.keys(database.parsers)) database.parsers[oid] = (text) => text;
  for (const oid of Object.keys(database.serializers)) database.serializers[oid] = (text) => text;
  await database.exec(SESSION_SETTINGS);
  database.onNotification((channel, payload) => port.postMessage({ channel, payload }));
  return database;
}

/**
 * @param {PGlite} database
 * @param {Request} request
 */
async function answer(database, request) {
  try {
    port.postMessage({ id: request.id, ...(await run(database, request)) });
  } catch (error) {
    port.postMessage({ id: request.id, ...describe(error) });
  }
}

/**
 * @param {PGlite} database
 * @param {Request} request
 */
async function run(database, { kind, sql, parameters }) {
  if (kind === 'close') {
    await database.close();
    return { results: [] };
  }
  if (kind === 'dump') {
    const tarball = await database.dumpDataDir('gzip');
    return { results: [], bytes: new Uint8Array(await tarball.arrayBuffer()) };
  }
  if (kind === 'extended') return { results: [taken(await database.query(sql, parameters, asText))] };
  const results = (await database.exec(sql + SENTINEL, asText)).map(taken);
  const last = results.pop();
  if (last?.fields[0]?.name !== 'sentinel') throw silentFailure();
  return { results };
}

/**
 * @param {import('@electric-sql/pglite').Results} result
 * @returns {Result}
 */
function taken({ command, fields, rows }) {
  if (command === undefined) throw silentFailure();
  return {
    command,
    fields: fields.map(({ name, dataTypeID }) => ({ name, oid: dataTypeID })),
    rows: /** @type {(string | null)[][]} */ (/** @type {unknown} */ (rows)),
  };
}

function silentFailure() {
  return new Error(
    'The embedded database stopped without an answer, as it does when a geometry operation fails; ' +
      'nothing was written',
  );
}

/**
 * An error of the database itself has an SQLSTATE, and the session goes on; any other ends the session.
 *
 * @param {unknown} error
 */
function describe(error) {
  const known = /** @type {Record<string, string | undefined>} */ (error);
  const message = error instanceof Error ? error.message : String(error);
  const { code, severity, detail, hint, constraint, table, column, where, position } = known;
  const fatal = !code || severity === 'FATAL' || severity === 'PANIC';
  return { failure: { message, code, detail, hint, constraint, table, column, where, position }, fatal };
}
