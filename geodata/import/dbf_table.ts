import { FileRefused } from '../../src/lib/contract/import.ts';
import { ByteReader } from './byte_reader.ts';
import { decodeBytes } from './encoding.ts';

/** One row of a .dbf table; null stands for a row marked as deleted. */
export type DbfRow = Readonly<Record<string, string | number | boolean | null>>;

interface DbfField {
  name: string;
  type: string;
  offset: number;
  length: number;
}

/** What a .dbf says before its rows. */
export interface DbfTable {
  fields: readonly string[];
  row_count: number;
  /** The next row; undefined past the last one. Deleted rows come as null. */
  next: () => Promise<DbfRow | null | undefined>;
  close: () => Promise<void>;
}

const HEADER_BYTES = 32;
const END_OF_FIELDS = 0x0d;
const DELETED = 0x2a;

/**
 * Opens a dBASE table as shapefiles carry it (levels III to 7 of FoxPro and dBASE), streamed. Text is trimmed,
 * blank values are null, dates become yyyy-mm-dd. Numbers of more digits than a double holds stay text.
 * Throws FileRefused `truncated` or `damaged`, with the record's number.
 */
export async function openDbf(
  name: string,
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): Promise<DbfTable> {
  const reader = new ByteReader(chunks);
  const head = Buffer.from(await reader.take(HEADER_BYTES));
  if (head.length < HEADER_BYTES)
    throw new FileRefused('truncated', `${name} ends inside its header, after ${head.length} bytes.`);
  const row_count = head.readUInt32LE(4);
  const header_bytes = head.readUInt16LE(8);
  const row_bytes = head.readUInt16LE(10);
  const described = Buffer.from(await reader.take(Math.max(0, header_bytes - HEADER_BYTES)));
  if (described.length < header_bytes - HEADER_BYTES)
    throw new FileRefused('truncated', `${name} ends inside its list of fields.`);
  const fields = dbfFields(name, described, encoding);
  const needed = fields.reduce((sum, { length }) => sum + length, 1);
  if (row_bytes < needed)
    throw new FileRefused('damaged', `${name} states rows of ${row_bytes} bytes; its fields need ${needed}.`);

  let row = 0;
  const next = async () => {
    if (row >= row_count) return undefined;
    row += 1;
    const bytes = await reader.take(row_bytes);
    if (bytes.length < needed)
      throw new FileRefused(
        'truncated',
        `${name} ends inside row ${row} of the ${row_count} it states.`,
        String(row),
      );
    if (bytes[0] === DELETED) return null;
    const values: Record<string, string | number | boolean | null> = {};
    for (const field of fields)
      values[field.name] = fieldValue(
        field,
        bytes.subarray(field.offset, field.offset + field.length),
        encoding,
      );
    return values;
  };
  return { fields: fields.map((field) => field.name), row_count, next, close: () => reader.close() };
}

const LANGUAGE_BYTE = 29;

/**
 * Looks through a table for its encoding: whether its names and rows are UTF-8, and the language driver its
 * header names. Fixed widths cut characters in two, so a few broken ones do not speak against UTF-8.
 */
export async function dbfText(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ is_utf8: boolean; language_driver: number }> {
  const reader = new ByteReader(chunks);
  try {
    const head = Buffer.from(await reader.take(HEADER_BYTES));
    if (head.length < HEADER_BYTES) return { is_utf8: true, language_driver: 0 };
    const tally = new Utf8Tally();
    const described = await reader.take(Math.max(0, head.readUInt16LE(8) - HEADER_BYTES));
    for (let at = 0; at + 32 <= described.length && described[at] !== END_OF_FIELDS; at += 32) {
      const name = described.subarray(at, at + 11);
      const end = name.indexOf(0);
      tally.add(name.subarray(0, end < 0 ? 11 : end));
      tally.add(BLANK);
    }
    for (let rows = await reader.take(1 << 16); rows.length > 0; rows = await reader.take(1 << 16))
      tally.add(rows);
    return { is_utf8: tally.is_utf8, language_driver: head[LANGUAGE_BYTE]! };
  } finally {
    await reader.close();
  }
}

const BLANK = new Uint8Array([0x20]);

/** Counts whole and broken characters of more than one byte. */
class Utf8Tally {
  #whole = 0;
  #broken = 0;
  #following = 0;

  get is_utf8() {
    return this.#broken === 0 || this.#whole > 10 * this.#broken;
  }

  add(bytes: Uint8Array) {
    for (const byte of bytes) {
      const is_continuation = byte >= 0x80 && byte < 0xc0;
      if (this.#following > 0 && is_continuation) {
        this.#following -= 1;
        if (this.#following === 0) this.#whole += 1;
        continue;
      }
      if (this.#following > 0 || is_continuation || byte >= 0xf5) this.#broken += 1;
      this.#following = byte < 0xc2 || byte >= 0xf5 ? 0 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    }
  }
}

function dbfFields(name: string, described: Buffer, encoding: string): DbfField[] {
  const fields: DbfField[] = [];
  const names = new Set<string>();
  let offset = 1;
  for (let at = 0; at + 32 <= described.length && described[at] !== END_OF_FIELDS; at += 32) {
    const raw = described.subarray(at, at + 11);
    const end = raw.indexOf(0);
    let field = decodeBytes(raw.subarray(0, end < 0 ? 11 : end), encoding).trim();
    if (field === '') field = `field_${fields.length + 1}`;
    for (let copy = 2; names.has(field); copy++) field = `${field.replace(/_\d+$/, '')}_${copy}`;
    names.add(field);
    const type = String.fromCharCode(described[at + 11]!);
    // Text beyond 255 bytes keeps the upper byte of its length where numbers keep their decimals.
    const length = described[at + 16]! + (type === 'C' ? described[at + 17]! * 256 : 0);
    fields.push({ name: field, type, offset, length });
    offset += length;
  }
  if (fields.length === 0) throw new FileRefused('damaged', `${name} describes no field.`);
  return fields;
}

function fieldValue(field: DbfField, bytes: Buffer, encoding: string): string | number | boolean | null {
  switch (field.type) {
    case 'N':
    case 'F':
      return numeric(bytes.toString('latin1'));
    case 'L':
      return logical(bytes.toString('latin1'));
    case 'D':
      return date(bytes.toString('latin1'));
    case 'I':
    case '+':
      return bytes.length === 4 ? bytes.readInt32LE(0) : null;
    case 'O':
    case 'B':
      return bytes.length === 8 ? bytes.readDoubleLE(0) : null;
    default: {
      const text = decodeBytes(bytes, encoding).replaceAll('\0', ' ').trim();
      return text === '' ? null : text;
    }
  }
}

function numeric(written: string): number | string | null {
  const text = written.replaceAll('\0', ' ').trim();
  if (text === '' || /^[*.-]+$/.test(text)) return null;
  const number = Number(text);
  if (!Number.isFinite(number)) return text;
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? text : number;
}

function logical(written: string): boolean | null {
  const letter = written.trim().toUpperCase();
  if (letter === 'T' || letter === 'Y') return true;
  return letter === 'F' || letter === 'N' ? false : null;
}

function date(written: string): string | null {
  const text = written.replaceAll('\0', ' ').trim();
  return /^\d{8}$/.test(text) && text !== '00000000'
    ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`
    : null;
}
