import { error } from '@sveltejs/kit';
import type { OpenedDatabase } from './db/open_database.ts';
import type { DatabaseState } from './open.ts';

/** The open database, else the answer 503 with what is missing. */
export function requireDatabase(state: DatabaseState): OpenedDatabase {
  if (state.kind === 'open') return state.database;
  if (state.kind === 'held') error(503, state.message);
  error(503, `No database in ${state.folder} yet: import a file first`);
}
