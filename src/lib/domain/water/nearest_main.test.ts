import { expect, test } from 'vitest';
import { metresPerLatDegree, metresPerLonDegree } from '../geometry/metric.ts';
import { MainIndex, withMains, type Main } from './nearest_main.ts';

const LON = 118;
const LAT = 25;
const at = (x_m: number, y_m: number): [number, number] => [
  LON + x_m / metresPerLonDegree(LAT),
  LAT + y_m / metresPerLatDegree(LAT),
];

const main = (id: number, dead_end: boolean | null, ...line: [number, number][]): Main => ({
  id,
  name: null,
  diameter_mm: 150,
  dead_end,
  coords_deg: Float64Array.from(line.flatMap(([x, y]) => at(x, y))),
});

const hydrant = (x_m: number, y_m: number, dead_end: boolean | null = null) => {
  const [lon_deg, lat_deg] = at(x_m, y_m);
  return { lon_deg, lat_deg, dead_end };
};

const LOOP = main(1, false, [0, 0], [100, 0]);
const BRANCH = main(2, true, [100, 0], [100, 50], [140, 50]);
const UNRECORDED = main(3, null, [0, 100], [100, 100]);
const MAINS = [LOOP, BRANCH, UNRECORDED];

test('a hydrant has the dead end of the main beside it, its own record before that', () => {
  const hydrants = [
    hydrant(50, 9.9),
    hydrant(50, 10.1),
    hydrant(108, 30),
    hydrant(108, 30, false),
    hydrant(50, 100),
    hydrant(130, 45),
  ];
  const found = withMains(hydrants, MAINS, 10);
  expect(found.map(({ dead_end }) => dead_end)).toEqual([false, null, true, false, null, true]);
  expect(found[1]).toBe(hydrants[1]);
});

test('the nearest main counts, of equally near ones the first, whatever it records', () => {
  const index = new MainIndex(MAINS);
  const nearest = (x_m: number, y_m: number) => index.nearest(...at(x_m, y_m), 10)?.id ?? null;
  expect(nearest(94, 5)).toBe(1);
  expect(nearest(97, 5)).toBe(2);
  expect(nearest(100, -3)).toBe(1);
  expect(nearest(50, 50)).toBeNull();
  expect(withMains([hydrant(2, 3)], [main(7, null, [0, 2], [9, 2]), LOOP], 10)[0].dead_end).toBeNull();
});

test('without mains, or without a distance to look in, nothing is told', () => {
  expect(withMains([hydrant(50, 1)], [], 10)[0].dead_end).toBeNull();
  expect(withMains([hydrant(50, 1)], MAINS, 0)[0].dead_end).toBeNull();
  expect(new MainIndex([]).nearest(LON, LAT, 10)).toBeNull();
});
