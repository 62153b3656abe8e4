/** A cell: text as it stands, numbers in their shortest exact form, null and '' empty. */
export type CsvValue = string | number | boolean | null;

/**
 * One CSV line with its line end: RFC 4180 quoting, `\n`. Ids are written back exactly as they were read, so a text
 * that a spreadsheet would take for a formula is not altered here.
 */
export function csvLine(values: readonly CsvValue[]): string {
  return values.map(cell).join(',') + '\n';
}

/** What spreadsheets read as a formula, unless it is a number. */
const FORMULA = /^(?:[=@\t\r]|[+-](?![\d.]*$))/;

/**
 * The same for tables that people open in a spreadsheet: a text that it would take for a formula gets an apostrophe in
 * front, so that a name somebody typed cannot run anything.
 */
export const sheetLine = (values: readonly CsvValue[]): string =>
  csvLine(values.map((value) => (typeof value === 'string' && FORMULA.test(value) ? `'${value}` : value)));

/** Its first line, with the mark by which a spreadsheet knows that the letters are UTF-8. */
export const sheetHead = (columns: readonly string[]): string => `\ufeff${sheetLine(columns)}`;

/** A table of its rows, line by line. */
export async function* sheetText(
  columns: readonly string[],
  rows: Iterable<readonly CsvValue[]> | AsyncIterable<readonly CsvValue[]>,
): AsyncGenerator<string> {
  yield sheetHead(columns);
  for await (const row of rows) yield sheetLine(row);
}

/** Seconds and metres: three decimals, rounded half up, never "-0.000". */
export const fixed3 = (value: number) => fixed(value, 3);

/** Shares: six decimals, so that 97.96 % does not pass for 98 %. */
export const fixed6 = (value: number) => fixed(value, 6);

/** Degrees: seven decimals, about a centimetre. */
export const fixed7 = (value: number) => fixed(value, 7);

/** Fractions along an arc. */
export const fixed9 = (value: number) => fixed(value, 9);

function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`csv: expected a finite number, got ${value}`);
  const text = value.toFixed(decimals);
  return text.startsWith('-') && Number(text) === 0 ? text.slice(1) : text;
}

function cell(value: CsvValue): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
