import { parse } from 'csv-parse/sync';
import { readFileSync } from 'node:fs';

/** The rows of a CSV file by column name, every value as text. */
export const readCsvFile = (path: string): Record<string, string>[] => readCsv(readFileSync(path, 'utf8'));

/** The same of a text. */
export const readCsv = (text: string): Record<string, string>[] =>
  parse(text, { columns: true }) as Record<string, string>[];
