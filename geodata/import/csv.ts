import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { wktToGeoJSON } from 'betterknown';
import { CsvError, parse } from 'csv-parse';
import type { Geometry } from 'geojson';
import { FileRefused } from '../../src/lib/contract/import.ts';
import type { Reader } from '../../src/lib/contract/import.ts';
import { coordinateColumns, coordinateNumber } from './coordinate_columns.ts';
import type { CoordinateColumns } from './coordinate_columns.ts';
import { decodedText, fileEncoding } from './encoding.ts';
import type { Remark, SourceRow, SourceTable } from './source_rows.ts';
import { tableItems } from './table_items.ts';

/** Bytes of one line, quoted line breaks included: an unbalanced quote swallows no more than this. */
const LINE_LIMIT = 8 * 1024 * 1024;
const DELIMITERS = [',', ';', '\t', '|'] as const;

interface CsvLine {
  record: string[];
  /** Line of the file on which the record begins, the header being line 1. */
  line: number;
}

/**
 * Reads delimited text with a header: comma, semicolon, tab or bar, UTF-8 or GB18030, coordinates in two
 * columns found by name or in one of well-known text. A row's number is its line in the file.
 * Throws FileRefused `empty-file`, `syntax`, `no-coordinate-columns`, `coordinates-not-numbers`, ….
 */
export const readCsv: Reader = async function* (path, options) {
  if ((await stat(path)).size === 0) throw new FileRefused('empty-file', `${basename(path)} is empty.`);
  const encoding = await fileEncoding(path, options.encoding);
  const remarks: Remark[] = [];
  if (encoding.inferred)
    remarks.push({
      code: 'encoding-inferred',
      message: `The text is not UTF-8 and was read as ${encoding.name}.`,
    });
  const text = () =>
    decodedText(createReadStream(path, { highWaterMark: 1 << 18, signal: options.signal }), encoding.name);
  const lines = csvLines(text(), delimiterOf(await firstLine(text())));
  try {
    const header = await lines.next();
    if (header.done) throw new FileRefused('empty-file', `${basename(path)} holds no line of text.`);
    const fields = headerFields(header.value.record);
    const columns = coordinateColumns(fields, options.map);
    const table: SourceTable = {
      names: [basename(path)],
      row_prefix: '',
      fields,
      crs: () => null,
      geometry_kinds: columns.kind === 'pair' ? ['Point'] : null,
      remarks,
      rows: csvRows(lines, fields, columns),
    };
    yield* tableItems(table, options);
  } finally {
    await lines.return(undefined);
  }
};

async function* csvRows(
  lines: AsyncIterable<CsvLine>,
  fields: readonly string[],
  columns: CoordinateColumns,
): AsyncGenerator<SourceRow> {
  for await (const { record, line } of lines) {
    const values: Record<string, string | null> = {};
    for (const [i, field] of fields.entries()) values[field] = record[i] ?? null;
    const row: SourceRow = { row: String(line), id: null, geometry: null, fields: values };
    if (record.length !== fields.length && !onlyBlanksFollow(record, fields.length))
      row.fault = {
        code: 'ragged-line',
        message: `The line has ${record.length} values where the header has ${fields.length}.`,
      };
    else if (columns.kind === 'pair') placePoint(row, columns, values);
    else placeText(row, values[columns.field] ?? '');
    yield row;
  }
}

/** Spreadsheets close lines with empty columns nobody named. */
const onlyBlanksFollow = (record: readonly string[], columns: number) =>
  record.length > columns && record.slice(columns).every((value) => value.trim() === '');

function placePoint(
  row: SourceRow,
  { x, y }: CoordinateColumns & { kind: 'pair' },
  values: Readonly<Record<string, string | null>>,
) {
  const [written_x, written_y] = [values[x]?.trim() ?? '', values[y]?.trim() ?? ''];
  if (written_x === '' && written_y === '') {
    row.fault = { code: 'null-geometry', message: `The columns ${x} and ${y} are empty.` };
    return;
  }
  const position = [coordinateNumber(written_x), coordinateNumber(written_y)];
  if (position[0] !== undefined && position[1] !== undefined)
    row.geometry = { type: 'Point', coordinates: position as number[] };
  else
    row.fault = {
      code: 'coordinates-not-numbers',
      message: `The columns ${x} and ${y} hold "${written_x.slice(0, 40)}" and "${written_y.slice(0, 40)}", not numbers.`,
    };
}

function placeText(row: SourceRow, written: string) {
  if (written.trim() === '') {
    row.fault = { code: 'null-geometry', message: 'The geometry column is empty.' };
    return;
  }
  row.geometry = wellKnownText(written);
  if (row.geometry === null)
    row.fault = {
      code: 'coordinates-not-numbers',
      message: `"${written.slice(0, 60)}" is not well-known text of a geometry.`,
    };
}

function wellKnownText(written: string): Geometry | null {
  try {
    return wktToGeoJSON(written.trim().replace(/^SRID=\d+;/i, '')) as Geometry | null;
  } catch {
    return null;
  }
}

async function* csvLines(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvLine> {
  const parser = parse({
    bom: true,
    delimiter,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: LINE_LIMIT,
    trim: false,
  });
  const source = Readable.from(plainLineBreaks(text));
  source.on('error', (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { info, record } of parser as AsyncIterable<{
      info: { lines: number };
      record: string[];
    }>) {
      const breaks = record.reduce((sum, value) => sum + value.split('\n').length - 1, 0);
      if (record.every((value) => value.trim() === '')) continue;
      yield { record, line: info.lines - breaks };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = String((error as CsvError & { lines?: number }).lines ?? '');
    const cut = error.code === 'CSV_QUOTE_NOT_CLOSED';
    throw new FileRefused(
      cut ? 'truncated' : 'syntax',
      `The text breaks the form of a delimited file at line ${line}: ${error.message}.`,
      line,
    );
  } finally {
    source.destroy();
    parser.destroy();
  }
}

/** All line breaks as \n: inside quotes the parser would count \r\n as two lines. */
async function* plainLineBreaks(text: AsyncIterable<string>): AsyncGenerator<string> {
  let held = '';
  for await (const chunk of text) {
    const joined = held + chunk;
    held = joined.endsWith('\r') ? '\r' : '';
    yield joined.slice(0, joined.length - held.length).replace(/\r\n?/g, '\n');
  }
  if (held !== '') yield '\n';
}

async function firstLine(text: AsyncIterable<string>): Promise<string> {
  let held = '';
  for await (const chunk of text) {
    held += chunk;
    const end = held.replace(/^\ufeff?[\r\n]+/, '').search(/[\r\n]/);
    if (end >= 0 || held.length > LINE_LIMIT) break;
  }
  return held.replace(/^\ufeff?[\r\n]+/, '').split(/[\r\n]/, 1)[0] ?? '';
}

/** The delimiter most frequent in the header outside quotes; a comma where there is none. */
function delimiterOf(header: string): string {
  const plain = header.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => plain.split(delimiter).length - 1);
  return DELIMITERS[counts.indexOf(Math.max(...counts))]!;
}

/** Column names, trimmed, the empty and repeated ones numbered. */
function headerFields(header: readonly string[]): string[] {
  const fields: string[] = [];
  for (const [i, written] of header.entries()) {
    const name = written.trim() === '' ? `column_${i + 1}` : written.trim();
    let unique = name;
    for (let copy = 2; fields.includes(unique); copy++) unique = `${name}_${copy}`;
    fields.push(unique);
  }
  return fields;
}
