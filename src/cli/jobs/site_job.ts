import { BadInput } from '../../lib/contract/errors.ts';
import { MOST_EDITS } from '../../lib/contract/edits.ts';
import { newScenarioSchema } from '../../lib/contract/api_scenarios.ts';
import { areasUnder } from '../../lib/domain/siting/areas_under.ts';
import type { VehicleCode } from '../../lib/domain/rules/rule_set.ts';
import type { WaterSeason } from '../../lib/domain/water/natural_intake.ts';
import { LOCAL_ADMINISTRATOR } from '../../lib/server/db/database.ts';
import { readRuleSet } from '../../lib/server/services/rule_set.ts';
import { createScenario } from '../../lib/server/services/scenario/scenarios.ts';
import { peopleKnown } from '../../lib/server/services/siting/propose_sites.ts';
import type { SiteAim, Weighing } from '../../lib/server/services/siting/site_proposal.ts';
import { writeSiteFiles, type SiteSummary } from '../../lib/server/services/siting/site_files.ts';
import { planSites, propose, type SiteMinimised } from '../../lib/server/services/siting/answer_question.ts';
import { riskFactors } from '../../lib/server/services/siting/risk_weights.ts';
import type { SiteLines } from '../../lib/server/services/siting/hydrant_places.ts';
import type { SiteKind, SitePlan } from '../../lib/server/services/siting/site_plan.ts';
import { USUAL_VEHICLE, usualCutoff_s } from '../../lib/server/services/siting/usual_choice.ts';
import { loadTown, type Town } from '../../lib/server/services/town/load_town.ts';
import type { Job } from './job.ts';

export interface SiteArgs {
  what: SiteKind;
  aim: SiteAim;
  minimise: SiteMinimised;
  /** Of hydrants, see SitePlanOptions. */
  along: SiteLines;
  strict: boolean;
  rules: string;
  /** Null: what usually carries it, see USUAL_VEHICLE. */
  vehicle: VehicleCode | null;
  /** Null: 300 s for hydrants, the rule set's time on scene for micro stations. */
  cutoff_s: number | null;
  turnout_s: number | null;
  season: WaterSeason;
  /** Id or name of an area, with all that lies in it; null the whole town. */
  area: string | null;
  weigh: Weighing | null;
  /** Candidate ids, as candidates.csv gives them. */
  force: string[];
  forbid: string[];
  limit_s: number;
  /** Name of a new scenario that holds the sites. */
  scenario: string | null;
  out: string | null;
}

export interface SiteResult extends SiteSummary {
  scenario: { id: number; name: string } | null;
}

/** Chooses sites for hydrants or micro stations, judges the town with them, and writes the files where a folder is given. */
export const siteJob: Job<SiteArgs, SiteResult> = async ({ db, progress, signal }, args) => {
  if (args.scenario !== null && !newScenarioSchema.shape.name.safeParse(args.scenario).success) {
    throw new BadInput('scenario-name', '--scenario: a name has 1 to 200 characters');
  }
  const acting = db.as(LOCAL_ADMINISTRATOR);
  const rules = await readRuleSet(acting, args.rules);
  const vehicle = args.vehicle ?? USUAL_VEHICLE[args.what];
  const cutoff_s = args.cutoff_s ?? usualCutoff_s(args.what, rules);
  progress('loading streets, buildings, stations and water');
  const town = await loadTown(acting, rules);
  signal.throwIfAborted();
  if (args.along === 'mains' && town.mains.length === 0) {
    throw new BadInput('no-mains', '--along mains: no water main is recorded; import some, or leave it out');
  }
  progress(`judging ${town.buildings.length} buildings from ${town.stations.length} stations`);
  const plan = planSites(town, args.what, args.minimise, {
    vehicle,
    cutoff_s,
    turnout_s: args.turnout_s,
    season: args.season,
    in_area: inArea(town, args.area),
    along: args.along,
    strict: args.strict,
    progress,
    signal,
  });
  progress(`choosing among ${plan.candidates.length} places for ${plan.short.length} buildings`);
  if (plan.thinned > 0)
    progress(`${plan.thinned} of ${plan.looked_at} points of streets were left out for want of room`);
  let told = '';
  const proposal = await propose(plan, {
    aim: args.aim,
    minimise: args.minimise === 'cover' ? undefined : args.minimise,
    weigh: args.weigh,
    risks: args.weigh === 'risk' ? await riskFactors(acting, town.buildings, rules) : undefined,
    rules: {
      forced: numbered(plan, '--force', args.force),
      forbidden: numbered(plan, '--forbid', args.forbid),
    },
    limit_s: args.limit_s,
    signal,
    onStanding({ objective, bound, seconds }) {
      const line = `objective ${objective}, bound ${bound}`;
      if (line !== told) progress(`${seconds.toFixed(1)} s: ${line}`);
      told = line;
    },
  });
  if (proposal.weigh === 'people' && !peopleKnown(plan)) {
    progress('buildings whose people nobody knows were weighed as one person each');
  }
  if (proposal.unservable.length > 0) {
    const left_out = proposal.way === null ? 'no place serves alone' : 'no way leads to: they are left out';
    progress(`${proposal.unservable.length} buildings ${left_out}; servable is 0 for them in demand.csv`);
  }
  if (plan.needs_several.length > 0) {
    progress(
      `${plan.needs_several.length} of them ask for more than one hydrant gives, ` +
        `${proposal.together.length} get it from several of these`,
    );
  }
  if (!proposal.check.agrees) {
    progress(
      `${proposal.check.differing.length} buildings turned out otherwise when judged again: see result.json`,
    );
  }
  const summary = await writeSiteFiles(proposal, args.out);
  const scenario = args.scenario === null ? null : await saved(args.scenario);
  return { ...summary, scenario };

  async function saved(name: string): Promise<SiteResult['scenario']> {
    if (proposal.edits.length > MOST_EDITS) {
      throw new BadInput(
        'too-many-edits',
        `A scenario holds ${MOST_EDITS} steps, ${proposal.edits.length} sites are chosen`,
      );
    }
    const { id } = await createScenario(
      db,
      LOCAL_ADMINISTRATOR,
      newScenarioSchema.parse({
        name,
        vehicle: args.what === 'hydrant' ? vehicle : 'best',
        cutoff_s,
        turnout_s: args.turnout_s,
        edits: proposal.edits,
        by: 'firecover site',
        rules: rules.code,
      }),
    );
    return { id, name };
  }
};

/** Places in the plan of candidates named by their ids. */
function numbered({ candidates }: SitePlan, option: string, ids: readonly string[]): Uint32Array {
  return Uint32Array.from(new Set(ids), (id) => {
    const number = /^[1-9]\d*$/.test(id) ? Number(id) : Infinity;
    if (number > candidates.length) {
      throw new BadInput('no-candidate', `${option} ${id}: there is no such candidate, see candidates.csv`);
    }
    return number - 1;
  });
}

function inArea({ areas }: Town, text: string | null): (area_id: number | null) => boolean {
  if (text === null) return () => true;
  const named = areas.filter(({ id, name }) => String(id) === text || name === text);
  if (named.length === 0) throw new BadInput('no-area', `There is no area "${text}"`);
  if (named.length > 1) {
    const ids = named.map(({ id }) => id).join(', ');
    throw new BadInput('ambiguous-area', `Several areas are called "${text}": name one by its id, ${ids}`);
  }
  const inside = areasUnder(areas, named[0].id);
  return (area_id) => area_id !== null && inside.has(area_id);
}
