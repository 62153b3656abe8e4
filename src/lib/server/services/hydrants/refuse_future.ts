import { BadInput } from '../../../contract/errors.ts';

const DAY_MS = 86_400_000;

/** Days are told apart by people, whose clocks are up to a day ahead of this machine's. */
export function refuseFuture(field: string, day: string, now = Date.now()): void {
  const last = new Date(now + DAY_MS).toISOString().slice(0, 10);
  if (day > last) throw new BadInput('in-the-future', `${field}: expected a day not after today, got ${day}`);
}
