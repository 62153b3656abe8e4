import type { LayerId } from '../../../contract/layer_rows.ts';
import type { Queryable } from '../../db/database.ts';
import type { TableRow } from './prepare_row.ts';

const PAGE_ROWS = 50_000;

interface Identity {
  /** Null while the row is new. */
  id: number | null;
  stored_hash: string | null;
  missing: boolean;
  /** Hash in the files of this call; null until seen. */
  seen_hash: string | null;
}

export interface Resolved {
  row: TableRow;
  source_id: string;
  action: 'insert' | 'update' | 'keep';
  id: number | null;
}

export type Resolution =
  | { kind: 'rows'; outcome: 'inserted' | 'updated' | 'unchanged'; rows: Resolved[] }
  | { kind: 'repeated'; source_id: string }
  | { kind: 'duplicate'; source_id: string };

/** Which rows of one layer and source the table holds, and which of them the files of this call hold. */
export class RowIdentities {
  readonly #known: Map<string, Identity>;
  /** How often a row identified by its hash came, where more than once. */
  readonly #repeats = new Map<string, number>();

  constructor(known: Map<string, Identity>) {
    this.#known = known;
  }

  static async load(tx: Queryable, layer: LayerId, source: string): Promise<RowIdentities> {
    const known = new Map<string, Identity>();
    for (let last = ''; ;) {
      const page = await tx.query<{
        id: number;
        source_id: string;
        row_hash: string | null;
        missing: boolean;
      }>(
        `select id, source_id, row_hash, missing_import_id is not null as missing from "${layer}"
         where source = $1 and source_id > $2 order by source_id limit ${PAGE_ROWS}`,
        [source, last],
      );
      for (const { id, source_id, row_hash, missing } of page) {
        known.set(source_id, { id, stored_hash: row_hash, missing, seen_hash: null });
      }
      if (page.length < PAGE_ROWS) return new RowIdentities(known);
      last = page[page.length - 1].source_id;
    }
  }

  /** What is to be done with the rows that one feature of a file became. */
  resolve(rows: readonly TableRow[]): Resolution {
    const ids = rows.map((row) => row.source_id ?? this.#hashIdentity(row.row_hash));
    const seen = ids.filter((id) => (this.#known.get(id)?.seen_hash ?? null) !== null);
    if (seen.length > 0) {
      const same = rows.every((row, i) => this.#known.get(ids[i])?.seen_hash === row.row_hash);
      return { kind: same ? 'repeated' : 'duplicate', source_id: seen[0] };
    }
    const resolved = rows.map((row, i) => this.#resolveOne(row, ids[i]));
    const all = (action: Resolved['action']) => resolved.every((row) => row.action === action);
    const outcome = all('keep') ? 'unchanged' : all('insert') ? 'inserted' : 'updated';
    return { kind: 'rows', outcome, rows: resolved };
  }

  /** Rows of the table that no file of this call holds. */
  *unseen(): Generator<{ id: number; source_id: string; newly: boolean }> {
    for (const [source_id, { id, seen_hash, missing }] of this.#known) {
      if (id !== null && seen_hash === null) yield { id, source_id, newly: !missing };
    }
  }

  #resolveOne(row: TableRow, source_id: string): Resolved {
    const identity = this.#known.get(source_id);
    if (identity === undefined) {
      this.#known.set(source_id, { id: null, stored_hash: null, missing: false, seen_hash: row.row_hash });
      return { row, source_id, action: 'insert', id: null };
    }
    identity.seen_hash = row.row_hash;
    const same = identity.stored_hash === row.row_hash && !identity.missing;
    return { row, source_id, action: same ? 'keep' : 'update', id: identity.id };
  }

  /** The hash itself; identical rows without an identity of their own add ~2, ~3, … so that none is lost. */
  #hashIdentity(row_hash: string): string {
    if ((this.#known.get(row_hash)?.seen_hash ?? null) === null) return row_hash;
    const count = (this.#repeats.get(row_hash) ?? 1) + 1;
    this.#repeats.set(row_hash, count);
    return `${row_hash}~${count}`;
  }
}
