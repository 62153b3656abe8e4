import { expect, it } from 'vitest';
import { undominatedSites } from './undominated_sites.ts';

/** Demand 0 has people and is served by sites 0 and 1; demand 1 has none and is served by site 2 alone. */
const MATRIX = {
  demand_count: 2,
  site_count: 3,
  first: Uint32Array.of(0, 2, 3),
  site: Uint32Array.of(0, 1, 2),
  cost: Float64Array.of(40, 30, 20),
  weight: Float64Array.of(5, 0),
};
const RULES = { forced: new Uint32Array(), forbidden: new Uint32Array() };

it('keeps the only site of a building without people, and of equal sites the nearer', () => {
  const { matrix, site_ids } = undominatedSites(MATRIX, 100, RULES);
  expect([...site_ids].sort()).toEqual([1, 2]);
  expect([...matrix.weight]).toEqual([5, 0]);
  expect([...matrix.first]).toEqual([0, 1, 2]);
});

it('says nothing for a site out of whose reach everybody is', () => {
  expect([...undominatedSites(MATRIX, 30, RULES).site_ids].sort()).toEqual([1, 2]);
  expect([...undominatedSites(MATRIX, 20, RULES).site_ids]).toEqual([2]);
});
