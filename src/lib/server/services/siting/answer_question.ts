import type { Town } from '../town/load_town.ts';
import { planNearestHydrants, planNearestStations } from './plan_nearest.ts';
import { proposeNearest } from './propose_nearest.ts';
import { proposeSites } from './propose_sites.ts';
import type { NearestKind, ProposeOptions, SiteProposal } from './site_proposal.ts';
import { planHydrants } from './site_hydrants.ts';
import type { SiteKind, SitePlan, SitePlanOptions } from './site_plan.ts';
import { planStations } from './site_stations.ts';

/** What is to be the best possible: most within the limit, the least mean way to the nearest, the least worst one. */
export type SiteMinimised = 'cover' | NearestKind;

const PLANS: Record<
  SiteKind,
  Record<'cover' | 'nearest', (town: Town, options: SitePlanOptions) => SitePlan>
> = {
  hydrant: { cover: planHydrants, nearest: planNearestHydrants },
  'micro-station': { cover: planStations, nearest: planNearestStations },
};

/** Who asks, where one could build, and what each place is worth to whom. */
export const planSites = (
  town: Town,
  what: SiteKind,
  minimise: SiteMinimised,
  options: SitePlanOptions,
): SitePlan => PLANS[what][minimise === 'cover' ? 'cover' : 'nearest'](town, options);

/** Chooses sites by a plan, ranks them and judges the town again with them built: see proposeSites, proposeNearest. */
export const propose = (plan: SitePlan, options: ProposeOptions): Promise<SiteProposal> =>
  plan.nearest === null ? proposeSites(plan, options) : proposeNearest(plan, options);
