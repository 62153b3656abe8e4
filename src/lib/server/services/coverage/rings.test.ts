import type { MultiPolygon, Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { metresPerLatDegree, metresPerLonDegree } from '../../../domain/geometry/metric.ts';
import { ringPolygons } from './rings.ts';

const LON = 119.3;
const LAT = 26.1;

/** A polyline from metres east and north of a fixed place. */
const line = (...points_m: [number, number][]) =>
  Float64Array.from(
    points_m.flatMap(([x, y]) => [LON + x / metresPerLonDegree(LAT), LAT + y / metresPerLatDegree(LAT)]),
  );
const ring = async (...lines: Float64Array[]) => (await ringPolygons([lines]))[0];

function ringArea_m2(positions: Position[]): number {
  const scale = metresPerLonDegree(LAT) * metresPerLatDegree(LAT);
  return positions.slice(1).reduce((sum, [x, y], k) => {
    const [px, py] = positions[k];
    return sum + (((px - LON) * (y - LAT) - (x - LON) * (py - LAT)) * scale) / 2;
  }, 0);
}

/** Shells count positive, holes negative: only with the right-hand rule is this the area. */
const area_m2 = (picture: MultiPolygon) =>
  picture.coordinates.flat().reduce((sum, positions) => sum + ringArea_m2(positions), 0);

const STRAIGHT_M2 = (length_m: number) => 2 * 25 * length_m + Math.PI * 25 ** 2;
const within = (share: number, found: number, expected: number) =>
  expect(Math.abs(found / expected - 1)).toBeLessThan(share);

describe('ringPolygons', () => {
  it('draws nothing for nothing', async () => {
    expect(await ringPolygons([[], [new Float64Array(0)]])).toEqual([
      { type: 'MultiPolygon', coordinates: [] },
      { type: 'MultiPolygon', coordinates: [] },
    ]);
  });

  it('gives a straight street 2 r L + pi r^2', async () => {
    within(0.001, area_m2(await ring(line([0, 0], [500, 0]))), STRAIGHT_M2(500));
    within(0.001, area_m2(await ring(line([0, 0], [300, 400]))), STRAIGHT_M2(500));
  });

  it('gives a single point a disc', async () => {
    within(0.005, area_m2(await ring(line([0, 0]))), Math.PI * 25 ** 2);
  });

  it('counts the crossing of two streets once', async () => {
    const crossing = await ring(line([-250, 0], [250, 0]), line([0, -250], [0, 250]));
    expect(crossing.coordinates).toHaveLength(1);
    within(0.001, area_m2(crossing), 2 * STRAIGHT_M2(500) - 50 * 50);
  });

  it('cuts the inside of a block out, winding shells left and holes right', async () => {
    const block = await ring(line([0, 0], [200, 0], [200, 200], [0, 200], [0, 0]));
    const [[shell, hole]] = block.coordinates;
    expect(block.coordinates).toEqual([[shell, hole]]);
    within(0.001, ringArea_m2(hole), -(150 * 150));
    within(0.001, ringArea_m2(shell), 200 * 200 + 4 * 200 * 25 + Math.PI * 25 ** 2);
  });

  it('keeps an island in the hole it lies in, as a polygon of its own', async () => {
    const town = await ring(
      line([0, 0], [400, 0], [400, 400], [0, 400], [0, 0]),
      line([200, 200], [210, 200]),
    );
    expect(town.coordinates.map((polygon) => polygon.length)).toEqual([2, 1]);
  });

  it('keeps streets apart that stand apart, and joins what touches', async () => {
    const apart = await ring(line([0, 0], [100, 0]), line([0, 60], [100, 60]));
    expect(apart.coordinates).toHaveLength(2);
    const joined = await ring(line([0, 0], [100, 0]), line([0, 40], [100, 40]));
    expect(joined.coordinates).toHaveLength(1);
  });

  it('closes rings, writes seven decimals and says the same whatever the order', async () => {
    const lines = Array.from({ length: 60 }, (_, k) => line([k * 37, 0], [k * 29, 300 + k], [k * 31, 500]));
    const picture = await ring(...lines);
    for (const positions of picture.coordinates.flat()) {
      expect(positions[0]).toEqual(positions.at(-1));
      for (const value of positions.flat()) expect(String(value)).toMatch(/^\d+(\.\d{1,7})?$/);
    }
    expect(JSON.stringify(await ring(...lines))).toBe(JSON.stringify(picture));
    within(1e-5, area_m2(await ring(...lines.reverse())), area_m2(picture));
  });

  it('refuses a radius and coordinates that are no numbers', async () => {
    await expect(ringPolygons([[line([0, 0])]], 0)).rejects.toThrow('radius_m is 0');
    await expect(ringPolygons([[Float64Array.of(NaN, 1)]])).rejects.toThrow('vertex NaN, 1');
  });
});
