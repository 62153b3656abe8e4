import { expect, test } from 'vitest';
import { weights, type Dwelling } from './weights.ts';

const house = (changes: Partial<Dwelling>): Dwelling => ({
  use: null,
  floors: null,
  people: null,
  footprint_m2: 100,
  populated_area_id: 1,
  ...changes,
});

test('recorded people stand; the rest of the area is shared by floor area over homes', () => {
  const { weight, source } = weights(
    [
      house({ people: 40 }),
      house({ floors: 3 }),
      house({ footprint_m2: 300 }),
      house({ use: 'garage' }),
      house({ populated_area_id: null }),
    ],
    [{ id: 1, populated_parent_id: null, population: 100 }],
  );
  expect(Array.from(weight)).toEqual([40, 30, 30, 0, 1]);
  expect(source).toEqual(['recorded', 'shared', 'shared', 'shared', 'count']);
});

test('people of a village are not shared out again over its town', () => {
  const { weight } = weights(
    [house({ populated_area_id: 2 }), house({ populated_area_id: 1 })],
    [
      { id: 1, populated_parent_id: null, population: 1000 },
      { id: 2, populated_parent_id: 1, population: 900 },
    ],
  );
  expect(Array.from(weight)).toEqual([900, 100]);
});

test('more people recorded than the area has leaves none to share, never fewer', () => {
  const { weight } = weights(
    [house({ people: 150 }), house({})],
    [{ id: 1, populated_parent_id: null, population: 100 }],
  );
  expect(Array.from(weight)).toEqual([150, 0]);
});
