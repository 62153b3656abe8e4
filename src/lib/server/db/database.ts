/** Who asks. Rights are decided in the database from these values, inside the same transaction. */
export interface Actor {
  account_id: number | null;
  name: string;
  /** 'all' for an administrator, else the ids of the areas (descendants included) the actor may see. */
  areas: 'all' | readonly number[];
}

/** Until sign-in exists every request acts as this. */
export const LOCAL_ADMINISTRATOR: Actor = { account_id: null, name: 'local administrator', areas: 'all' };

export type SqlValue = string | number | boolean | null | Uint8Array | readonly SqlValue[] | object;

export interface StatementOptions {
  /** Aborting it stops the running statement; the transaction leaves nothing. */
  signal?: AbortSignal;
}

export interface PlanOptions {
  /**
   * The same text comes again and again: a server keeps its plan for the connection's life, and may use one plan
   * for all parameters. For statements that name their columns.
   */
  keep_plan?: boolean;
}

export interface Queryable {
  /** One statement, `$1` parameters. int8 and numeric come back as number, bytea as Uint8Array, dates as text. */
  query<R = Record<string, unknown>>(
    sql: string,
    parameters?: readonly SqlValue[],
    options?: PlanOptions,
  ): Promise<R[]>;
  /**
   * Inserts rows (arrays in the order of `columns`) in batches through `jsonb_to_recordset`; a geometry
   * value is hex EWKB text. Returns the number of rows inserted.
   */
  bulkInsert(
    table: string,
    columns: readonly { name: string; type: string }[],
    rows: Iterable<readonly unknown[]> | AsyncIterable<readonly unknown[]>,
  ): Promise<number>;
}

/** The owner's transaction may also run a text of many statements. */
export interface OwnerQueryable extends Queryable {
  script(sql: string): Promise<void>;
}

export interface ActingDatabase {
  /** One statement in a transaction of its own, as role firecover_app with the actor's areas. */
  query<R = Record<string, unknown>>(
    sql: string,
    parameters?: readonly SqlValue[],
    options?: StatementOptions & PlanOptions,
  ): Promise<R[]>;
  /** All or nothing. Throwing inside rolls back and passes the error on. */
  transaction<T>(work: (tx: Queryable) => Promise<T>, options?: StatementOptions): Promise<T>;
}

export interface Database {
  readonly kind: 'server' | 'embedded';
  /** A person's words for what is open: folder or host/database. */
  readonly label: string;
  as(actor: Actor): ActingDatabase;
  /**
   * Runs as the owner role: migrations, vacuum, and nothing else. `query` opens no transaction, so that it can
   * vacuum; `script` is any number of statements, all or nothing.
   */
  readonly owner: Pick<ActingDatabase, 'query'> & {
    transaction<T>(work: (tx: OwnerQueryable) => Promise<T>, options?: StatementOptions): Promise<T>;
    script(sql: string): Promise<void>;
  };
  /** Calls back with the payload of each NOTIFY; returns the way to stop. */
  listen(channel: string, onNotify: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
