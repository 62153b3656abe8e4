import { BadInput } from '../../../contract/errors.ts';
import type {
  SitingBuilding,
  SitingGain,
  SitingPlanned,
  SitingQuestion,
  SitingResult,
  SitingRows,
  SitingStage,
  SitingStanding,
} from '../../../contract/api_siting.ts';
import type { Edit } from '../../../domain/live/edit.ts';
import { townOf, type TownRows } from '../town/load_town.ts';
import { planSites, propose } from './answer_question.ts';
import { areaFilter } from './area_filter.ts';
import { candidatesNear, nearestCandidate } from './candidates_near.ts';
import { peopleKnown } from './propose_sites.ts';
import type { ProposeOptions, SiteAim, SiteProposal } from './site_proposal.ts';
import { buildingsBehind } from './site_buildings.ts';
import { writeSiteFiles } from './site_files.ts';
import { writeSiteGeoJson } from './site_geojson.ts';
import { siteGain } from './site_gain.ts';
import type { SitePlan } from './site_plan.ts';
import { siteResult } from './site_result.ts';
import { USUAL_VEHICLE, usualCutoff_s } from './usual_choice.ts';

/** What a second site in reach is worth beside the first, where second cover is asked for. */
const BACKUP_SHARE = 0.5;
/** Gap that a bound leaves open, against what has been reached. */
const gapOf = (objective: number, bound: number) =>
  objective === bound ? 0 : Math.abs(bound - objective) / Math.max(Math.abs(objective), Number.MIN_VALUE);

/** A town as its rows, and the risk of each of its buildings where that is asked for. */
export interface SiteTown {
  rows: TownRows;
  risks: NonNullable<ProposeOptions['risks']> | null;
}

export interface SiteWorkReports {
  onStage(stage: SitingStage): void;
  onPlanned(planned: SitingPlanned): void;
  onStanding(standing: SitingStanding): void;
  /** Ends the proof; the best so far is the answer. */
  signal: AbortSignal;
}

export interface SiteOutcome {
  result: SitingResult;
  /** The steps of a what-if that build what is proposed, and the question it is looked at with. */
  edits: Edit[];
}

/** One siting question about one town, and what can be asked about its answer afterwards. */
export class SiteWork {
  readonly #question: SitingQuestion;
  #proposal: SiteProposal | null = null;

  constructor(question: SitingQuestion) {
    this.#question = question;
  }

  /** @throws BadInput where the question has no answer. */
  async run(
    { rows, risks }: SiteTown,
    { onStage, onPlanned, onStanding, signal }: SiteWorkReports,
  ): Promise<SiteOutcome> {
    const question = this.#question;
    onStage('planning');
    const town = townOf(rows);
    const vehicle = question.vehicle ?? USUAL_VEHICLE[question.what];
    const cutoff_s = question.cutoff_s ?? usualCutoff_s(question.what, rows.rules);
    if (question.along === 'mains' && town.mains.length === 0) {
      throw new BadInput('no-mains', 'No water main is recorded');
    }
    const plan = planSites(town, question.what, question.minimise, {
      along: question.along,
      vehicle,
      cutoff_s,
      turnout_s: question.turnout_s,
      season: question.season,
      in_area: areaFilter(town.areas, question.area_id),
      progress: () => undefined,
      signal,
    });
    const found = question.must.map((at) => nearestCandidate(plan.candidates, at));
    const forced = [...new Set(found.flatMap((site) => site ?? []))].sort((a, b) => a - b);
    const forbidden = candidatesNear(plan.candidates, question.never).filter(
      (site) => !forced.includes(site),
    );
    onPlanned(
      plannedOf(
        plan,
        question.weigh,
        question.must.filter((_, k) => found[k] === null),
      ),
    );
    onStage('choosing');
    const { candidates } = plan;
    const proposal = await propose(plan, {
      minimise: question.minimise === 'cover' ? undefined : question.minimise,
      risks: risks ?? undefined,
      aim: aimOf(question),
      weigh: question.weigh,
      rules: { forced: Uint32Array.from(forced), forbidden: Uint32Array.from(forbidden) },
      limit_s: question.limit_s,
      signal,
      onStanding: ({ objective, bound, chosen, seconds }) =>
        onStanding({
          objective,
          bound,
          gap: gapOf(objective, bound),
          seconds,
          sites: chosen.map((site) => ({
            lon_deg: candidates[site].lon_deg,
            lat_deg: candidates[site].lat_deg,
          })),
        }),
    });
    this.#proposal = proposal;
    return { result: await siteResult(proposal, new Set(forced)), edits: proposal.edits };
  }

  /** Why nothing was put at a place. */
  gain(at_deg: readonly [lon_deg: number, lat_deg: number]): SitingGain {
    return siteGain(this.#answered(), at_deg);
  }

  /** The buildings behind a figure of the answer. */
  buildings(of: SitingRows, rank: number | null): SitingBuilding[] {
    return buildingsBehind(this.#answered(), of, rank);
  }

  /** Writes the files of `site --out` into a folder. */
  async files(folder: string): Promise<void> {
    const proposal = this.#answered();
    await writeSiteFiles(proposal, folder);
    await writeSiteGeoJson(proposal, folder);
  }

  #answered(): SiteProposal {
    if (!this.#proposal) throw new Error('The question has no answer yet');
    return this.#proposal;
  }
}

function aimOf({ aim, backup }: SitingQuestion): SiteAim {
  if (aim.kind !== 'count') return aim;
  return { ...aim, backup_share: backup ? BACKUP_SHARE : 0 };
}

function plannedOf(
  plan: SitePlan,
  weigh: SitingQuestion['weigh'],
  must_missed: [number, number][],
): SitingPlanned {
  const people_known = peopleKnown(plan);
  const having = (wanted: string) => plan.state.reduce((sum, state) => sum + Number(state === wanted), 0);
  return {
    served: having('served'),
    short: having('short'),
    unknown: having('unknown'),
    out_of_reach: having('out-of-reach'),
    candidates: plan.candidates.length,
    looked_at: plan.looked_at,
    thinned: plan.thinned,
    vehicle: plan.run.options.vehicle,
    cutoff_s: plan.run.options.cutoff_s,
    limit: plan.limit,
    weigh: weigh ?? (people_known ? 'people' : 'buildings'),
    people_known,
    must_missed,
  };
}
