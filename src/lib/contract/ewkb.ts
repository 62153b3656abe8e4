import type { Geometry, Position } from 'geojson';

/**
 * Extended well-known binary, the form PostGIS stores and returns: byte order, type with an SRID flag,
 * SRID, coordinates. Written little-endian in two dimensions with SRID 4326, lon before lat; read in either byte
 * order, further dimensions dropped.
 */
const SRID_FLAG = 0x20000000;
const Z_FLAG = 0x80000000;
const M_FLAG = 0x40000000;
const WGS84_SRID = 4326;

/** GeometryCollection is no layer's kind and is left out. */
export type EwkbGeometry = Exclude<Geometry, { type: 'GeometryCollection' }>;

const TYPE_CODE: Record<EwkbGeometry['type'], number> = {
  Point: 1,
  LineString: 2,
  Polygon: 3,
  MultiPoint: 4,
  MultiLineString: 5,
  MultiPolygon: 6,
};

/** Bytes of a geometry with SRID 4326; positions beyond lon and lat are left out. */
export function encodeEwkb(geometry: EwkbGeometry): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(byteLength(geometry) + 4);
  const writer: Writer = { view: new DataView(bytes.buffer), at: 0 };
  writeHeader(writer, TYPE_CODE[geometry.type] | SRID_FLAG);
  writer.view.setUint32(writer.at, WGS84_SRID, true);
  writer.at += 4;
  writeBody(writer, geometry);
  return bytes;
}

/** The geometry in EWKB or plain WKB bytes; an empty point is read as a point without coordinates. */
export function decodeEwkb(bytes: Uint8Array): EwkbGeometry {
  return readGeometry({ view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 });
}

interface Writer {
  view: DataView;
  at: number;
}

function byteLength(geometry: EwkbGeometry): number {
  const count = (rings: readonly Position[][]) => rings.reduce((sum, ring) => sum + 4 + ring.length * 16, 0);
  switch (geometry.type) {
    case 'Point':
      return 5 + 16;
    case 'LineString':
      return 9 + geometry.coordinates.length * 16;
    case 'Polygon':
      return 9 + count(geometry.coordinates);
    case 'MultiPoint':
      return 9 + geometry.coordinates.length * 21;
    case 'MultiLineString':
      return 9 + geometry.coordinates.length * 5 + count(geometry.coordinates);
    case 'MultiPolygon':
      return 9 + geometry.coordinates.reduce((sum, polygon) => sum + 9 + count(polygon), 0);
  }
}

function writeHeader(writer: Writer, type: number) {
  writer.view.setUint8(writer.at, 1);
  writer.view.setUint32(writer.at + 1, type, true);
  writer.at += 5;
}

function writeCount(writer: Writer, count: number) {
  writer.view.setUint32(writer.at, count, true);
  writer.at += 4;
}

function writePosition(writer: Writer, position: Position) {
  writer.view.setFloat64(writer.at, position[0], true);
  writer.view.setFloat64(writer.at + 8, position[1], true);
  writer.at += 16;
}

function writeLine(writer: Writer, line: readonly Position[]) {
  writeCount(writer, line.length);
  for (let i = 0; i < line.length; i++) writePosition(writer, line[i]);
}

function writeLines(writer: Writer, lines: readonly Position[][]) {
  writeCount(writer, lines.length);
  for (const line of lines) writeLine(writer, line);
}

function writeBody(writer: Writer, geometry: EwkbGeometry) {
  switch (geometry.type) {
    case 'Point':
      return writePosition(writer, geometry.coordinates);
    case 'LineString':
      return writeLine(writer, geometry.coordinates);
    case 'Polygon':
      return writeLines(writer, geometry.coordinates);
    case 'MultiPoint':
      return writeParts(writer, TYPE_CODE.Point, geometry.coordinates, writePosition);
    case 'MultiLineString':
      return writeParts(writer, TYPE_CODE.LineString, geometry.coordinates, writeLine);
    case 'MultiPolygon':
      return writeParts(writer, TYPE_CODE.Polygon, geometry.coordinates, writeLines);
  }
}

function writeParts<P>(
  writer: Writer,
  type: number,
  parts: readonly P[],
  write: (writer: Writer, part: P) => void,
) {
  writeCount(writer, parts.length);
  for (const part of parts) {
    writeHeader(writer, type);
    write(writer, part);
  }
}

interface ByteReader {
  view: DataView;
  at: number;
}

interface PartForm {
  little: boolean;
  dimensions: number;
}

function readGeometry(reader: ByteReader): EwkbGeometry {
  const little = reader.view.getUint8(reader.at) === 1;
  const flagged = reader.view.getUint32(reader.at + 1, little);
  reader.at += 5 + ((flagged & SRID_FLAG) !== 0 ? 4 : 0);
  // ISO WKB adds 1000 for Z, 2000 for M and 3000 for both; EWKB sets flags.
  const plain = flagged & 0x0fffffff;
  const iso = Math.floor(plain / 1000);
  const dimensions =
    2 +
    ((flagged & Z_FLAG) !== 0 || iso === 1 || iso === 3 ? 1 : 0) +
    ((flagged & M_FLAG) !== 0 || iso === 2 || iso === 3 ? 1 : 0);
  const form: PartForm = { little, dimensions };
  const code = plain % 1000;
  switch (code) {
    case 1: {
      const position = readPosition(reader, form);
      return { type: 'Point', coordinates: Number.isNaN(position[0]) ? [] : position };
    }
    case 2:
      return { type: 'LineString', coordinates: readLine(reader, form) };
    case 3:
      return { type: 'Polygon', coordinates: readLines(reader, form) };
    case 4:
      return { type: 'MultiPoint', coordinates: readParts<Position>(reader, form) };
    case 5:
      return { type: 'MultiLineString', coordinates: readParts<Position[]>(reader, form) };
    case 6:
      return { type: 'MultiPolygon', coordinates: readParts<Position[][]>(reader, form) };
  }
  throw new RangeError(`EWKB type ${code}: expected 1 to 6 (point to multipolygon)`);
}

function readCount(reader: ByteReader, form: PartForm): number {
  reader.at += 4;
  return reader.view.getUint32(reader.at - 4, form.little);
}

function readPosition(reader: ByteReader, form: PartForm): Position {
  const position = [
    reader.view.getFloat64(reader.at, form.little),
    reader.view.getFloat64(reader.at + 8, form.little),
  ];
  reader.at += 8 * form.dimensions;
  return position;
}

function readLine(reader: ByteReader, form: PartForm): Position[] {
  const count = readCount(reader, form);
  return Array.from({ length: count }, () => readPosition(reader, form));
}

function readLines(reader: ByteReader, form: PartForm): Position[][] {
  const count = readCount(reader, form);
  return Array.from({ length: count }, () => readLine(reader, form));
}

function readParts<P>(reader: ByteReader, form: PartForm): P[] {
  const count = readCount(reader, form);
  return Array.from({ length: count }, () => readGeometry(reader).coordinates as P);
}
