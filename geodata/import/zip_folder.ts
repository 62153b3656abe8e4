import { basename } from 'node:path';
import { crc32 } from 'node:zlib';
import iconv from 'iconv-lite';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { FileRefused } from '../../src/lib/contract/import.ts';

/** A file that can be opened several times: in an archive or on disk. */
export interface OpenableFile {
  /** Path within the archive or folder, with forward slashes. */
  name: string;
  size_bytes: number;
  open: () => AsyncIterable<Uint8Array>;
}

export interface ZipFolder {
  files: readonly OpenableFile[];
  close: () => void;
}

/** Inflated bytes an archive may come to, counted over the files a reader asks for. */
const INFLATED_LIMIT = 2 * 1024 ** 3;
/** Deflate reaches 1,032 to 1 only on emptiness; tables padded with blanks stay below 200. */
const RATIO_LIMIT = 500;
const RATIO_FREE_BYTES = 64 * 1024 ** 2;
const ENTRY_LIMIT = 20_000;
const UTF8_FLAG = 0x800;

/**
 * Lists the files of a zip archive that end in one of `extensions` and can be opened one by one without
 * unpacking the rest. Junk of macOS is left out; names of old Chinese archives are read as GB18030.
 * Throws FileRefused `truncated`, `damaged`, `encrypted`, `zip-too-large`.
 */
export async function openZip(path: string, extensions: readonly string[]): Promise<ZipFolder> {
  const zip = await opened(path);
  try {
    const files: OpenableFile[] = [];
    let inflated_bytes = 0;
    let entries = 0;
    for await (const entry of zip.eachEntry()) {
      entries += 1;
      if (entries > ENTRY_LIMIT)
        throw new FileRefused('zip-too-large', `${basename(path)} holds more than ${ENTRY_LIMIT} files.`);
      const name = entryName(entry);
      if (isJunk(name) || !extensions.some((extension) => name.toLowerCase().endsWith(extension))) continue;
      checkEntry(entry, name);
      inflated_bytes += entry.uncompressedSize;
      if (inflated_bytes > INFLATED_LIMIT)
        throw new FileRefused(
          'zip-too-large',
          `${basename(path)} would unpack to more than ${INFLATED_LIMIT / 1024 ** 3} GiB.`,
        );
      files.push({ name, size_bytes: entry.uncompressedSize, open: () => entryBytes(zip, entry, name) });
    }
    return { files, close: () => zip.close() };
  } catch (error) {
    zip.close();
    throw error instanceof FileRefused ? error : unreadable(path, error as Error);
  }
}

async function opened(path: string): Promise<ZipFile> {
  try {
    return await yauzl.openPromise(path, { autoClose: false, lazyEntries: true, decodeStrings: false });
  } catch (error) {
    throw unreadable(path, error as Error);
  }
}

function unreadable(path: string, error: Error): FileRefused {
  const cut = /end of central directory|unexpected EOF|truncated|invalid central directory/i.test(
    error.message,
  );
  return new FileRefused(
    cut ? 'truncated' : 'damaged',
    `${basename(path)} is ${cut ? 'cut short' : 'damaged'}: ${error.message.replace(/\.$/, '')}.`,
  );
}

function checkEntry(entry: Entry, name: string) {
  if (entry.isEncrypted()) throw new FileRefused('encrypted', `${name} in the archive is encrypted.`);
  const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
  if (entry.uncompressedSize > RATIO_FREE_BYTES && ratio > RATIO_LIMIT)
    throw new FileRefused(
      'zip-too-large',
      `${name} would unpack to ${Math.round(ratio)} times its size; archives like that are not taken.`,
    );
}

async function* entryBytes(zip: ZipFile, entry: Entry, name: string): AsyncGenerator<Uint8Array> {
  let checksum = 0;
  try {
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      checksum = crc32(chunk as Buffer, checksum);
      yield chunk as Buffer;
    }
  } catch (error) {
    throw new FileRefused(
      'damaged',
      `${name} in the archive cannot be unpacked: ${(error as Error).message}.`,
    );
  }
  if (checksum !== entry.crc32)
    throw new FileRefused('damaged', `${name} in the archive does not have the checksum it states.`);
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

function entryName(entry: Entry): string {
  const raw = entry.fileName as unknown as Buffer;
  let name: string;
  try {
    name = UTF8.decode(raw);
  } catch {
    name =
      (entry.generalPurposeBitFlag & UTF8_FLAG) === 0 ? iconv.decode(raw, 'gb18030') : raw.toString('latin1');
  }
  return name.replaceAll('\\', '/');
}

const isJunk = (name: string) => /(^|\/)(__MACOSX\/|\._|\.)/.test(name) || name.endsWith('/');
