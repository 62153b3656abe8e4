import type { Actor } from './database.ts';

/** The role every statement of the application runs as; the migrations create it. */
export const APPLICATION_ROLE = 'firecover_app';

/**
 * Opens a transaction as the actor. The settings are local to the transaction; policies read them:
 * `firecover.areas` is `all` or an array literal of area ids such as `{1,2}`, `firecover.account_id` an id or
 * empty, `firecover.actor` the name.
 */
export function beginAs(actor: Actor): string {
  const areas = actor.areas === 'all' ? 'all' : `{${actor.areas.map(wholeNumber).join(',')}}`;
  const account = actor.account_id === null ? '' : String(wholeNumber(actor.account_id));
  return `begin; set local role ${APPLICATION_ROLE}; ${localSettings(areas, account, actor.name)}`;
}

/** Opens a transaction as the owner, who sees every area even where a policy is forced on him too. */
export const BEGIN_AS_OWNER = `begin; ${localSettings('all', '', 'owner')}`;

function localSettings(areas: string, account: string, name: string): string {
  return (
    `select set_config('firecover.areas', ${literal(areas)}, true), ` +
    `set_config('firecover.account_id', ${literal(account)}, true), ` +
    `set_config('firecover.actor', ${literal(name)}, true)`
  );
}

function wholeNumber(id: number): number {
  if (!Number.isSafeInteger(id)) throw new TypeError(`An id is ${id}; expected a whole number`);
  return id;
}

function literal(text: string): string {
  if (text.includes('\0')) throw new TypeError('A name holds the character NUL');
  const quoted = `'${text.replaceAll("'", "''")}'`;
  return text.includes('\\') ? ` E${quoted.replaceAll('\\', '\\\\')}` : quoted;
}
