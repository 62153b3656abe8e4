import { columnParser } from './column_types.ts';

/** What one statement gave. `command` is the first word of its tag: SELECT, INSERT, COMMIT … */
export interface StatementResult {
  command: string;
  rows: Record<string, unknown>[];
}

/**
 * One connection, held by one transaction at a time. Rejects with a StatementError.
 * A `broken` session ran into something that leaves its transaction unusable: it must not commit, and its
 * holder throws this error.
 */
export interface Session {
  readonly broken: Error | null;
  /** Statements without parameters, one or more. */
  simple(sql: string): Promise<StatementResult[]>;
  /** One statement; parameters are text as `parameterText` writes it. A server keeps its plan if told to. */
  extended(
    sql: string,
    parameters: readonly (string | null)[],
    keep_plan?: boolean,
  ): Promise<StatementResult>;
  /** Stops what is running now; the statement then fails. */
  cancel(): Promise<void>;
  /** Breaks the session: it is never used again. */
  giveUp(reason: Error): Promise<void>;
}

/** Gives sessions out and takes them back. A session that comes back is in no transaction, or is thrown away. */
export interface SessionSource {
  withSession<T>(work: (session: Session) => Promise<T>, signal?: AbortSignal): Promise<T>;
}

/** Rows of text with the columns' names and type oids → objects with JavaScript values. */
export function decodeRows(
  fields: readonly { name: string; oid: number }[],
  rows: readonly (readonly (string | null)[])[],
): Record<string, unknown>[] {
  const parsers = fields.map((field) => columnParser(field.oid));
  return rows.map((row) => {
    const decoded: Record<string, unknown> = {};
    for (let i = 0; i < fields.length; i++) {
      const text = row[i];
      decoded[fields[i].name] = text === null ? null : parsers[i](text);
    }
    return decoded;
  });
}
