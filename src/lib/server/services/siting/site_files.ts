import { join } from 'node:path';
import { fixed3, fixed7, fixed9, type CsvValue } from '../../../contract/csv.ts';
import { lowerArc } from '../../../domain/coverage/stops.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import { writeCsv, writeJson } from '../files/write_file.ts';
import type { SiteProposal, Ways } from './site_proposal.ts';
import { SITE_STATES, type SiteState } from './site_plan.ts';

export interface SiteSummary {
  kind: string;
  vehicle: string;
  cutoff_s: number;
  /** What natural water was judged for. */
  season: WaterSeason;
  rule_set: { code: string; version: string };
  aim: SiteProposal['aim'];
  weigh: SiteProposal['weigh'];
  /** The least mean or worst way to the nearest; null where cover was asked for. `mean` and `worst` in metres or seconds. */
  way: { kind: string; before: Ways; after: Ways } | null;
  /** As `solve`: weight gained (with backup, that of second cover too), or the number of sites. */
  objective: number;
  bound: number;
  gap: number;
  proven: boolean;
  /** Candidate ids in the order in which to build them. */
  chosen: string[];
  seconds: number;
  greedy: { objective: number; seconds: number } | null;
  /** Buildings of the area by how they stand now. */
  buildings: Record<SiteState, number>;
  total_weight: number;
  served_weight: number;
  gain_buildings: number;
  gain_weight: number;
  /** Null where the people of any of them are not known. */
  gain_people: number | null;
  /** Buildings never measured before that are served beyond doubt now. */
  made_sure: number;
  /** Short buildings no allowed candidate serves: ids in demand.csv with servable 0. */
  unservable: number;
  /** Of these, those that ask for more than one hydrant gives, and those that the chosen serve together. */
  needs_several: number;
  served_together: number;
  /** Chosen sites with something to be known about their place: notes in sites.csv. */
  noted: number;
  /** Share of all weight served, before and after. */
  share_before: number | null;
  share_after: number | null;
  /** Gain in weight of 1, 2, … sites. */
  budget: { sites: number; gain: number }[];
  candidates: number;
  looked_at: number;
  thinned: number;
  pairs: number;
  check: { agrees: boolean; served_before: number; served_after: number; differing: string[] };
}

/** What is known about a place besides: see SiteCandidate; notes are separated by semicolons. */
const PLACE_COLUMNS = ['wall_m', 'main_id', 'main_m', 'notes'];
const SITE_COLUMNS = [
  'rank',
  'kind',
  'lon',
  'lat',
  'street',
  'arc_id',
  'fraction',
  'gain_buildings',
  'gain_people',
  'candidate_id',
  'gain_weight',
  ...PLACE_COLUMNS,
];
const CANDIDATE_COLUMNS = [
  'candidate_id',
  'lon',
  'lat',
  'street',
  'arc_id',
  'fraction',
  'buildings',
  'weight',
  'rank',
  ...PLACE_COLUMNS,
];
const PAIR_COLUMNS = ['demand_id', 'candidate_id', 'cost'];
const DEMAND_COLUMNS = [
  'demand_id',
  'lon',
  'lat',
  'area_id',
  'weight',
  'weight_source',
  'servable',
  'rank',
  'cost',
  'needs_several',
  'served_together',
  'standing',
  'risk_factor',
  'risks',
];

/** Ids of candidates count from 1 in the order of the plan: they hold for the same data, area and options. */
export const candidateId = (candidate: number) => String(candidate + 1);

/** Writes sites.csv, candidates.csv, pairs.csv, demand.csv and result.json; gives what result.json holds. */
export async function writeSiteFiles(proposal: SiteProposal, folder: string | null): Promise<SiteSummary> {
  const summary = siteSummary(proposal);
  if (folder !== null) {
    await writeCsv(join(folder, 'sites.csv'), SITE_COLUMNS, siteRows(proposal));
    await writeCsv(join(folder, 'candidates.csv'), CANDIDATE_COLUMNS, candidateRows(proposal));
    await writeCsv(join(folder, 'pairs.csv'), PAIR_COLUMNS, pairRows(proposal));
    await writeCsv(join(folder, 'demand.csv'), DEMAND_COLUMNS, demandRows(proposal));
    await writeJson(join(folder, 'result.json'), summary);
  }
  return summary;
}

function siteSummary(proposal: SiteProposal): SiteSummary {
  const { plan, answer, ranked, matrix, total_weight, served_weight, check } = proposal;
  const { run } = plan;
  const id = (building: number) => String(run.town.buildings[building].id);
  const gain_weight = ranked.reduce((sum, { gain }) => sum + gain, 0);
  const gained = ranked.flatMap(({ first_served }) => first_served);
  const share = (weight: number) => (total_weight === 0 ? null : weight / total_weight);
  return {
    kind: plan.kind,
    vehicle: run.options.vehicle,
    cutoff_s: run.options.cutoff_s,
    season: run.options.season ?? 'wet',
    rule_set: { code: run.town.rules.code, version: run.town.rules.version },
    aim: proposal.aim,
    weigh: proposal.weigh,
    way: proposal.way && {
      kind: proposal.way.kind,
      before: proposal.way.before,
      after: proposal.way.after,
    },
    objective: answer?.objective ?? 0,
    bound: answer?.bound ?? 0,
    gap: answer?.gap ?? 0,
    proven: answer?.proven ?? true,
    chosen: ranked.map(({ site }) => candidateId(site)),
    seconds: answer?.seconds ?? 0,
    greedy: answer?.greedy ?? null,
    buildings: Object.fromEntries(
      SITE_STATES.map((state) => [state, plan.state.filter((each) => each === state).length]),
    ) as Record<SiteState, number>,
    total_weight,
    served_weight,
    gain_buildings: gained.length,
    gain_weight,
    gain_people: peopleOf(proposal, gained),
    made_sure: proposal.made_sure.length,
    unservable: proposal.unservable.length,
    needs_several: plan.needs_several.length,
    served_together: proposal.together.length,
    noted: ranked.filter(({ site }) => plan.candidates[site].notes.length > 0).length,
    share_before: share(served_weight),
    share_after: share(servedAfter(proposal, served_weight + gain_weight)),
    budget: proposal.budget.map((gain, k) => ({ sites: k + 1, gain })),
    candidates: plan.candidates.length,
    looked_at: plan.looked_at,
    thinned: plan.thinned,
    pairs: matrix.site.length,
    check: { ...check, differing: check.differing.map(id) },
  };
}

