import { createReadStream } from 'node:fs';
import iconv from 'iconv-lite';
import { FileRefused } from '../../src/lib/contract/import.ts';

/** How the text of a file is read, and whether that was said or had to be inferred. */
export interface TextEncoding {
  /** A name iconv-lite knows: utf8, gb18030, utf-16le, win1252, … */
  name: string;
  inferred: boolean;
}

/**
 * The encoding to read a text file with: the one asked for, else a byte-order mark, else UTF-8 where every
 * byte fits it, else GB18030, which holds GBK and GB2312 and is what Chinese spreadsheets write.
 * The whole stream is looked at in chunks, since the first megabyte of a table is often plain ASCII.
 * Throws FileRefused `unknown-encoding` for a name nobody knows.
 */
export async function textEncoding(
  asked: string,
  open: () => AsyncIterable<Uint8Array>,
): Promise<TextEncoding> {
  if (asked !== 'auto') return { name: knownEncoding(asked), inferred: false };
  let first = true;
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  for await (const chunk of open()) {
    if (first && chunk.length >= 2 && chunk[0] === 0xff && chunk[1] === 0xfe)
      return { name: 'utf-16le', inferred: false };
    if (first && chunk.length >= 2 && chunk[0] === 0xfe && chunk[1] === 0xff)
      return { name: 'utf-16be', inferred: false };
    first = false;
    try {
      utf8.decode(chunk, { stream: true });
    } catch {
      return { name: 'gb18030', inferred: true };
    }
  }
  return { name: 'utf8', inferred: false };
}

/** The same for a file on disk. */
export const fileEncoding = (path: string, asked: string) =>
  textEncoding(asked, () => createReadStream(path, { highWaterMark: 1 << 18 }));

/** Decodes a stream of bytes chunk by chunk; a character split between chunks is kept whole. */
export async function* decodedText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: string,
): AsyncGenerator<string> {
  const decoder = iconv.getDecoder(encoding);
  for await (const chunk of chunks) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    if (text.length > 0) yield text;
  }
  const rest = decoder.end();
  if (rest) yield rest;
}

/**
 * The name iconv-lite uses for an encoding as .cpg files and people write it ("UTF-8", "936", "OEM 936",
 * "ANSI 1252", "ISO 88591"). Throws FileRefused `unknown-encoding`.
 */
export function knownEncoding(written: string): string {
  const name = written.trim().replace(/^(oem|ansi|windows|cp|ibm)[\s_-]*(?=\d)/i, '');
  const iso = /^iso[\s_-]*8859[\s_-]*(\d{1,2})$/i.exec(name);
  if (name === '65001') return 'utf8';
  if (name === '54936' || name === '936') return 'gb18030';
  const candidate = iso ? `iso-8859-${iso[1]}` : name.replace(/\s+/g, '-');
  if (candidate !== '' && iconv.encodingExists(candidate)) return candidate;
  throw new FileRefused(
    'unknown-encoding',
    `The encoding "${written}" is not known; give --encoding utf-8, gb18030, big5 or windows-1252.`,
  );
}

/** Text of one short buffer. */
export const decodeBytes = (bytes: Uint8Array, encoding: string) =>
  iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), encoding);

/** Language driver ids that .dbf headers carry at byte 29, where they name a code page for sure. */
export const DBF_LANGUAGE_DRIVER: Readonly<Record<number, string>> = {
  0x13: '932',
  0x4d: 'gb18030',
  0x4e: '949',
  0x4f: 'big5',
  0x7a: 'gb18030',
  0x78: 'big5',
  0x7b: '932',
};
