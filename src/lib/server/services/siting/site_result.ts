import type { ProposedSite, SitingResult } from '../../../contract/api_siting.ts';
import type { SiteProposal } from './site_proposal.ts';
import { candidateId, writeSiteFiles } from './site_files.ts';

/** What the page is told of a proposal; the figures are those of result.json. */
export async function siteResult(proposal: SiteProposal, forced: ReadonlySet<number>): Promise<SitingResult> {
  const summary = await writeSiteFiles(proposal, null);
  const { objective, bound, gap, proven, seconds, gain_buildings, gain_people, gain_weight } = summary;
  const {
    total_weight,
    served_weight,
    made_sure,
    unservable,
    budget,
    way,
    check,
    share_before,
    share_after,
  } = summary;
  return {
    objective,
    bound,
    gap,
    proven,
    seconds,
    sites: proposal.ranked.map((_, k) => siteOf(proposal, k, forced)),
    gain_buildings,
    gain_people,
    gain_weight,
    total_weight,
    served_weight,
    share_before,
    share_after,
    made_sure,
    unservable,
    budget: budget.map(({ gain }) => gain),
    way: way && { before: way.before, after: way.after },
    check: { ...check, differing: check.differing.length },
  };
}

/** The ranked site at a place, from 0. */
function siteOf(
  { plan: { run, candidates, short }, ranked }: SiteProposal,
  k: number,
  forced: ReadonlySet<number>,
): ProposedSite {
  const { site, gain, first_served } = ranked[k];
  const { lon_deg, lat_deg, edge, notes } = candidates[site];
  const counted = first_served.some((demand) => run.weight_source[short[demand]] === 'count');
  const people = first_served.reduce((sum, demand) => sum + run.weight[short[demand]], 0);
  return {
    rank: k + 1,
    candidate_id: candidateId(site),
    lon_deg,
    lat_deg,
    street: run.town.street_labels[run.drive.edge_street[edge]].name,
    gain_buildings: first_served.length,
    gain_people: counted ? null : people,
    gain_weight: gain,
    must: forced.has(site),
    notes,
  };
}
