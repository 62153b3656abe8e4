import type { SitingGain } from '../../../contract/api_siting.ts';
import { gainAt } from '../../../domain/siting/gain_at.ts';
import type { SiteProposal } from './site_proposal.ts';
import { candidateId } from './site_files.ts';

/** What a place would do beside what is proposed, or why nothing can stand there. */
export function siteGain(
  { plan, matrix, measure, rules, ranked }: SiteProposal,
  at_deg: readonly [lon_deg: number, lat_deg: number],
): SitingGain {
  const { points, run, short, candidates } = plan;
  const chosen = ranked.map(({ site }) => site);
  const { looked_at, candidate } = gainAt({ points, matrix, measure, rules }, chosen, at_deg);
  if (!candidate) {
    return { kind: 'none', reason: looked_at?.state ?? 'no-street', away_m: looked_at?.distance_m ?? null };
  }
  const { serves, least, instead, gain_after } = candidate;
  const rankOf = (site: number) => chosen.indexOf(site) + 1;
  const own = rankOf(candidate.candidate) || null;
  const first_rank = new Map(
    ranked.flatMap(({ first_served }, k) => first_served.map((demand) => [demand, k + 1] as const)),
  );
  const already = new Map<number, number>();
  for (const demand of serves) {
    const rank = first_rank.get(demand);
    if (rank !== undefined && rank !== own) already.set(rank, (already.get(rank) ?? 0) + 1);
  }
  const gained = serves.filter((demand) => [undefined, own].includes(first_rank.get(demand)));
  const counted = gained.some((demand) => run.weight_source[short[demand]] === 'count');
  const { edge } = candidates[candidate.candidate];
  return {
    kind: 'place',
    candidate_id: candidateId(candidate.candidate),
    lon_deg: candidate.lon_deg,
    lat_deg: candidate.lat_deg,
    street: run.town.street_labels[run.drive.edge_street[edge]].name,
    away_m: candidate.distance_m,
    nearer: looked_at && looked_at.state !== 'candidate' ? looked_at.state : null,
    rank: own,
    forbidden: candidate.forbidden,
    serves_buildings: serves.length,
    served_already: [...already]
      .map(([rank, buildings]) => ({ rank, buildings }))
      .sort((a, b) => b.buildings - a.buildings || a.rank - b.rank),
    gain_buildings: gained.length,
    gain_people: counted ? null : gained.reduce((sum, demand) => sum + run.weight[short[demand]], 0),
    gain: gain_after,
    least: least && { rank: rankOf(least.site), gain: least.gain },
    instead: instead && { rank: rankOf(instead.site), change: instead.change },
  };
}
