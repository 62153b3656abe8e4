/**
 * Branded units for the engine's door. Inside loops plain numbers are used; a brand is
 * put on where a value enters (`seconds(300)`) so that metres never pass for seconds.
 */
declare const unit: unique symbol;
type Branded<U extends string> = number & { readonly [unit]: U };

export type Seconds = Branded<'s'>;

/** Whole milliseconds as stored in the engine's Uint32 arrays. */
export type Milliseconds = Branded<'ms'>;

export const seconds = (value: number) => finite(value, 'seconds') as Seconds;

/** Seconds to whole milliseconds, rounded half up. */
export const toMilliseconds = (value_s: Seconds) => Math.floor(value_s * 1000 + 0.5) as Milliseconds;

function finite(value: number, what: string): number {
  if (!Number.isFinite(value)) throw new RangeError(`${what}: expected a finite number, got ${value}`);
  return value;
}
