import { expect, it } from 'vitest';
import { coordinatesIn } from './coordinate_text.ts';

const XIAMEN = [117.9, 24.4, 118.3, 24.9] as const;
const FRANCONIA = [10, 50, 12, 52] as const;

it.each([
  ['24.5,118.1', [[118.1, 24.5]]],
  ['118.1 24.5', [[118.1, 24.5]]],
  [' (118.1， 24.5) ', [[118.1, 24.5]]],
  ['24.5N 118.1E', [[118.1, 24.5]]],
  ['24.5°S, 118.1°W', [[-118.1, -24.5]]],
  ['-33.9/151.2', [[151.2, -33.9]]],
  ['95 100', []],
  ['24.5', []],
  ['119号', []],
  ['12 34 56', []],
])('reads %j', (text, places) => {
  expect(coordinatesIn(text, XIAMEN)).toEqual(places);
});

it('gives both orders where both are possible, the one at the data first', () => {
  expect(coordinatesIn('51 11', FRANCONIA)[0]).toEqual([11, 51]);
  expect(coordinatesIn('11 51', FRANCONIA)).toEqual([
    [11, 51],
    [51, 11],
  ]);
  expect(coordinatesIn('11, 51', null)[0]).toEqual([51, 11]);
  expect(coordinatesIn('7 7', null)).toEqual([[7, 7]]);
});