/** Weight within the limit with everything built. */
function servedAfter({ way, plan, matrix }: SiteProposal, covered: number): number {
  if (way === null) return covered;
  return matrix.weight.reduce((sum, weight, d) => sum + (way.cost[d] <= plan.limit ? weight : 0), 0);
}

/** People of some demand; null where those of any of it are not known. */
function peopleOf({ plan: { run, short } }: SiteProposal, demand: readonly number[]): number | null {
  let people = 0;
  for (const d of demand) {
    if (run.weight_source[short[d]] === 'count') return null;
    people += run.weight[short[d]];
  }
  return people;
}

function placeOf({ plan: { candidates, run } }: SiteProposal, candidate: number): CsvValue[] {
  const { drive, town } = run;
  const { lon_deg, lat_deg, edge, t } = candidates[candidate];
  const arc = lowerArc(drive, edge);
  return [
    fixed7(lon_deg),
    fixed7(lat_deg),
    town.street_labels[drive.edge_street[edge]].name,
    arc,
    fixed9(drive.arc_edge[arc] & 1 ? 1 - t : t),
  ];
}

function placeNotes({ plan: { candidates } }: SiteProposal, candidate: number): CsvValue[] {
  const { wall_m, main_id, main_m, notes } = candidates[candidate];
  return [
    wall_m === null ? null : fixed3(wall_m),
    main_id,
    main_m === null ? null : fixed3(main_m),
    notes.join(';'),
  ];
}

function* siteRows(proposal: SiteProposal): Generator<CsvValue[]> {
  for (const [k, { site, gain, first_served }] of proposal.ranked.entries()) {
    const people = peopleOf(proposal, first_served);
    yield [
      k + 1,
      proposal.plan.kind,
      ...placeOf(proposal, site),
      first_served.length,
      people === null ? null : fixed3(people),
      candidateId(site),
      fixed3(gain),
      ...placeNotes(proposal, site),
    ];
  }
}

function* candidateRows(proposal: SiteProposal): Generator<CsvValue[]> {
  const { matrix, plan, ranked } = proposal;
  const buildings = new Uint32Array(plan.candidates.length);
  const weight = new Float64Array(plan.candidates.length);
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      buildings[matrix.site[pair]]++;
      weight[matrix.site[pair]] += matrix.weight[demand];
    }
  }
  const rank = new Map(ranked.map(({ site }, k) => [site, k + 1]));
  for (let candidate = 0; candidate < plan.candidates.length; candidate++) {
    yield [
      candidateId(candidate),
      ...placeOf(proposal, candidate),
      buildings[candidate],
      fixed3(weight[candidate]),
      rank.get(candidate) ?? null,
      ...placeNotes(proposal, candidate),
    ];
  }
}

function* pairRows({ matrix, plan: { run, short } }: SiteProposal): Generator<CsvValue[]> {
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    const { id } = run.town.buildings[short[demand]];
    for (let pair = matrix.first[demand]; pair < matrix.first[demand + 1]; pair++) {
      yield [id, candidateId(matrix.site[pair]), fixed3(matrix.cost[pair])];
    }
  }
}

/** One row a short building: the first ranked site that serves it, and at what cost. */
function* demandRows({
  matrix,
  plan: { run, short, needs_several, nearest },
  ranked,
  unservable,
  together,
  risks,
}: SiteProposal): Generator<CsvValue[]> {
  const left_out = new Set(unservable);
  const several = new Set(needs_several);
  const joined = new Set(together);
  const served_by = new Map(
    ranked.flatMap(({ first_served }, k) => first_served.map((d) => [d, k] as const)),
  );
  for (let demand = 0; demand < matrix.demand_count; demand++) {
    const building = short[demand];
    const { id, lon_deg, lat_deg, area_id } = run.town.buildings[building];
    const rank = served_by.get(demand);
    const pair =
      rank === undefined
        ? null
        : matrix.first[demand] +
          matrix.site.subarray(matrix.first[demand], matrix.first[demand + 1]).indexOf(ranked[rank].site);
    yield [
      id,
      fixed7(lon_deg),
      fixed7(lat_deg),
      area_id,
      fixed3(matrix.weight[demand]),
      run.weight_source[building],
      left_out.has(demand) ? 0 : 1,
      rank === undefined ? null : rank + 1,
      pair === null ? null : fixed3(matrix.cost[pair]),
      several.has(demand) ? 1 : 0,
      joined.has(demand) ? 1 : 0,
      nearest === null || nearest.standing[demand] === Infinity ? null : fixed3(nearest.standing[demand]),
      risks === null ? null : fixed3(risks[building].factor),
      risks === null ? null : risks[building].risks.map(({ risk, factor }) => `${risk} ${factor}`).join(';'),
    ];
  }
}
