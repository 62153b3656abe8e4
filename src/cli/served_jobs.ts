import type { JobHandler } from '../lib/server/db/job_server.ts';
import type { OpenedDatabase } from '../lib/server/db/open_database.ts';
import { currentDatabase, discardDatabase, openMain } from '../lib/server/open.ts';
import { jobHandler } from './jobs/jobs.ts';

/**
 * The jobs of a process that holds the data folder. The first import makes the place's own database and puts it
 * in the place of the sample town; where it fails or was only tried, it is removed again.
 */
export function servedJobs(): JobHandler {
  const handlers = new WeakMap<OpenedDatabase, JobHandler>();
  const handlerOf = (db: OpenedDatabase) => {
    const known = handlers.get(db) ?? jobHandler(db);
    handlers.set(db, known);
    return known;
  };
  return async (name, args, progress, signal) => {
    if (name === 'demo') return handlerOf(await openedForSample())(name, args, progress, signal);
    if (name !== 'import') return handlerOf(await opened())(name, args, progress, signal);
    const db = await openMain();
    let keep = !db.created || imported.has(db);
    try {
      const result = await handlerOf(db)(name, args, progress, signal);
      if (!(args as { dry_run?: boolean }).dry_run) keep = true;
      if (keep) imported.add(db);
      return result;
    } finally {
      if (!keep) await discardDatabase();
    }
  };
}

/** Databases made by this process that hold something by now. */
const imported = new WeakSet<OpenedDatabase>();

/** A place's own embedded data and the sample town are kept apart. */
async function openedForSample(): Promise<OpenedDatabase> {
  const db = await opened();
  if (db.embedded !== 'main') return db;
  throw new Error('The app has the data of this place open; stop it to load the sample town beside it');
}

async function opened(): Promise<OpenedDatabase> {
  const state = await currentDatabase();
  if (state.kind === 'open') return state.database;
  throw new Error(
    state.kind === 'held' ? state.message : `No database in ${state.folder} yet: import a file first`,
  );
}
