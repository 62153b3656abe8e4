import type { LayerId, LayerRows } from '../../src/lib/contract/layer_rows.ts';
import type { Column } from './field_names.ts';
import { count, day, yesOrNo } from './plain_values.ts';
import { plainNumber, plainText } from './plain_text.ts';
import { quantity } from './quantities.ts';
import type { DimensionName } from './written_units.ts';
import type { Reading } from './plain_text.ts';

/** What an attribute's reader may know and say about its column. */
export interface ColumnContext {
  column: Column;
  /** All field names of the table. */
  fields: readonly string[];
  /** Distinct texts of the column in the first rows, upper case. */
  samples: ReadonlySet<string>;
  /** Said once a file with the number of rows; never a reason to drop anything. */
  remark: (code: string, message: string) => void;
}

/** What the name of anything goes by. */
export const NAME = 'name name_zh name:zh 名称 名稱 名字 title label descript description mc';

/** How one attribute is found in a file and read from it. */
export interface Attribute<T> {
  /** Names files give it, most telling first; compared without case, blanks and separators. */
  names: readonly string[];
  /** null: nothing recorded; undefined: recorded, but not to be understood. */
  read: (value: unknown, context: ColumnContext) => Reading<T>;
  /** Value where nothing is recorded. */
  absent: T;
  /** A word for what was expected, for the note on an unreadable value. */
  expected: string;
  /** Values nobody understands are told once a file, not row by row: codes repeat. */
  is_code?: boolean;
}

export type AttributeTable = { [L in LayerId]: { [K in keyof LayerRows[L]]: Attribute<LayerRows[L][K]> } };

/** Names written in groups, blanks between them. */
export const words = (...groups: string[]) => groups.flatMap((group) => group.split(' '));

export const textOr = <T>(absent: T, ...names: string[]): Attribute<string | T> => ({
  names: words(...names),
  read: (value) => plainText(value),
  absent,
  expected: 'text',
});

export const text = (...names: string[]) => textOr(null, ...names);

/** A size: zero says nobody measured it. */
export const size = (
  dimension: DimensionName,
  expected: string,
  ...names: string[]
): Attribute<number | null> => ({
  names: words(...names),
  read: (value, context) => {
    const number = measure(dimension, value, context);
    return number === 0 ? zeroIsUnknown(context) : number;
  },
  absent: null,
  expected,
});

/** A reading of an instrument: zero is a result. */
export const reading = (
  dimension: DimensionName,
  expected: string,
  ...names: string[]
): Attribute<number | null> => ({
  names: words(...names),
  read: (value, context) => measure(dimension, value, context),
  absent: null,
  expected,
});

function measure(dimension: DimensionName, value: unknown, context: ColumnContext): Reading<number> {
  const number = signedMeasure(dimension, value, context);
  return typeof number === 'number' && number < 0 ? undefined : number;
}

function signedMeasure(
  dimension: DimensionName,
  value: unknown,
  { column, remark }: ColumnContext,
): Reading<number> {
  const unitAssumed = (unit: string) =>
    remark('unit-assumed', `"${column.field}" gives numbers without a unit; they were taken as ${unit}.`);
  return quantity(dimension, value, { column_unit: column.unit, unitAssumed }, column.is_chinese);
}

/** A number of floors and the like: zero says nobody counted. */
export const counted = (...names: string[]): Attribute<number | null> => ({
  ...number(...names),
  read: (value, context) => {
    const found = count(value);
    return found === 0 ? zeroIsUnknown(context) : found;
  },
});

/** Height of the ground: below sea level too; zero says nobody surveyed it. */
export const groundHeight = (...names: string[]): Attribute<number | null> => ({
  names: words(
    'ground_m ground_elevation ground_level elevation elev ele 地面高程 地面标高 高程 标高 海拔',
    ...names,
  ),
  read: (value, context) => {
    const height_m = signedMeasure('length_m', value, context);
    return height_m === 0 ? zeroIsUnknown(context) : height_m;
  },
  absent: null,
  expected: 'a height such as 12.5 m',
});

/** 0.95, "95 %" or 95. */
export const share = (...names: string[]): Attribute<number | null> => ({
  names: words(...names),
  read: (value) => {
    const plain = plainText(value);
    if (plain === null) return null;
    const [, digits, percent] = /^(.*?)\s*(%?)$/.exec(plain)!;
    const number = plainNumber(digits!);
    if (number === undefined || number < 0 || number > 100) return undefined;
    return percent !== '' || number > 1 ? number / 100 : number;
  },
  absent: null,
  expected: 'a share such as 95 %',
});

function zeroIsUnknown({ column, remark }: ColumnContext): null {
  remark(
    'zero-is-unknown',
    `"${column.field}" is 0, which no one can have measured; it was taken as unknown.`,
  );
  return null;
}

export const number = (...names: string[]): Attribute<number | null> => ({
  names: words(...names),
  read: (value) => count(value),
  absent: null,
  expected: 'a number of 0 or more',
});

export const flagOr = <T>(absent: T, ...names: string[]): Attribute<boolean | T> => ({
  names: words(...names),
  read: (value) => yesOrNo(value),
  absent,
  expected: 'yes or no',
  is_code: true,
});

export const flag = (...names: string[]) => flagOr(null, ...names);

export const date = (...names: string[]): Attribute<string | null> => ({
  names: words(...names),
  read: (value) => day(value),
  absent: null,
  expected: 'a date such as 2026-04-23',
});

/** A word of a small vocabulary. */
export const word = <T, A extends T | null>(
  read: (value: unknown) => Reading<T>,
  absent: A,
  expected: string,
  ...names: string[]
): Attribute<T | A> => ({
  names: words(...names),
  read: (value) => read(value),
  absent,
  expected,
  is_code: true,
});
