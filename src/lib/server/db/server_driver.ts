import { AsyncLocalStorage } from 'node:async_hooks';
import type { Duplex } from 'node:stream';
import pg from 'pg';
import { actingDatabase, type OpenTransactions } from './acting_database.ts';
import { beginAs } from './actor_settings.ts';
import { columnParser } from './column_types.ts';
import type { Database } from './database.ts';
import { ownerDatabase } from './owner_database.ts';
import { serverListener } from './server_listener.ts';
import type { Session, SessionSource, StatementResult } from './session.ts';
import { StatementError } from './statement_error.ts';

/** Both drivers write dates, bytes and floats the same way. */
const SESSION_SETTINGS =
  "set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'postgres'; " +
  "set bytea_output = 'hex'; set extra_float_digits = 1; set client_encoding = 'UTF8'";

const MAXIMUM_CONNECTIONS = 10;
/** A connection holds some 100 KB a plan. */
const MAXIMUM_PLANS = 64;

/**
 * A PostgreSQL server with PostGIS. The user of the URL is the owner: it runs the migrations and is a member
 * of role firecover_app.
 *
 * @throws if no connection can be made.
 */
export async function openServer(url: string): Promise<Database> {
  const config: pg.ClientConfig = {
    connectionString: url,
    application_name: 'firecover',
    types: { getTypeParser: ((oid: number) => columnParser(oid)) as typeof pg.types.getTypeParser },
  };
  const pool = new pg.Pool({ ...config, max: MAXIMUM_CONNECTIONS });
  pool.on('error', () => undefined); // an idle connection was lost; the pool has dropped it
  const source = poolSource(pool, config);
  const open: OpenTransactions = new AsyncLocalStorage();
  const owner = ownerDatabase(source, open);
  const label = await describeServer(url, owner).catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  const listener = serverListener(config);
  let closed: Promise<void> | undefined;
  return {
    kind: 'server',
    label,
    as: (actor) => actingDatabase(source, beginAs(actor), open),
    owner,
    listen: (channel, onNotify) => listener.listen(channel, onNotify),
    close: () => (closed ??= Promise.all([pool.end(), listener.close()]).then(() => undefined)),
  };
}

async function describeServer(url: string, owner: Database['owner']): Promise<string> {
  const [{ name }] = await owner.query<{ name: string }>('select current_database() as name');
  const host = URL.canParse(url) ? new URL(url).host : '';
  return `${host || 'local'}/${name}`;
}

function poolSource(pool: pg.Pool, config: pg.ClientConfig): SessionSource {
  const prepared = new WeakSet<pg.ClientBase>();
  return {
    async withSession(work, signal) {
      signal?.throwIfAborted();
      const client = await pool.connect();
      let lost: Error | undefined;
      const onError = (error: Error) => (lost = error);
      client.on('error', onError);
      try {
        if (!prepared.has(client)) {
          await client.query(SESSION_SETTINGS);
          prepared.add(client);
        }
        return await work(clientSession(client, config, { lost: () => lost ?? null, lose: onError }));
      } finally {
        client.off('error', onError);
        client.release(lost);
      }
    },
  };
}

function clientSession(
  client: pg.PoolClient,
  config: pg.ClientConfig,
  state: { lost: () => Error | null; lose: (reason: Error) => void },
): Session {
  return {
    get broken() {
      return state.lost();
    },
    async giveUp(reason) {
      state.lose(reason);
      (client as unknown as { connection: { stream: Duplex } }).connection.stream.destroy();
    },
    async simple(sql) {
      const result = (await client.query(sql).catch(rethrow)) as pg.QueryResult | pg.QueryResult[];
      return Array.isArray(result) ? result.map(checked) : [checked(result)];
    },
    async extended(sql, parameters, keep_plan) {
      const name = keep_plan ? planName(client, sql) : undefined;
      const query = { name, text: sql, values: [...parameters], queryMode: 'extended' };
      return checked(await client.query(query).catch(rethrow));
    },
    async cancel() {
      const { processID } = client as unknown as { processID: number };
      const other = new pg.Client(config);
      await other.connect();
      await other.query('select pg_cancel_backend($1)', [processID]).finally(() => other.end());
    },
  };
}

const kept_plans = new WeakMap<pg.ClientBase, Map<string, string>>();

/** The name the connection keeps the statement under; undefined once it keeps as many as it may. */
function planName(client: pg.ClientBase, sql: string): string | undefined {
  const names = kept_plans.get(client) ?? new Map<string, string>();
  kept_plans.set(client, names);
  if (!names.has(sql) && names.size < MAXIMUM_PLANS) names.set(sql, `firecover_${names.size}`);
  return names.get(sql);
}

function checked(result: pg.QueryResult): StatementResult {
  if (!result.command) throw new StatementError({ message: 'The statement is empty' });
  return { command: result.command, rows: result.rows as Record<string, unknown>[] };
}

function rethrow(error: unknown): never {
  if (error instanceof pg.DatabaseError) throw new StatementError(error);
  throw error;
}
