import type { ColumnContext } from './attribute.ts';
import { plainText } from './plain_text.ts';
import type { Reading } from './plain_text.ts';

const WORDS: Readonly<Record<string, -1 | 0 | 1>> = {
  yes: 1,
  y: 1,
  true: 1,
  one_way: 1,
  oneway: 1,
  forward: 1,
  ft: 1,
  '-1': -1,
  reverse: -1,
  backward: -1,
  tf: -1,
  no: 0,
  n: 0,
  false: 0,
  b: 0,
  both: 0,
  two_way: 0,
  twoway: 0,
  reversible: 0,
  alternating: 0,
  '0': 0,
  是: 1,
  单行: 1,
  单向: 1,
  單行: 1,
  單向: 1,
  否: 0,
  双向: 0,
  双行: 0,
  雙向: 0,
};

/**
 * Direction of a street from the codes in use: OpenStreetMap's yes, no, -1; FT and TF of the digitised
 * direction; F, T and B where B shows that they mean from, to and both. `1` is a code only beside -1, where
 * the file is plainly OpenStreetMap's, or where the field was mapped by hand: a direction is never made up, and
 * undefined (two-way, with a note) is the answer to a number nobody has documented.
 */
export function onewayOf(value: unknown, context: ColumnContext): Reading<-1 | 0 | 1> {
  if (typeof value === 'boolean') return value ? 1 : 0;
  const plain = plainText(value);
  if (plain === null) return null;
  const number = Number(plain);
  const code = (Number.isInteger(number) ? String(number) : plain.toLowerCase()).replace(
    /[\s-]+(?=\D)/g,
    '_',
  );
  if (code === '1' && isDocumentedOne(context)) return 1;
  if ((code === 'f' || code === 't') && meansFromTo(context)) return code === 'f' ? 1 : -1;
  return Object.hasOwn(WORDS, code) ? WORDS[code] : undefined;
}

/** Beside -1, 1 can only be its opposite. */
const isDocumentedOne = ({ column, fields, samples }: ColumnContext) =>
  column.is_mapped || isOpenStreetMap(fields) || samples.has('-1');

/** `highway` and `fclass` are the class columns of OpenStreetMap and its extracts. */
const isOpenStreetMap = (fields: readonly string[]) =>
  fields.some((field) => ['highway', 'fclass'].includes(field.toLowerCase()));

const meansFromTo = ({ samples, fields }: ColumnContext) => samples.has('B') || isOpenStreetMap(fields);
