import { PbfReader } from 'pbf';

/**
 * Integer geometry as a tile needs it: parts of flat x,y pairs. Points have one part that holds all of
 * them; lines one part a line; polygons one part a ring, closed, `outer[i]` telling shells from holes (each hole
 * follows its shell).
 */
export interface TileGeometry {
  kind: 'point' | 'line' | 'polygon';
  parts: number[][];
  /** One entry a part; only of meaning for polygons. */
  outer: boolean[];
}

const KIND = [null, 'point', 'line', 'polygon', 'point', 'line', 'polygon'] as const;
const MULTI_OFFSET = 3;
const COLLECTION = 7;

const HAS_BBOX = 1;
const HAS_IDS = 4;
const HAS_EXTENDED_PRECISION = 8;
const IS_EMPTY = 16;
const HAS_SIZE = 2;

/**
 * Reads `count` geometries that were written one after another with st_astwkb(geom, 0). An empty geometry, or a
 * collection without lines or polygons, is null. Throws RangeError on a type or precision that tiles never hold.
 *
 * Source: the Tiny Well-known Binary specification of PostGIS (delta-coded, zigzag varints).
 */
export function decodeTwkbSequence(bytes: Uint8Array, count: number): (TileGeometry | null)[] {
  const reader = new PbfReader(bytes);
  const geometries: (TileGeometry | null)[] = [];
  for (let i = 0; i < count; i++) geometries.push(readGeometry(reader));
  if (reader.pos !== bytes.length) {
    throw new RangeError(`twkb: ${count} geometries end at byte ${reader.pos} of ${bytes.length}`);
  }
  return geometries;
}

function readGeometry(reader: PbfReader): TileGeometry | null {
  const type_and_precision = reader.buf[reader.pos++]!;
  const metadata = reader.buf[reader.pos++]!;
  const type = type_and_precision & 15;
  const precision = type_and_precision >> 4;
  if (precision !== 0) throw new RangeError(`twkb: expected precision 0, got zigzag ${precision}`);

  let dimensions = 2;
  if (metadata & HAS_EXTENDED_PRECISION) {
    const extended = reader.buf[reader.pos++]!;
    dimensions += (extended & 1) + ((extended >> 1) & 1);
  }
  if (metadata & HAS_SIZE) reader.readVarint();
  if (metadata & IS_EMPTY) return null;
  if (metadata & HAS_BBOX) for (let i = 0; i < dimensions * 2; i++) reader.readSVarint();

  if (type === COLLECTION) return readCollection(reader, metadata);
  const kind = KIND[type];
  if (!kind) throw new RangeError(`twkb: expected a geometry type of 1 to 7, got ${type}`);

  const geometry: TileGeometry = { kind, parts: [], outer: [] };
  const at = new Array<number>(dimensions).fill(0);
  const members = type > MULTI_OFFSET ? readCount(reader, metadata) : 1;
  if (kind === 'point') {
    addPart(geometry, readPoints(reader, members, at), true);
  } else {
    for (let member = 0; member < members; member++) {
      const rings = kind === 'polygon' ? reader.readVarint() : 1;
      for (let ring = 0; ring < rings; ring++) {
        addPart(geometry, readPoints(reader, reader.readVarint(), at), ring === 0);
      }
    }
  }
  return geometry.parts.length > 0 ? geometry : null;
}

/** The members of the highest dimension, which is what a clipped area or line was meant to be. */
function readCollection(reader: PbfReader, metadata: number): TileGeometry | null {
  const members = readCount(reader, metadata);
  const found: TileGeometry[] = [];
  for (let i = 0; i < members; i++) {
    const member = readGeometry(reader);
    if (member) found.push(member);
  }
  for (const kind of ['polygon', 'line', 'point'] as const) {
    const same = found.filter((member) => member.kind === kind);
    if (same.length > 0) {
      return {
        kind,
        parts: same.flatMap(({ parts }) => parts),
        outer: same.flatMap(({ outer }) => outer),
      };
    }
  }
  return null;
}

function readCount(reader: PbfReader, metadata: number): number {
  const count = reader.readVarint();
  if (metadata & HAS_IDS) for (let i = 0; i < count; i++) reader.readSVarint();
  return count;
}

/** `at` carries the last point on: deltas run through a whole geometry, over the borders of its parts. */
function readPoints(reader: PbfReader, count: number, at: number[]): number[] {
  const points: number[] = [];
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < at.length; d++) at[d]! += reader.readSVarint();
    points.push(at[0]!, at[1]!);
  }
  return points;
}

function addPart(geometry: TileGeometry, points: number[], outer: boolean): void {
  if (points.length === 0) return;
  geometry.parts.push(points);
  geometry.outer.push(outer);
}
