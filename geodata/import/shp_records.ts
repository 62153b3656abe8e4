import type { Geometry, Position } from 'geojson';
import { FileRefused } from '../../src/lib/contract/import.ts';
import { ByteReader } from './byte_reader.ts';
import { signedArea } from './geometry_parts.ts';

/**
 * Records of a .shp file (ESRI Shapefile Technical Description, 1998), streamed.
 * The npm package `shapefile` 0.6.6 was tried first. It searches onward in silence for the next plausible record
 * where one is damaged, tells neither record number nor truncation, hands deleted .dbf rows on as living
 * ones and fails on field types it does not know. A register of roads must not lose rows without a word, so
 * these few record kinds are read here; heights and measures are passed over.
 */
export interface ShpRecord {
  /** Position in the file, from 1. */
  number: number;
  /** null for a null shape or one without points. */
  geometry: Geometry | null;
  /** What kind of emptiness was found; null where the record holds a geometry. */
  fault: string | null;
  /** What was mended; null where the record stands as it came. */
  repair: string | null;
}

type ReadShape = Omit<ShpRecord, 'number'>;
const whole = (geometry: Geometry): ReadShape => ({ geometry, fault: null, repair: null });
const empty = (fault: string): ReadShape => ({ geometry: null, fault, repair: null });

const HEADER_BYTES = 100;
const FILE_CODE = 9994;
/** Bytes one record may take: four million vertices, far beyond any town's outline. */
const RECORD_BYTES_LIMIT = 256 * 1024 * 1024;

type ShapeKind = 'null' | 'point' | 'line' | 'polygon' | 'multipoint';
const SHAPE_KINDS: Readonly<Record<number, ShapeKind>> = {
  0: 'null',
  1: 'point',
  3: 'line',
  5: 'polygon',
  8: 'multipoint',
  11: 'point',
  13: 'line',
  15: 'polygon',
  18: 'multipoint',
  21: 'point',
  23: 'line',
  25: 'polygon',
  28: 'multipoint',
};
const GEOMETRY_KINDS: Readonly<Record<ShapeKind, readonly Geometry['type'][]>> = {
  null: [],
  point: ['Point'],
  line: ['LineString', 'MultiLineString'],
  polygon: ['Polygon', 'MultiPolygon'],
  multipoint: ['MultiPoint'],
};

/** A .shp opened: its geometry kinds from the header, then its records. */
export interface ShpFile {
  geometry_kinds: readonly Geometry['type'][];
  records: AsyncGenerator<ShpRecord>;
}

/** Opens a .shp from its bytes. Throws FileRefused `empty-file`, `truncated`, `not-a-shapefile`, `shape-type`. */
export async function openShp(name: string, chunks: AsyncIterable<Uint8Array>): Promise<ShpFile> {
  const reader = new ByteReader(chunks);
  const header = Buffer.from(await reader.take(HEADER_BYTES));
  if (header.length === 0) throw new FileRefused('empty-file', `${name} is empty.`);
  if (header.length >= 4 && header.readInt32BE(0) !== FILE_CODE)
    throw new FileRefused('not-a-shapefile', `${name} does not begin with the shapefile code 9994.`);
  if (header.length < HEADER_BYTES)
    throw new FileRefused('truncated', `${name} ends inside its header, after ${header.length} bytes.`);
  const type = header.readInt32LE(32);
  const kind = SHAPE_KINDS[type];
  if (kind === undefined)
    throw new FileRefused('shape-type', `${name} holds shapes of type ${type}, which cannot be read.`);
  const length_bytes = header.readInt32BE(24) * 2;
  return { geometry_kinds: GEOMETRY_KINDS[kind], records: shpRecords(name, reader, length_bytes) };
}

async function* shpRecords(name: string, reader: ByteReader, file_bytes: number): AsyncGenerator<ShpRecord> {
  let at_byte = HEADER_BYTES;
  try {
    for (let number = 1; at_byte < file_bytes; number++) {
      const head = await reader.take(8);
      if (head.length < 8) throw truncated(name, number, at_byte + head.length, file_bytes);
      const content_bytes = head.readInt32BE(4) * 2;
      if (content_bytes < 4 || content_bytes > RECORD_BYTES_LIMIT)
        throw damaged(name, number, `states a length of ${content_bytes} bytes`);
      if (at_byte + 8 + content_bytes > file_bytes)
        throw damaged(name, number, `of ${content_bytes} bytes reaches beyond the end the file states`);
      const content = await reader.take(content_bytes);
      if (content.length < content_bytes)
        throw truncated(name, number, at_byte + 8 + content.length, file_bytes);
      at_byte += 8 + content_bytes;
      yield { number, ...recordGeometry(name, number, content) };
    }
    if ((await reader.take(1)).length > 0)
      throw new FileRefused(
        'damaged',
        `${name} goes on after the ${file_bytes} bytes its header states; rows might be lost. Save it anew.`,
      );
  } finally {
    await reader.close();
  }
}

