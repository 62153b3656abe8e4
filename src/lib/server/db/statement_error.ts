/** What a driver knows about a failed statement; every field but the message may be missing. */
export interface StatementFailure {
  message: string;
  code?: string;
  detail?: string;
  hint?: string;
  constraint?: string;
  table?: string;
  column?: string;
  where?: string;
  position?: string;
}

/**
 * A statement the database refused, the same on both drivers.
 * `code` is the SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html ; it is `XX000` where the
 * embedded database failed without saying why.
 */
export class StatementError extends Error {
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly constraint?: string;
  readonly table?: string;
  readonly column?: string;
  readonly where?: string;
  readonly position?: string;

  constructor(failure: StatementFailure) {
    super(failure.message);
    this.name = 'StatementError';
    this.code = failure.code ?? 'XX000';
    this.detail = failure.detail;
    this.hint = failure.hint;
    this.constraint = failure.constraint;
    this.table = failure.table;
    this.column = failure.column;
    this.where = failure.where;
    this.position = failure.position;
  }
}
