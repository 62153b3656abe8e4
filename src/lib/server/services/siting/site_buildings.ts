import type { SitingBuilding, SitingRows } from '../../../contract/api_siting.ts';
import { BadInput } from '../../../contract/errors.ts';
import type { SiteProposal } from './site_proposal.ts';

/** Demand by place in the plan's short buildings, or buildings that are not short by place in the town. */
type Behind = { demand: readonly number[] } | { buildings: readonly number[] };

const BEHIND: Record<SitingRows, (proposal: SiteProposal, rank: number | null) => Behind> = {
  site({ ranked }, rank) {
    const site = ranked[(rank ?? 0) - 1];
    if (!site) throw new BadInput('no-rank', `rank: expected 1 to ${ranked.length}, got ${rank}`);
    return { demand: site.first_served };
  },
  unservable: ({ unservable }) => ({ demand: [...unservable] }),
  'made-sure': ({ made_sure }) => ({ buildings: made_sure }),
  differing: ({ check }) => ({ buildings: check.differing }),
  short: ({ plan }) => ({ demand: [...plan.short.keys()] }),
};

/**
 * The buildings behind a figure, ascending by id as the town has them.
 *
 * @throws BadInput for a rank that no site has.
 */
export function buildingsBehind(
  proposal: SiteProposal,
  of: SitingRows,
  rank: number | null,
): SitingBuilding[] {
  const behind = BEHIND[of](proposal, rank);
  const { plan, matrix, ranked } = proposal;
  const { run, short } = plan;
  const names = new Map(run.town.areas.map(({ id, name }) => [id, name]));
  const rank_of = new Map(
    ranked.flatMap(({ first_served }, k) => first_served.map((demand) => [demand, k] as const)),
  );
  const row = (building: number, demand: number | null): SitingBuilding => {
    const { id, lon_deg, lat_deg, area_id } = run.town.buildings[building];
    const served_by = demand === null ? undefined : rank_of.get(demand);
    return {
      id,
      lon_deg,
      lat_deg,
      area_id,
      area_name: area_id === null ? null : (names.get(area_id) ?? null),
      people: run.weight_source[building] === 'count' ? null : run.weight[building],
      rank: served_by === undefined ? null : served_by + 1,
      cost: served_by === undefined ? null : costOf(matrix, demand!, ranked[served_by].site),
    };
  };
  return 'demand' in behind
    ? behind.demand.map((demand) => row(short[demand], demand))
    : behind.buildings.map((building) => row(building, null));
}

function costOf({ first, site, cost }: SiteProposal['matrix'], demand: number, wanted: number): number {
  const pair = site.subarray(first[demand], first[demand + 1]).indexOf(wanted);
  return cost[first[demand] + pair];
}
