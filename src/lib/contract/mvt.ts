import { PbfWriter } from 'pbf';
import type { TileGeometry } from './twkb.ts';

/** Tile units along one side, and the margin kept around it so that outlines don't show at tile borders. */
export const TILE_EXTENT = 4096;
export const TILE_BUFFER = 64;

export type TileValue = string | number | boolean | null;

/** One layer as columns: row i of `id`, `geometry` and every column belong together. Null values are left out. */
export interface TileLayerData {
  name: string;
  id: readonly number[];
  geometry: readonly (TileGeometry | null)[];
  columns: Readonly<Record<string, readonly TileValue[]>>;
}

const GEOMETRY_TYPE: Record<TileGeometry['kind'], number> = { point: 1, line: 2, polygon: 3 };
const MOVE_TO = 1;
const LINE_TO = 2;
const CLOSE_PATH = 7;

/**
 * Mapbox Vector Tile 2.1. Coordinates are tile units, x right and y down. Rings are turned the way the
 * specification asks (shells of positive area); parts that rounding collapsed are dropped, and features left
 * with nothing too.
 */
export function encodeMvt(layers: readonly TileLayerData[]): Uint8Array {
  const tile = new PbfWriter();
  for (const layer of layers) tile.writeMessage(3, writeLayer, layer);
  return tile.finish();
}

function writeLayer(layer: TileLayerData, out: PbfWriter): void {
  const keys = Object.keys(layer.columns);
  const value_index = new Map<string | number | boolean, number>();
  out.writeVarintField(15, 2);
  out.writeStringField(1, layer.name);
  for (let i = 0; i < layer.id.length; i++) {
    const geometry = layer.geometry[i];
    const commands = geometry ? geometryCommands(geometry) : [];
    if (!geometry || commands.length === 0) continue;
    const tags: number[] = [];
    keys.forEach((key, k) => {
      const value = layer.columns[key]![i];
      if (value === null || value === undefined) return;
      if (!value_index.has(value)) value_index.set(value, value_index.size);
      tags.push(k, value_index.get(value)!);
    });
    out.writeMessage(2, writeFeature, { id: layer.id[i]!, tags, geometry, commands });
  }
  for (const key of keys) out.writeStringField(3, key);
  for (const value of value_index.keys()) out.writeMessage(4, writeValue, value);
  out.writeVarintField(5, TILE_EXTENT);
}

function writeFeature(
  feature: { id: number; tags: number[]; geometry: TileGeometry; commands: number[] },
  out: PbfWriter,
): void {
  out.writeVarintField(1, feature.id);
  out.writePackedVarint(2, feature.tags);
  out.writeVarintField(3, GEOMETRY_TYPE[feature.geometry.kind]);
  out.writePackedVarint(4, feature.commands);
}

function writeValue(value: string | number | boolean, out: PbfWriter): void {
  if (typeof value === 'string') out.writeStringField(1, value);
  else if (typeof value === 'boolean') out.writeBooleanField(7, value);
  else if (Number.isSafeInteger(value)) out.writeSVarintField(6, value);
  else out.writeDoubleField(3, value);
}

function geometryCommands(geometry: TileGeometry): number[] {
  const pen = { x: 0, y: 0, commands: [] as number[] };
  if (geometry.kind === 'point') {
    const points = geometry.parts.flat();
    pen.commands.push(command(MOVE_TO, points.length / 2));
    draw(pen, points, 0, points.length / 2);
    return pen.commands;
  }
  let shell_kept = false;
  geometry.parts.forEach((part, i) => {
    if (geometry.kind === 'line') {
      drawPath(pen, withoutRepeats(part), false);
      return;
    }
    const outer = geometry.outer[i]!;
    if (!outer && !shell_kept) return;
    const ring = openRing(part, outer);
    if (outer) shell_kept = ring !== null;
    if (ring) drawPath(pen, ring, true);
  });
  return pen.commands;
}

interface Pen {
  x: number;
  y: number;
  commands: number[];
}

const command = (id: number, count: number) => id | (count << 3);
const zigzag = (n: number) => (n << 1) ^ (n >> 31);

function drawPath(pen: Pen, points: readonly number[], closed: boolean): void {
  const count = points.length / 2;
  if (count < 2) return;
  pen.commands.push(command(MOVE_TO, 1));
  draw(pen, points, 0, 1);
  pen.commands.push(command(LINE_TO, count - 1));
  draw(pen, points, 1, count);
  if (closed) pen.commands.push(command(CLOSE_PATH, 1));
}

function draw(pen: Pen, points: readonly number[], from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const x = points[2 * i]!;
    const y = points[2 * i + 1]!;
    pen.commands.push(zigzag(x - pen.x) >>> 0, zigzag(y - pen.y) >>> 0);
    pen.x = x;
    pen.y = y;
  }
}

/** The ring without its closing point, shells clockwise on screen, holes the other way; null if it has no area. */
function openRing(part: readonly number[], outer: boolean): number[] | null {
  const ring = withoutRepeats(part);
  const last = ring.length - 2;
  if (last > 0 && ring[0] === ring[last] && ring[1] === ring[last + 1]) ring.length = last;
  if (ring.length < 6) return null;
  const area = doubleArea(ring);
  if (area === 0) return null;
  return area > 0 === outer ? ring : reversed(ring);
}

function doubleArea(ring: readonly number[]): number {
  let sum = 0;
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    sum += ring[j]! * ring[i + 1]! - ring[i]! * ring[j + 1]!;
  }
  return sum;
}

function reversed(ring: readonly number[]): number[] {
  const turned: number[] = [];
  for (let i = ring.length - 2; i >= 0; i -= 2) turned.push(ring[i]!, ring[i + 1]!);
  return turned;
}

function withoutRepeats(part: readonly number[]): number[] {
  const kept: number[] = [];
  for (let i = 0; i < part.length; i += 2) {
    const end = kept.length;
    if (end > 0 && kept[end - 2] === part[i] && kept[end - 1] === part[i + 1]) continue;
    kept.push(part[i]!, part[i + 1]!);
  }
  return kept;
}