function recordGeometry(name: string, number: number, content: Buffer): ReadShape {
  const type = content.readInt32LE(0);
  const kind = SHAPE_KINDS[type];
  if (kind === undefined) throw damaged(name, number, `has the unknown shape type ${type}`);
  if (kind === 'null') return empty('The record is a null shape.');
  if (kind === 'point') {
    if (content.length < 20) throw damaged(name, number, 'is too short for a point');
    return whole({ type: 'Point', coordinates: position(content, 4) });
  }
  if (kind === 'multipoint') return multiPoint(name, number, content);

  if (content.length < 44) throw damaged(name, number, 'is too short for its kind');
  const part_count = content.readInt32LE(36);
  const point_count = content.readInt32LE(40);
  if (part_count < 0 || point_count < 0 || 44 + part_count * 4 + point_count * 16 > content.length)
    throw damaged(name, number, `states ${part_count} parts and ${point_count} points, more than it holds`);
  const what = kind === 'line' ? 'polyline' : 'polygon';
  if (point_count === 0 || part_count === 0) return empty(`The record is a ${what} with no points.`);
  const parts = partsOf(name, number, content, part_count, point_count);
  return kind === 'line' ? lineGeometry(parts) : polygonGeometry(parts);
}

function multiPoint(name: string, number: number, content: Buffer): ReadShape {
  if (content.length < 40) throw damaged(name, number, 'is too short for its kind');
  const count = content.readInt32LE(36);
  if (count < 0 || 40 + count * 16 > content.length)
    throw damaged(name, number, `states ${count} points, more than it holds`);
  if (count === 0) return empty('The record is a multipoint with no points.');
  const coordinates = Array.from({ length: count }, (_, i) => position(content, 40 + i * 16));
  return whole({ type: 'MultiPoint', coordinates });
}

function partsOf(name: string, number: number, content: Buffer, part_count: number, point_count: number) {
  const first_point = 44 + part_count * 4;
  const parts: Position[][] = [];
  for (let part = 0; part < part_count; part++) {
    const from = content.readInt32LE(44 + part * 4);
    const to = part + 1 < part_count ? content.readInt32LE(48 + part * 4) : point_count;
    if (from < 0 || to < from || to > point_count)
      throw damaged(name, number, `has a part from point ${from} to ${to} of ${point_count}`);
    parts.push(Array.from({ length: to - from }, (_, i) => position(content, first_point + (from + i) * 16)));
  }
  return parts;
}

const position = (content: Buffer, at: number): Position => [
  content.readDoubleLE(at),
  content.readDoubleLE(at + 8),
];

function lineGeometry(parts: Position[][]): ReadShape {
  const lines = parts.filter((line) => line.length >= 2);
  if (lines.length < parts.length)
    return empty('The record is a polyline with a part of fewer than two points.');
  if (lines.length === 1) return whole({ type: 'LineString', coordinates: lines[0]! });
  return whole({ type: 'MultiLineString', coordinates: lines });
}

/**
 * Outer rings run clockwise in a shapefile, holes the other way; a hole belongs to the smallest outer ring
 * around it. A hole no ring surrounds was wound the wrong way and becomes a polygon of its own. Rings are
 * handed on in the order of RFC 7946.
 */
function polygonGeometry(rings: Position[][]): ReadShape {
  let repair: string | null = null;
  for (const ring of rings) {
    const first = ring[0];
    const last = ring.at(-1);
    if (first !== undefined && (first[0] !== last![0] || first[1] !== last![1])) {
      repair = `A ring ended at [${last!.join(', ')}] and not where it began, [${first.join(', ')}]; it was closed.`;
      ring.push([...first]);
    }
    if (ring.length < 4) return empty('The record is a polygon with a ring of fewer than four points.');
  }
  const outers = rings.filter((ring) => signedArea(ring) <= 0).map((ring) => [ring]);
  const sized = outers.map((polygon) => ({ polygon, area: -signedArea(polygon[0]!) }));
  sized.sort((a, b) => a.area - b.area);
  for (const hole of rings.filter((ring) => signedArea(ring) > 0)) {
    const area = signedArea(hole);
    const around = sized.find((outer) => outer.area >= area && surrounds(outer.polygon[0]!, hole));
    if (around === undefined) outers.push([[...hole].reverse()]);
    else around.polygon.push(hole);
  }
  for (const polygon of outers) for (const ring of polygon) ring.reverse();
  if (outers.length === 1) return { ...whole({ type: 'Polygon', coordinates: outers[0]! }), repair };
  return { ...whole({ type: 'MultiPolygon', coordinates: outers }), repair };
}

/** Whether most of a hole's vertices lie inside a ring; single ones may touch it. */
function surrounds(ring: readonly Position[], hole: readonly Position[]): boolean {
  let inside = 0;
  const step = Math.max(1, Math.floor(hole.length / 16));
  let tried = 0;
  for (let i = 0; i < hole.length; i += step) {
    tried += 1;
    if (contains(ring, hole[i]!)) inside += 1;
  }
  return inside * 2 > tried;
}

function contains(ring: readonly Position[], [x, y]: Position): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i] as [number, number];
    const [bx, by] = ring[j] as [number, number];
    if (ay > y! !== by > y! && x! < ((bx - ax) * (y! - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}

const damaged = (name: string, number: number, what: string) =>
  new FileRefused('damaged', `${name}: record ${number} ${what}.`, String(number));

const truncated = (name: string, number: number, found: number, stated: number) =>
  new FileRefused(
    'truncated',
    `${name} ends inside record ${number}: ${found} of ${stated} bytes are there.`,
    String(number),
  );
