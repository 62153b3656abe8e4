import { expect, it } from 'vitest';
import { metresPerLatDegree, metresPerLonDegree } from '../../domain/geometry/metric.ts';
import { ringContour } from './ring_contour.ts';

const LAT_DEG = 47;
const at = (x_m: number, y_m: number) => [
  9 + x_m / metresPerLonDegree(LAT_DEG),
  LAT_DEG + y_m / metresPerLatDegree(LAT_DEG),
];
const line = (...points_m: [number, number][]) => Float64Array.from(points_m.flatMap(([x, y]) => at(x, y)));

/** Shoelace over all rings in the local frame, holes counting against. */
function area_m2(rings: number[][][][]): number {
  const ringArea = (ring: number[][]) =>
    ring.reduce((sum, [x1, y1], i) => {
      const [x0, y0] = ring[(i + ring.length - 1) % ring.length];
      return sum + (x0 - 9) * (y1 - LAT_DEG) - (x1 - 9) * (y0 - LAT_DEG);
    }, 0) *
    0.5 *
    metresPerLonDegree(LAT_DEG) *
    metresPerLatDegree(LAT_DEG);
  return rings.flat().reduce((sum, ring) => sum + ringArea(ring), 0);
}

it('draws a capsule of the right size around one street', () => {
  const { coordinates } = ringContour([line([0, 0], [700, 300])], { buffer_m: 25, cell_m: 5 });
  const expected = 50 * Math.hypot(700, 300) + Math.PI * 25 ** 2;
  expect(coordinates).toHaveLength(1);
  expect(Math.abs(area_m2(coordinates)) / expected).toBeCloseTo(1, 2);
});

it('leaves the inside of a block open', () => {
  const block = line([0, 0], [200, 0], [200, 200], [0, 200], [0, 0]);
  const { coordinates } = ringContour([block], { buffer_m: 25, cell_m: 5 });
  expect(coordinates.map((polygon) => polygon.length)).toEqual([2]);
  const expected = 250 ** 2 - 150 ** 2 - (4 - Math.PI) * 25 ** 2;
  expect(Math.abs(area_m2(coordinates)) / expected).toBeCloseTo(1, 2);
});

it('draws a disc around a point and nothing around nothing', () => {
  const { coordinates } = ringContour([line([0, 0])], { buffer_m: 25, cell_m: 2 });
  expect(Math.abs(area_m2(coordinates)) / (Math.PI * 25 ** 2)).toBeCloseTo(1, 1);
  expect(ringContour([], { buffer_m: 25, cell_m: 10 }).coordinates).toEqual([]);
});

it('makes cells larger where the lines spread far, and still closes its rings', () => {
  const far = [line([0, 0], [60, 0]), line([90_000, 60_000], [90_060, 60_000])];
  const { coordinates } = ringContour(far, { buffer_m: 25, cell_m: 10 });
  expect(coordinates).toHaveLength(2);
  for (const ring of coordinates.flat()) expect(ring[0]).toEqual(ring.at(-1));
});
