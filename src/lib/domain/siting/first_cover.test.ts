import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coveredWeight, firstCover } from './first_cover.ts';
import { MaxCover } from './max_cover.ts';
import { coverOf, weightedRows } from './weighted_cover.ts';
import { servedBy } from './facility_check.ts';
import type { FacilityMatrix } from './facility_matrix.ts';

const RADIUS = 5;

/** Few costs and many demand points, so that many have the same sites. */
const matrices: fc.Arbitrary<FacilityMatrix> = fc
  .array(
    fc.record({
      weight: fc.integer({ min: 0, max: 4 }),
      costs: fc.array(fc.constantFrom(1, RADIUS, 6, null), { minLength: 6, maxLength: 6 }),
    }),
    { maxLength: 60 },
  )
  .map((demand) => {
    const pairs = demand.map(({ costs }) =>
      costs.flatMap((cost, site) => (cost === null ? [] : [{ site, cost }])),
    );
    const first = new Uint32Array(demand.length + 1);
    pairs.forEach((own, d) => (first[d + 1] = first[d] + own.length));
    return {
      demand_count: demand.length,
      site_count: 6,
      first,
      site: Uint32Array.from(pairs.flat(), ({ site }) => site),
      cost: Float64Array.from(pairs.flat(), ({ cost }) => cost),
      weight: Float64Array.from(demand, ({ weight }) => weight),
    };
  });

it('makes one row of demand with equal sites, and keeps all weight', () => {
  fc.assert(
    fc.property(matrices, (matrix) => {
      const weight_of = new Map<string, number>();
      let uncoverable = 0;
      for (let d = 0; d < matrix.demand_count; d++) {
        const own: number[] = [];
        for (let p = matrix.first[d]; p < matrix.first[d + 1]; p++) {
          if (matrix.cost[p] <= RADIUS) own.push(matrix.site[p]);
        }
        if (matrix.weight[d] === 0) continue;
        if (own.length === 0) uncoverable += matrix.weight[d];
        else weight_of.set(own.join(), (weight_of.get(own.join()) ?? 0) + matrix.weight[d]);
      }
      const rows = weightedRows(matrix, RADIUS);
      const found = Array.from(rows.row_weight, (weight, row): [string, number] => [
        rows.row_column.subarray(rows.row_first[row], rows.row_first[row + 1]).join(),
        weight,
      ]);
      expect(found).toEqual([...weight_of]);
      expect(rows.uncoverable_weight).toBe(uncoverable);
    }),
  );
});

it('chooses what greedy chooses on the turned matrix, forced and forbidden sites minded', () => {
  const rule = fc.array(fc.constantFrom(0, 0, 0, 1, -1), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(matrices, rule, fc.integer({ min: 0, max: 6 }), (matrix, rule, count) => {
      const where = (wanted: number) =>
        Uint32Array.from(rule.flatMap((each, site) => (each === wanted ? [site] : [])));
      const rules = { forced: where(1), forbidden: where(-1) };
      const options = { sites: Math.max(count, rules.forced.length), rules, backup_share: 0 };
      const rows = weightedRows(matrix, RADIUS);
      const greedy = new MaxCover(coverOf(rows), options).greedy();
      expect(firstCover(rows, options)).toEqual({ chosen: greedy.chosen(), value: greedy.value });
    }),
  );
});

it('counts the weight a choice covers, and looks at every so manieth demand only where asked', () => {
  fc.assert(
    fc.property(matrices, fc.uniqueArray(fc.integer({ min: 0, max: 5 })), (matrix, chosen) => {
      expect(coveredWeight(matrix, RADIUS, chosen)).toBe(servedBy(matrix, chosen, RADIUS).covered);
      const third = weightedRows(matrix, RADIUS, 3);
      const sampled = matrix.weight.filter((_, demand) => demand % 3 === 0);
      const all = third.row_weight.reduce((sum, weight) => sum + weight, third.uncoverable_weight);
      expect(all).toBe(sampled.reduce((sum, weight) => sum + weight, 0));
    }),
  );
});
