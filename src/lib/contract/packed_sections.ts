import { crc32 } from './crc32.ts';
import { PackedTownError } from './packed_town_error.ts';

/** The container of packed_town.md: named runs of numbers or JSON, checksummed. */
export type Column = Uint8Array | Int8Array | Uint16Array | Uint32Array | Float32Array | Float64Array;

export type SectionKind = 'u8' | 'i8' | 'u16' | 'u32' | 'f32' | 'f64' | 'json';

export interface Section {
  name: string;
  kind: SectionKind;
  /** JSON as its UTF-8 bytes. */
  data: Column;
}

const KINDS: Record<SectionKind, { code: number; size: number; view: (bytes: Uint8Array) => Column }> = {
  u8: { code: 1, size: 1, view: (bytes) => bytes },
  i8: { code: 2, size: 1, view: viewAs(Int8Array) },
  u16: { code: 3, size: 2, view: viewAs(Uint16Array) },
  u32: { code: 4, size: 4, view: viewAs(Uint32Array) },
  f32: { code: 5, size: 4, view: viewAs(Float32Array) },
  f64: { code: 6, size: 8, view: viewAs(Float64Array) },
  json: { code: 7, size: 1, view: (bytes) => bytes },
};

const MAGIC = [0x46, 0x43, 0x54, 0x4f, 0x57, 0x4e, 0x0d, 0x0a];
const VERSION = 2;
/** Bytes before the section table, and of one entry of it. */
export const HEAD_BYTES = 32;
const ENTRY_BYTES = 64;
const NAME_BYTES = 32;
const AT = { version: 8, sections: 12, length: 16, zero: 24, checksum: 28 };
const IN_ENTRY = { kind: 32, checksum: 36, offset: 40, length: 48, count: 56 };

/**
 * Lays sections out one behind the other.
 *
 * @throws RangeError for a name that is too long, not ASCII or used twice.
 */
export function encodeSections(sections: readonly Section[]): Uint8Array<ArrayBuffer> {
  refuseBigEndian();
  const table_end = HEAD_BYTES + ENTRY_BYTES * sections.length;
  const total = sections.reduce((sum, { data }) => sum + padded(data.byteLength), table_end);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  const names = new Set<string>();
  let offset = table_end;
  sections.forEach(({ name, kind, data }, i) => {
    if (!/^[\x21-\x7e]{1,32}$/.test(name) || names.has(name)) {
      throw new RangeError(
        `section ${i} is named "${name}"; expected 1 to ${NAME_BYTES} ASCII letters, once`,
      );
    }
    names.add(name);
    const entry = HEAD_BYTES + ENTRY_BYTES * i;
    bytes.set(new TextEncoder().encode(name), entry);
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    const end = offset + padded(data.byteLength);
    view.setUint32(entry + IN_ENTRY.kind, KINDS[kind].code, true);
    view.setUint32(entry + IN_ENTRY.checksum, crc32(bytes.subarray(offset, end)), true);
    view.setBigUint64(entry + IN_ENTRY.offset, BigInt(offset), true);
    view.setBigUint64(entry + IN_ENTRY.length, BigInt(data.byteLength), true);
    view.setBigUint64(entry + IN_ENTRY.count, BigInt(data.byteLength / KINDS[kind].size), true);
    offset = end;
  });
  bytes.set(MAGIC, 0);
  view.setUint32(AT.version, VERSION, true);
  view.setUint32(AT.sections, sections.length, true);
  view.setBigUint64(AT.length, BigInt(total), true);
  view.setUint32(AT.checksum, headChecksum(bytes, table_end), true);
  return bytes;
}

/**
 * Length of a packed town by its first HEAD_BYTES bytes, which is all of it that need be there.
 *
 * @throws PackedTownError where they are no head of this version.
 */
export function packedLength(head: Uint8Array): number {
  if (head.length < HEAD_BYTES) {
    throw new PackedTownError('length', `${head.length} bytes; expected a head of ${HEAD_BYTES}`);
  }
  const magic = Array.from(head.subarray(0, MAGIC.length));
  if (magic.some((byte, i) => byte !== MAGIC[i])) {
    throw new PackedTownError('magic', `begins with ${hex(magic)}; expected ${hex(MAGIC)}`);
  }
  const view = new DataView(head.buffer, head.byteOffset, HEAD_BYTES);
  const version = view.getUint32(AT.version, true);
  if (version !== VERSION) {
    const newer = version > VERSION ? ', made by a newer program' : '';
    throw new PackedTownError('version', `version ${version}${newer}; expected ${VERSION}`);
  }
  return Number(view.getBigUint64(AT.length, true));
}

