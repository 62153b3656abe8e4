import type { SqlValue } from './database.ts';

/**
 * A parameter as the text PostgreSQL reads, the same on both drivers; null stays null.
 * An array becomes a PostgreSQL array, any other object JSON. A JSON array has to be given as JSON text.
 *
 * @throws TypeError for undefined, functions, symbols and numbers that are not finite.
 */
export function parameterText(value: SqlValue): string | null {
  if (value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Uint8Array) return `\\x${hexOf(value)}`;
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return arrayText(Array.from(value as unknown as ArrayLike<number>));
  if (Array.isArray(value)) return arrayText(value as readonly SqlValue[]);
  if (typeof value === 'object') return JSON.stringify(value);
  throw new TypeError(
    `A parameter is ${typeof value}; expected text, number, boolean, bytes, array, object or null`,
  );
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

function numberText(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`A parameter is ${value}; expected a finite number`);
  return String(value);
}

function arrayText(values: readonly SqlValue[]): string {
  return `{${values.map(itemText).join(',')}}`;
}

function itemText(value: SqlValue): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return numberText(value);
  if (Array.isArray(value)) return arrayText(value as readonly SqlValue[]);
  return `"${(parameterText(value) ?? '').replace(/["\\]/g, '\\$&')}"`;
}
