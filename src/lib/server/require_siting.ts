import { error } from '@sveltejs/kit';
import { requireDatabase } from './require_database.ts';
import { siteSessions } from './services/siting/site_sessions.ts';
import type { SiteSession } from './services/siting/site_session.ts';
import type { OpenedDatabase } from './db/open_database.ts';

/** The siting question of an address, else the answer 404: it was ended, or the server has started again since. */
export async function requireSiting(
  locals: App.Locals,
  id: string,
): Promise<{ database: OpenedDatabase; session: SiteSession }> {
  const database = requireDatabase(await locals.database());
  const session = siteSessions.find(database, locals.actor, id);
  if (!session) error(404, `There is no siting question ${id} any more: ask it again`);
  return { database, session };
}

/** The same once there is an answer, else 409. */
export async function requireAnsweredSiting(locals: App.Locals, id: string) {
  const found = await requireSiting(locals, id);
  if (found.session.state().stage !== 'done') error(409, 'The question has no answer yet');
  return found;
}