/**
 * The sections by name, as views of the bytes; copied once where they do not begin on a multiple of 8. Sections of
 * unknown kind are checked and left out.
 *
 * @throws PackedTownError
 */
export function decodeSections(unaligned: Uint8Array): Map<string, Section> {
  refuseBigEndian();
  const total = packedLength(unaligned);
  if (total !== unaligned.length) {
    const how = unaligned.length < total ? 'truncated' : 'more behind the end';
    throw new PackedTownError('length', `${unaligned.length} bytes, ${how}; expected ${total}`);
  }
  const bytes = unaligned.byteOffset % 8 === 0 ? unaligned : unaligned.slice();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table_end = HEAD_BYTES + ENTRY_BYTES * view.getUint32(AT.sections, true);
  if (table_end > total) {
    throw new PackedTownError('damaged', `head: section table ends at ${table_end} of ${total} bytes`);
  }
  refuseChecksum('head', headChecksum(bytes, table_end), view.getUint32(AT.checksum, true));

  const sections = new Map<string, Section>();
  let offset = table_end;
  for (let entry = HEAD_BYTES; entry < table_end; entry += ENTRY_BYTES) {
    const name = asciiAt(bytes, entry);
    const at = Number(view.getBigUint64(entry + IN_ENTRY.offset, true));
    const length = Number(view.getBigUint64(entry + IN_ENTRY.length, true));
    const end = offset + padded(length);
    if (at !== offset || end > total || sections.has(name)) {
      throw new PackedTownError(
        'damaged',
        `section ${name}: ${length} bytes at ${at} of ${total}; expected one of that name, at ${offset}`,
      );
    }
    const checksum = view.getUint32(entry + IN_ENTRY.checksum, true);
    refuseChecksum(`section ${name}`, crc32(bytes.subarray(offset, end)), checksum);
    const kind = kindOf(view.getUint32(entry + IN_ENTRY.kind, true));
    if (kind) {
      const count = Number(view.getBigUint64(entry + IN_ENTRY.count, true));
      if (count * KINDS[kind].size !== length) {
        throw new PackedTownError('damaged', `section ${name}: ${count} ${kind} in ${length} bytes`);
      }
      sections.set(name, { name, kind, data: KINDS[kind].view(bytes.subarray(offset, offset + length)) });
    }
    offset = end;
  }
  if (offset !== total) {
    throw new PackedTownError('length', `sections end at ${offset}; expected ${total}`);
  }
  return sections;
}

function viewAs<View extends Column>(Type: {
  new (buffer: ArrayBufferLike, offset: number, length: number): View;
  BYTES_PER_ELEMENT: number;
}) {
  return ({ buffer, byteOffset, byteLength }: Uint8Array): View =>
    new Type(buffer, byteOffset, byteLength / Type.BYTES_PER_ELEMENT);
}

const padded = (length: number) => Math.ceil(length / 8) * 8;
const hex = (bytes: readonly number[]) => bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

const headChecksum = (bytes: Uint8Array, table_end: number) =>
  crc32(bytes.subarray(HEAD_BYTES, table_end), crc32(bytes.subarray(0, AT.checksum)));

function refuseChecksum(what: string, seen: number, expected: number): void {
  if (seen === expected) return;
  const words = [seen, expected].map((sum) => sum.toString(16).padStart(8, '0'));
  throw new PackedTownError('damaged', `${what}: checksum ${words[0]}; expected ${words[1]}`);
}

const kindOf = (code: number) =>
  (Object.keys(KINDS) as SectionKind[]).find((kind) => KINDS[kind].code === code);

function asciiAt(bytes: Uint8Array, at: number): string {
  const name = bytes.subarray(at, at + NAME_BYTES);
  const end = name.indexOf(0);
  return String.fromCharCode(...name.subarray(0, end < 0 ? NAME_BYTES : end));
}

/** Columns are views of the bytes, so the machine's order of bytes must be the format's. */
function refuseBigEndian(): void {
  if (new Uint8Array(Uint32Array.of(1).buffer)[0] === 1) return;
  throw new PackedTownError('host', 'this machine is big-endian; expected a little-endian one');
}
