import { fixed3, type CsvValue } from '../../../contract/csv.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { askingBuildings } from './asked_flow.ts';
import { buildingWater, type BuildingWater } from './building_water.ts';
import { Remedies, type Remedy } from './remedy.ts';
import { streetGaps, type StreetGap } from './street_gaps.ts';
import { villageStores } from './village_stores.ts';

/** Counts of an area's own buildings, and of what it has to store. */
export interface AreaNeeds {
  need_unknown: number;
  supply: Record<BuildingWater['supply']['verdict'], number>;
  circle_short: number;
  only_on_paper: number;
  /** Null where mains serve it, or where that is not known. */
  places_missing: number | null;
  to_measure: number | null;
}

export interface WaterNeeds {
  buildings: BuildingWater[];
  gaps: StreetGap[] | null;
  /** '' outside any area. */
  by_area: Map<number | '', AreaNeeds>;
  totals: Pick<AreaNeeds, 'need_unknown' | 'supply' | 'circle_short' | 'only_on_paper'> & {
    places_missing: number;
    gap_m: number | null;
  };
}

/** The rules of water beside the verdicts: none of this changes a verdict. */
export function waterNeeds(run: CoverageRun): WaterNeeds {
  const buildings = buildingWater(run);
  const gaps = streetGaps(run);
  const by_area = new Map<number | '', AreaNeeds>();
  for (const [area, store] of villageStores(run.town)) {
    by_area.set(area, {
      ...nothing(),
      places_missing: store.kind === 'asked' ? store.places_missing : null,
      to_measure: store.kind === 'asked' ? store.to_measure : null,
    });
  }
  buildings.forEach((building, i) => {
    const area = run.town.buildings[i].area_id ?? '';
    const counts = by_area.get(area) ?? nothing();
    by_area.set(area, counts);
    if (building.requirement.kind === 'unknown') counts.need_unknown++;
    counts.supply[building.supply.verdict]++;
    if (building.protection?.circle === 'fail') counts.circle_short++;
    if (building.protection?.only_on_paper) counts.only_on_paper++;
  });
  const sum = (pick: (counts: AreaNeeds) => number) =>
    [...by_area.values()].reduce((total, counts) => total + pick(counts), 0);
  return {
    buildings,
    gaps,
    by_area,
    totals: {
      need_unknown: sum(({ need_unknown }) => need_unknown),
      supply: {
        pass: sum(({ supply }) => supply.pass),
        fail: sum(({ supply }) => supply.fail),
        unknown: sum(({ supply }) => supply.unknown),
      },
      circle_short: sum(({ circle_short }) => circle_short),
      only_on_paper: sum(({ only_on_paper }) => only_on_paper),
      gap_m:
        gaps &&
        gaps.reduce((total, { from_m, to_m, side }) => total + (side === null ? to_m - from_m : 0), 0),
      places_missing: sum(({ places_missing }) => places_missing ?? 0),
    },
  };
}

const nothing = (): AreaNeeds => ({
  need_unknown: 0,
  supply: { pass: 0, fail: 0, unknown: 0 },
  circle_short: 0,
  only_on_paper: 0,
  places_missing: null,
  to_measure: null,
});

/** Further columns of areas.csv. Places are those missing in the dry season, whatever season the run is of. */
export const AREA_NEED_COLUMNS = [
  'need_unknown',
  'supply_pass',
  'supply_fail',
  'supply_unknown',
  'circle_short',
  'only_on_paper',
  'places_missing_dry',
  'to_measure',
];

export function areaNeedValues(needs: AreaNeeds = nothing()): CsvValue[] {
  const { need_unknown, supply, circle_short, only_on_paper, places_missing, to_measure } = needs;
  return [
    need_unknown,
    supply.pass,
    supply.fail,
    supply.unknown,
    circle_short,
    only_on_paper,
    places_missing,
    to_measure,
  ];
}

