import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { BadInput } from '../lib/contract/errors.ts';

export interface CsvRow {
  /** Line of the file, the header being 1. */
  line: number;
  /** The cells asked for, in the order asked; null for an optional column the file does not have. */
  cells: (string | null)[];
}

/**
 * Streams the rows of a CSV file with a header: UTF-8 with or without a byte order mark, commas, RFC 4180 quotes, columns in
 * any order and any case, others ignored, blank lines skipped. Throws BadInput for a file that is missing, empty, without rows,
 * not UTF-8, or lacks a required column, and for rows of another length than the header.
 */
export async function* csvRows(
  path: string,
  required: readonly string[],
  optional: readonly string[] = [],
): AsyncGenerator<CsvRow> {
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) throw new BadInput('no-such-file', 'no such file', path);
  const parser = parse({
    bom: true,
    skip_empty_lines: true,
    // The line rides along as a last cell: the parser's own `info` costs as much again as the parsing.
    on_record: (record, { lines }) => [...record, String(lines)],
  });
  pipeline(Readable.from(decoded(path)), parser, () => {
    // An error on the way destroys the parser with it, and the loop below throws it.
  });
  let places: number[] | null = null;
  let rows = 0;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      const line = Number(record.pop());
      if (places === null) {
        places = placesOf(path, record, required, optional);
        continue;
      }
      rows++;
      yield { line, cells: places.map((place) => (place < 0 ? null : record[place])) };
    }
  } catch (error) {
    throw asBadInput(path, error);
  }
  if (places === null) throw new BadInput('empty-file', 'the file is empty', path);
  if (rows === 0) throw new BadInput('no-rows', 'the file has a header and no rows', path);
}

/** A column's number: finite, not negative, at most `most`; written in plain or exponent notation. */
export function numberCell(path: string, line: number, column: string, text: string, most: number): number {
  return Number(numeral(path, line, column, text, most));
}

/** A column of seconds as whole milliseconds, the written decimal rounded half up. */
export function millisecondsCell(
  path: string,
  line: number,
  column: string,
  text: string,
  most_s: number,
): number {
  const [mantissa, exponent] = numeral(path, line, column, text, most_s).toLowerCase().split('e');
  return Math.floor(Number(`${mantissa}e${Number(exponent ?? 0) + 3}`) + 0.5);
}

const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numeral(path: string, line: number, column: string, text: string, most: number): string {
  const trimmed = text.trim();
  const reject = (code: string, expected: string) =>
    new BadInput(code, `${column} is "${text}", expected ${expected}`, path, line);
  if (trimmed === '') throw reject('empty-value', 'a number');
  if (!NUMERAL.test(trimmed)) throw reject('not-a-number', 'a number');
  if (Number(trimmed) < 0) throw reject('negative', 'zero or more');
  if (Number(trimmed) > most) throw reject('too-large', `at most ${most}`);
  return trimmed;
}

function placesOf(
  path: string,
  header: readonly string[],
  required: readonly string[],
  optional: readonly string[],
): number[] {
  const names = header.map((name) => name.trim());
  const folded = names.map((name) => name.toLowerCase());
  const place = (column: string) => {
    const [among, name] = names.includes(column) ? [names, column] : [folded, column.toLowerCase()];
    const at = among.indexOf(name);
    if (at !== among.lastIndexOf(name)) {
      throw new BadInput('duplicate-column', `the column ${column} stands twice in the header`, path, 1);
    }
    return at;
  };
  const missing = required.filter((column) => place(column) < 0);
  if (missing.length > 0) {
    const message = `expected the columns ${required.join(', ')}, missing ${missing.join(', ')}`;
    throw new BadInput('missing-column', message, path, 1);
  }
  return [...required, ...optional].map(place);
}

/** The file's text; a TypeError where it is not UTF-8. */
async function* decoded(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  for await (const chunk of createReadStream(path)) yield decoder.decode(chunk as Buffer, { stream: true });
  yield decoder.decode();
}

function asBadInput(path: string, error: unknown): unknown {
  if (error instanceof CsvError) {
    const line = typeof error.lines === 'number' ? error.lines : null;
    return new BadInput('bad-csv', error.message, path, line);
  }
  if (error instanceof TypeError && 'code' in error && error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
    return new BadInput('not-utf-8', 'the text is not UTF-8', path);
  }
  return error;
}
