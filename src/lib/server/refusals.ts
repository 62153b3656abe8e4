import { error } from '@sveltejs/kit';

/** SQLSTATEs of what the request asked for and may not have, with the status of the answer. */
const STATUS: Record<string, number> = {
  /** insufficient_privilege: a row outside the actor's areas. */
  '42501': 403,
  /** foreign_key_violation: it names something that is not there. */
  '23503': 400,
};

/**
 * What the work gives; wrong input and what the database refuses become answers 400 and 403. Errors are told by name,
 * since the one who opened the database may have loaded their classes from another bundle.
 */
export async function orRefuse<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (fault) {
    if (!(fault instanceof Error)) throw fault;
    const { code } = fault as Error & { code?: string };
    if (fault.name === 'BadInput') error(400, fault.message);
    if (fault.name === 'StatementError' && code && STATUS[code]) error(STATUS[code], fault.message);
    throw fault;
  }
}
