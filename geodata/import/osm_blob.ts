import type { FileHandle } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { PbfReader } from 'pbf';
import { FileRefused } from '../../src/lib/contract/import.ts';

/** Where one blob's message lies in the file, in bytes. */
export interface BlobPlace {
  type: string;
  offset: number;
  size: number;
}

/** The format's own limits: a header under 64 KiB, a blob under 32 MiB packed or unpacked. */
const MAX_HEADER_B = 64 * 1024;
const MAX_BLOB_B = 32 * 1024 * 1024;
const LENGTH_B = 4;
/** A blob header is 13 to 20 bytes long, so one read of this many nearly always holds it. */
const FIRST_READ_B = 64;

const inflateAsync = promisify(inflate);

/**
 * Walks the blob headers of an OSM PBF file without unpacking anything. Proves before the first row that
 * the file is of this format and ends where its last blob ends.
 * Throws FileRefused `empty-file`, `not-osm-pbf` or `truncated`, with the byte where it was seen.
 */
export async function indexBlobs(file: FileHandle): Promise<BlobPlace[]> {
  const { size: file_size } = await file.stat();
  if (file_size === 0) throw new FileRefused('empty-file', 'the file is empty, expected OSM PBF', 'byte 0');
  const places: BlobPlace[] = [];
  const start = Buffer.alloc(FIRST_READ_B);
  for (let at = 0; at < file_size;) {
    const { bytesRead } = await file.read(start, 0, FIRST_READ_B, at);
    const refuse = (code: string, message: string): never => {
      throw new FileRefused(code, message, `byte ${at}`);
    };
    if (bytesRead < LENGTH_B) refuse('truncated', `the file ends inside a blob header at byte ${file_size}`);
    const header_size = start.readUInt32BE(0);
    if (header_size === 0 || header_size > MAX_HEADER_B)
      refuse('not-osm-pbf', `expected the length of an OSM PBF blob header, found ${header_size}`);
    const header_end = at + LENGTH_B + header_size;
    if (header_end > file_size)
      refuse(
        places.length === 0 ? 'not-osm-pbf' : 'truncated',
        `a blob header should end at byte ${header_end}, the file ends at byte ${file_size}`,
      );
    let bytes = start.subarray(LENGTH_B, LENGTH_B + header_size);
    if (bytes.length < header_size) {
      bytes = Buffer.alloc(header_size);
      await file.read(bytes, 0, header_size, at + LENGTH_B);
    }
    const header = parseBlobHeader(bytes);
    if (header === null || (places.length === 0 && header.type !== 'OSMHeader'))
      return refuse(
        'not-osm-pbf',
        places.length === 0
          ? 'the file does not begin with an OSMHeader block, expected OSM PBF'
          : 'found bytes that are no OSM PBF blob header',
      );
    if (header.size > MAX_BLOB_B) refuse('not-osm-pbf', `a blob of ${header.size} bytes is over the limit`);
    if (header_end + header.size > file_size)
      refuse(
        'truncated',
        `a blob should end at byte ${header_end + header.size}, the file ends at byte ${file_size}`,
      );
    places.push({ type: header.type, offset: header_end, size: header.size });
    at = header_end + header.size;
  }
  return places;
}

function parseBlobHeader(bytes: Uint8Array): { type: string; size: number } | null {
  let type = '';
  let size = -1;
  try {
    const pbf = new PbfReader(bytes);
    for (let field; (field = pbf.nextField());) {
      if (field === 1) type = pbf.readString();
      else if (field === 3) size = pbf.readVarint();
    }
    if (pbf.pos !== bytes.length) return null;
  } catch {
    return null;
  }
  return type === '' || !(size >= 0) ? null : { type, size };
}

const COMPRESSION: Readonly<Record<number, string>> = { 4: 'lzma', 5: 'bzip2', 6: 'lz4', 7: 'zstd' };

/**
 * Reads one blob and unpacks it (raw or zlib).
 * Throws FileRefused `unsupported-compression` or `corrupt-block`.
 */
export async function readBlob(file: FileHandle, place: BlobPlace): Promise<Uint8Array> {
  const position = `byte ${place.offset}`;
  const bytes = Buffer.allocUnsafe(place.size);
  const { bytesRead } = await file.read(bytes, 0, place.size, place.offset);
  if (bytesRead < place.size)
    throw new FileRefused('truncated', `a blob has ${bytesRead} of its ${place.size} bytes`, position);
  let raw: Uint8Array | null = null;
  let packed: Uint8Array | null = null;
  let raw_size = 0;
  try {
    const pbf = new PbfReader(bytes);
    for (let field; (field = pbf.nextField());) {
      if (field === 1) raw = pbf.readBytes();
      else if (field === 2) raw_size = pbf.readVarint();
      else if (field === 3) packed = pbf.readBytes();
      else if (field in COMPRESSION)
        throw new FileRefused(
          'unsupported-compression',
          `a blob is packed with ${COMPRESSION[field]}, expected zlib or none (rewrite the file with zlib)`,
          position,
        );
    }
    if (pbf.pos !== bytes.length) throw new RangeError('a field ends behind the blob');
    if (packed !== null) raw = await inflateAsync(packed, { maxOutputLength: MAX_BLOB_B });
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused(
      'corrupt-block',
      `a blob cannot be unpacked: ${(error as Error).message}`,
      position,
    );
  }
  if (raw === null) throw new FileRefused('corrupt-block', 'a blob holds no data', position);
  if (packed !== null && raw.length !== raw_size)
    throw new FileRefused(
      'corrupt-block',
      `a blob unpacks to ${raw.length} bytes, its header says ${raw_size}`,
      position,
    );
  return raw;
}
