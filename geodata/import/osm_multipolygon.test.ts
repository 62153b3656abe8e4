import type { Position } from 'geojson';
import { describe, expect, test } from 'vitest';
import { assembleMultipolygon, polygonOf, type MemberLine } from './osm_multipolygon.ts';

/** A node on a 100 x 100 grid: its id tells where it lies. */
const node = (x: number, y: number) => 1 + x + 100 * y;
const line = (...points: [number, number][]): MemberLine => ({
  refs: Float64Array.from(points, ([x, y]) => node(x, y)),
  positions: points.map(([x, y]): Position => [x, y]),
});
const square = (x: number, y: number, side: number) =>
  line([x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]);

function areaOf(ring: Position[]): number {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) twice += ring[i - 1][0] * ring[i][1] - ring[i][0] * ring[i - 1][1];
  return twice / 2;
}

/** Signed ring areas, polygon by polygon. */
function areas(lines: MemberLine[]): number[][] {
  const assembled = assembleMultipolygon(lines);
  if (assembled.kind !== 'area') throw new Error(assembled.kind);
  const { geometry } = assembled;
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return polygons.map((rings) => rings.map(areaOf));
}

describe('assembleMultipolygon', () => {
  test('joins ways of any order and direction into one ring', () => {
    const west = line([0, 0], [0, 5], [0, 9]);
    const north = line([9, 9], [0, 9]);
    const rest = line([0, 0], [9, 0], [9, 9]);
    expect(areas([west, north, rest])).toEqual([[81]]);
  });

  test('winds outlines counter-clockwise and holes clockwise whatever the ways do', () => {
    const clockwise = line([0, 0], [0, 9], [9, 9], [9, 0], [0, 0]);
    expect(areas([clockwise, square(2, 2, 3)])).toEqual([[81, -9]]);
  });

  test('gives a hole to the outline it lies in', () => {
    expect(areas([square(0, 0, 10), square(20, 0, 11), square(22, 2, 3), square(2, 2, 2)])).toEqual([
      [121, -9],
      [100, -4],
    ]);
  });

  test('an island in a lake in an island is an outline again', () => {
    expect(areas([square(0, 0, 20), square(2, 2, 10), square(4, 4, 3)])).toEqual([[400, -100], [9]]);
  });

  test('rings that touch in one node stay two', () => {
    const eight = [line([0, 0], [5, 0], [5, 5]), line([5, 5], [0, 5], [0, 0]), square(5, 5, 4)];
    expect(areas(eight)).toEqual([[25], [16]]);
  });

  test('a hole touching its outline in a node is a hole', () => {
    const outline = [line([0, 0], [9, 0], [9, 9]), line([9, 9], [0, 9], [0, 0])];
    expect(areas([...outline, line([0, 0], [2, 1], [1, 2], [0, 0])])).toEqual([[81, -1.5]]);
  });

  test("a hole all of whose vertices are the outline's own is a hole", () => {
    const outline = line([0, 0], [4, 0], [8, 0], [8, 8], [4, 8], [0, 8], [0, 4], [0, 0]);
    expect(areas([outline, line([4, 0], [4, 8], [0, 4], [4, 0])])).toEqual([[64, -16]]);
  });

  test('names the node where the ways do not close', () => {
    expect(assembleMultipolygon([line([0, 0], [9, 0], [9, 9])])).toEqual({ kind: 'open', node: node(9, 9) });
  });

  test('a line there and back encloses nothing', () => {
    expect(assembleMultipolygon([line([0, 0], [9, 0]), line([9, 0], [0, 0])])).toEqual({ kind: 'empty' });
    expect(assembleMultipolygon([])).toEqual({ kind: 'empty' });
  });
});

test('polygonOf winds counter-clockwise and refuses what encloses nothing', () => {
  const clockwise: Position[] = [
    [0, 0],
    [0, 1],
    [1, 1],
    [0, 0],
  ];
  expect(polygonOf(clockwise)?.coordinates).toEqual([
    [
      [0, 0],
      [1, 1],
      [0, 1],
      [0, 0],
    ],
  ]);
  expect(
    polygonOf([
      [0, 0],
      [1, 1],
      [2, 2],
      [0, 0],
    ]),
  ).toBeNull();
  expect(
    polygonOf([
      [0, 0],
      [1, 1],
      [0, 0],
    ]),
  ).toBeNull();
});
