import { expect, it } from 'vitest';
import { arrivalBands } from './arrival_bands.ts';
import { PALETTES } from './palette.ts';

it.each([
  [300, [60, 180, 300]],
  [240, [60, 180, 240]],
  [180, [60, 180]],
  [45, [45]],
  [900, [60, 180, 300, 900]],
])('a cutoff of %i s ends bands at %j', (cutoff_s, until_s) => {
  const bands = arrivalBands([60, 180, 300], cutoff_s, PALETTES.light);
  expect(bands.map((band) => band.until_s)).toEqual(until_s);
  const widths = bands.map(({ width }) => width);
  expect(widths).toEqual([...widths].sort((a, b) => b - a));
  expect(new Set(bands.map(({ colour }) => colour)).size).toBe(bands.length);
});
