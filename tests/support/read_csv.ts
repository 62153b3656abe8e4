import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';

/** The rows of a CSV file by column name, every value as text. */
export const readCsvFile = (path: string): Record<string, string>[] => readCsv(readFileSync(path, 'utf8'));

/** The same of a text. */
export const readCsv = (text: string): Record<string, string>[] =>
  parse(text, { columns: true }) as Record<string, string>[];

/** The same of a table made for spreadsheets, which begins with the mark of UTF-8. */
export function readSheet(text: string): Record<string, string>[] {
  if (!text.startsWith('\ufeff')) throw new Error('The table does not begin with the mark of UTF-8');
  return readCsv(text.slice(1));
}