export const NEED_COLUMNS = [
  'demand_id',
  'area_id',
  'flow_lps',
  'duration_h',
  'need_m3',
  'height_estimated',
  'missing',
  'known_lps',
  'unknown_sources',
  'supply',
  'decided_by',
  'counted',
  'circle',
  'straight_m',
  'straight_hydrant_id',
  'hose_way',
  'only_on_paper',
  'relay_source_id',
  'relay_m',
  'relay_lps',
  'relay_pumps',
  'relay_hose_m',
  'relay_heights',
  'shuttle_lps',
  'shuttle_limited_by',
  'shuttle_out_s',
  'shuttle_back_s',
];

/**
 * needs.csv: one row a building; lists within a column are separated by semicolons. The columns of relay and shuttle are
 * filled where the water leg fails and good water lies beyond the hose, see Remedies. `decided_by` is what the building's
 * water leg goes by: the `sum` of what is in reach, or one good `source`, whatever the sum comes to: a pool of the
 * volume that villages are asked for serves a home, though it holds a little less than 15 L/s would take.
 */
export function* needRows(run: CoverageRun, { buildings }: WaterNeeds): Generator<CsvValue[]> {
  const { town } = run;
  const remedies = new Remedies(run).all(buildings);
  const asking = new Set(askingBuildings(town).building);
  for (let i = 0; i < buildings.length; i++) {
    const { requirement, supply, protection } = buildings[i];
    const known = requirement.kind === 'known' ? requirement : null;
    yield [
      town.buildings[i].id,
      town.buildings[i].area_id,
      known && fixed3(known.flow_lps),
      known && fixed3(known.duration_h),
      known && fixed3(known.water_m3),
      known && (known.height_estimated ? 1 : 0),
      requirement.kind === 'unknown' ? requirement.missing.join(';') : null,
      fixed3(supply.known_lps),
      supply.unknown,
      supply.verdict,
      asking.has(i) ? 'sum' : 'source',
      supply.counted.join(';'),
      protection && protection.circle,
      protection && protection.straight_m !== null ? fixed3(protection.straight_m) : null,
      protection && protection.hydrant !== null ? town.hydrants[protection.hydrant].id : null,
      protection && protection.hose_way,
      protection && (protection.only_on_paper ? 1 : 0),
      ...remedyValues(run, remedies[i]),
    ];
  }
}

function remedyValues({ sources }: CoverageRun, remedy: Remedy | null): CsvValue[] {
  if (!remedy) return Array<CsvValue>(10).fill(null);
  const { source, hose_m, flow_lps, relay, shuttle } = remedy;
  const plan = relay.kind === 'possible' ? relay.plan : null;
  const brought = shuttle.kind === 'known' ? shuttle : null;
  return [
    sources[source].water_id,
    fixed3(hose_m),
    fixed3(flow_lps),
    plan && plan.pumps,
    plan && fixed3(plan.hose_m),
    relay.kind === 'possible' ? relay.heights : null,
    brought && fixed3(brought.lps),
    brought && brought.limited_by,
    brought && fixed3(brought.trip.out_s),
    brought && fixed3(brought.trip.back_s),
  ];
}

export const GAP_COLUMNS = [
  'street_id',
  'name',
  'from_m',
  'to_m',
  'length_m',
  'gap_m',
  'side',
  'area_id',
  'spacing_m',
];

/** street_gaps.csv: stretches in gaps longer than the spacing rule of their street, spacing_m; gap_m is empty where no hydrant can be come to. */
export function* gapRows({ town }: CoverageRun, { gaps }: WaterNeeds): Generator<CsvValue[]> {
  for (const { street, from_m, to_m, gap_m, spacing_m, side } of gaps ?? []) {
    yield [
      town.streets.id[street],
      town.street_labels[street].name,
      fixed3(from_m),
      fixed3(to_m),
      fixed3(to_m - from_m),
      Number.isFinite(gap_m) ? fixed3(gap_m) : null,
      side,
      town.street_labels[street].area_id ?? null,
      fixed3(spacing_m),
    ];
  }
}
