import { crc32, deflateRawSync } from 'node:zlib';
import iconv from 'iconv-lite';

/** Writes small shapefiles and zip archives for tests, from the published descriptions of the formats. */

export type Shape =
  | { kind: 'null' }
  | { kind: 'point'; at: [number, number] }
  /** Polylines and polygons: parts of points as they stand in the file. */
  | { kind: 'line' | 'polygon'; parts: [number, number][][] };

const SHAPE_TYPE = { null: 0, point: 1, line: 3, polygon: 5 } as const;
/** Added to the shape type for records with heights and measures. */
const WITH_HEIGHTS = 10;

/** The bytes of a .shp; `z` adds heights of zero, as surveying programs do. */
export function shpBytes(kind: 'point' | 'line' | 'polygon', shapes: readonly Shape[], z = false): Buffer {
  const records = shapes.map((shape, i) => {
    const content = shapeContent(shape, z);
    const head = Buffer.alloc(8);
    head.writeInt32BE(i + 1, 0);
    head.writeInt32BE(content.length / 2, 4);
    return Buffer.concat([head, content]);
  });
  const header = Buffer.alloc(100);
  header.writeInt32BE(9994, 0);
  header.writeInt32BE((100 + records.reduce((sum, { length }) => sum + length, 0)) / 2, 24);
  header.writeInt32LE(1000, 28);
  header.writeInt32LE(SHAPE_TYPE[kind] + (z ? WITH_HEIGHTS : 0), 32);
  return Buffer.concat([header, ...records]);
}

function shapeContent(shape: Shape, z: boolean): Buffer {
  if (shape.kind === 'null') return Buffer.alloc(4);
  const type = SHAPE_TYPE[shape.kind] + (z ? WITH_HEIGHTS : 0);
  if (shape.kind === 'point') {
    const content = Buffer.alloc(z ? 36 : 20);
    content.writeInt32LE(type, 0);
    content.writeDoubleLE(shape.at[0], 4);
    content.writeDoubleLE(shape.at[1], 12);
    return content;
  }
  const points = shape.parts.flat();
  const flat_bytes = 44 + shape.parts.length * 4 + points.length * 16;
  const content = Buffer.alloc(flat_bytes + (z ? 2 * (16 + points.length * 8) : 0));
  content.writeInt32LE(type, 0);
  content.writeInt32LE(shape.parts.length, 36);
  content.writeInt32LE(points.length, 40);
  let first = 0;
  for (const [i, part] of shape.parts.entries()) {
    content.writeInt32LE(first, 44 + i * 4);
    first += part.length;
  }
  const at = 44 + shape.parts.length * 4;
  for (const [i, [x, y]] of points.entries()) {
    content.writeDoubleLE(x, at + i * 16);
    content.writeDoubleLE(y, at + i * 16 + 8);
  }
  return content;
}

export interface TextField {
  name: string;
  length: number;
}

/** The bytes of a .dbf of text fields; a null row is one marked as deleted. */
export function dbfBytes(
  fields: readonly TextField[],
  rows: readonly (readonly string[] | null)[],
  encoding = 'utf8',
): Buffer {
  const header = Buffer.alloc(32 + fields.length * 32 + 1);
  const row_bytes = 1 + fields.reduce((sum, { length }) => sum + length, 0);
  header[0] = 3;
  header.writeUInt32LE(rows.length, 4);
  header.writeUInt16LE(header.length, 8);
  header.writeUInt16LE(row_bytes, 10);
  for (const [i, field] of fields.entries()) {
    iconv.encode(field.name, encoding).copy(header, 32 + i * 32, 0, 10);
    header[32 + i * 32 + 11] = 'C'.charCodeAt(0);
    header[32 + i * 32 + 16] = field.length;
  }
  header[header.length - 1] = 0x0d;
  const body = rows.map((row) => {
    const bytes = Buffer.alloc(row_bytes, ' ');
    if (row === null) bytes[0] = 0x2a;
    let at = 1;
    for (const [i, field] of fields.entries()) {
      iconv.encode(row?.[i] ?? '', encoding).copy(bytes, at, 0, field.length);
      at += field.length;
    }
    return bytes;
  });
  return Buffer.concat([header, ...body, Buffer.from([0x1a])]);
}

/** A zip archive; `is_encrypted` sets the flag without encrypting anything. */
export function zipBytes(files: Readonly<Record<string, Uint8Array | string>>, is_encrypted = false): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(files)) {
    const raw = Buffer.from(content as Uint8Array);
    const packed = deflateRawSync(raw);
    const name_bytes = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x800 + (is_encrypted ? 1 : 0), 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt32LE(crc32(raw), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(raw.length, 18);
    shared.writeUInt16LE(name_bytes.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), shared, name_bytes, packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), shared, tail, name_bytes]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, central, end]);
}

export const UTM_17N_PRJ =
  'PROJCS["WGS_1984_UTM_Zone_17N",GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",-81.0],PARAMETER["Scale_Factor",0.9996],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';
