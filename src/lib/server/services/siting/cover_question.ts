import { BadInput } from '../../../contract/errors.ts';
import type { FacilityMatrix } from '../../../domain/siting/facility_matrix.ts';
import type { SitePlan } from './site_plan.ts';
import type { SiteAim } from './site_proposal.ts';
import type { FacilityProblem } from './solve_facility.ts';

/** Null where the aim is met as things stand, or nothing can be built that serves anybody. */
export function coverQuestion(
  plan: SitePlan,
  matrix: FacilityMatrix,
  aim: SiteAim,
  left_out: Uint32Array,
  { total_weight, served_weight }: { total_weight: number; served_weight: number },
): { matrix: FacilityMatrix; problem: FacilityProblem } | null {
  const { limit } = plan;
  switch (aim.kind) {
    case 'count':
      return matrix.site_count === 0 ? null : { matrix, problem: mclp(plan, aim.sites, aim.backup_share) };
    case 'all': {
      const servable = withoutDemand(matrix, left_out);
      return servable.demand_count === 0
        ? null
        : { matrix: servable, problem: { kind: 'lscp', radius: limit, share: 1 } };
    }
    case 'share': {
      const needed = aim.share * total_weight - served_weight;
      if (needed <= 1e-9 * total_weight) return null;
      const demand_weight = sum(matrix.weight);
      const servable_weight = demand_weight - sum(Array.from(left_out, (demand) => matrix.weight[demand]));
      if (needed > servable_weight * (1 + 1e-9)) {
        const most = (served_weight + servable_weight) / total_weight;
        throw new BadInput(
          'cannot-serve',
          `all sites together bring the share served to ${most.toFixed(4)}, less than ${aim.share}; ` +
            '--cover-all gives the fewest sites for that',
          null,
          null,
          most,
        );
      }
      const share = Math.min(needed, servable_weight) / demand_weight;
      return share >= 1
        ? { matrix, problem: { kind: 'lscp', radius: limit, share: 1 } }
        : { matrix, problem: { kind: 'lscp', radius: limit, share } };
    }
  }
}

/** The matrix without some of its demand, in order. */
export function withoutDemand(matrix: FacilityMatrix, left_out: Uint32Array): FacilityMatrix {
  const gone = new Set(left_out);
  const kept = [...Array(matrix.demand_count).keys()].filter((demand) => !gone.has(demand));
  const first = new Uint32Array(kept.length + 1);
  kept.forEach((demand, k) => (first[k + 1] = first[k] + matrix.first[demand + 1] - matrix.first[demand]));
  const pairs = kept.flatMap((demand) => {
    const from = matrix.first[demand];
    return Array.from({ length: matrix.first[demand + 1] - from }, (_, i) => from + i);
  });
  return {
    demand_count: kept.length,
    site_count: matrix.site_count,
    first,
    site: Uint32Array.from(pairs, (pair) => matrix.site[pair]),
    cost: Float64Array.from(pairs, (pair) => matrix.cost[pair]),
    weight: Float64Array.from(kept, (demand) => matrix.weight[demand]),
  };
}

export const mclp = ({ limit }: SitePlan, sites: number, backup_share: number): FacilityProblem => ({
  kind: 'mclp',
  sites,
  radius: limit,
  backup_share,
});

const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0);
