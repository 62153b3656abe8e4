import type { ShortfallRow } from '../../../contract/api_shortfall_list.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import { FLAG, NEED_INPUTS, type BuildingFacts } from './building_facts.ts';
import { BLANK, listOf, type FigureList } from './figure_list.ts';
import { waterRow } from './hydrant_lists.ts';
import type { Records } from './records.ts';
import type { GapFact, ShortfallFacts, SiteFact } from './shortfall_facts.ts';

export type FactLists = Record<
  | 'street_gaps'
  | 'street_gap_m'
  | 'side_gaps'
  | 'side_gap_m'
  | 'missing_by_rule'
  | 'circle_short'
  | 'only_on_paper',
  FigureList | null
> &
  Record<
    | 'missing_by_demand'
    | 'no_water'
    | 'water_unknown'
    | 'unservable'
    | 'need_unknown'
    | 'store_missing_m3'
    | 'places_missing'
    | 'stores_to_measure',
    FigureList
  >;

/** Lists of streets, missing hydrants, buildings and stores. */
export function factLists(
  facts: ShortfallFacts,
  { tree, waters }: Pick<Records, 'tree' | 'waters'>,
  season: WaterSeason,
): FactLists {
  const { buildings, gaps, by_rule, by_demand } = facts;
  const gapsOf = (one_side: boolean, with_length: boolean) =>
    gaps &&
    listOf(
      gaps.filter(({ side }) => (side !== null) === one_side),
      gapRow,
      with_length ? ({ from_m, to_m }) => to_m - from_m : undefined,
    );
  const circles = (flag: number, reason: ShortfallRow['reason']) =>
    buildings.has_circles ? buildingList(buildings, flag, () => reason) : null;
  const asked = facts.stores[season].flatMap(({ area_id, store }) => {
    const area = tree.by_id.get(area_id);
    return store.kind === 'asked' && area ? [{ area_id, store, area }] : [];
  });
  const storeList = (amount: (store: (typeof asked)[number]['store']) => number) =>
    listOf(
      asked.filter(({ store }) => amount(store) > 0),
      ({ area, store: { held_m3, need_m3 } }) => ({
        ...BLANK,
        layer: 'area',
        id: area.area_id,
        lon_deg: area.lon_deg,
        lat_deg: area.lat_deg,
        name: area.name,
        reason: 'store-too-small',
        seen: held_m3,
        limit: need_m3,
        unit: 'm3',
      }),
      ({ store }) => amount(store),
    );
  const to_measure = new Set(facts.stores_to_measure[season]);
  return {
    street_gaps: gapsOf(false, false),
    street_gap_m: gapsOf(false, true),
    side_gaps: gapsOf(true, false),
    side_gap_m: gapsOf(true, true),
    missing_by_rule: by_rule && listOf(by_rule.sites, (site) => siteRow(site, 'fills-gap')),
    missing_by_demand: listOf(by_demand.sites, (site) => siteRow(site, 'serves-buildings')),
    no_water: buildingList(buildings, FLAG.no_water, (flags) =>
      flags & FLAG.weak_water ? 'weak-water' : 'no-water',
    ),
    water_unknown: buildingList(buildings, FLAG.water_unknown, () => 'not-measured'),
    unservable: buildingList(buildings, FLAG.unservable, () => 'no-site-in-reach'),
    need_unknown: buildingList(buildings, FLAG.need_unknown, () => 'not-recorded'),
    circle_short: circles(FLAG.circle_fail, 'beyond-every-circle'),
    only_on_paper: circles(FLAG.only_on_paper, 'circle-without-hose'),
    store_missing_m3: storeList(({ missing_m3 }) => missing_m3),
    places_missing: storeList(({ places_missing }) => places_missing),
    stores_to_measure: listOf(
      waters.filter(({ id }) => to_measure.has(id)),
      (water) => ({ ...waterRow(water), reason: 'not-measured', missing: missingOf(water, season) }),
    ),
  };
}

const onStreet = ({ lon_deg, lat_deg, street_name }: GapFact | SiteFact) => ({
  ...BLANK,
  lon_deg,
  lat_deg,
  street_name,
});

const gapRow = (gap: GapFact) => ({
  ...onStreet(gap),
  layer: 'street' as const,
  id: gap.street_id,
  name: gap.street_name,
  reason:
    gap.side !== null
      ? ('side-gap' as const)
      : gap.gap_m === null
        ? ('no-hydrant-in-reach' as const)
        : ('gap' as const),
  seen: gap.gap_m,
  limit: gap.spacing_m,
  unit: 'm',
  from_m: gap.from_m,
  to_m: gap.to_m,
  side: gap.side,
});

/** Buildings that a proposed place serves stand in `seen`. */
const siteRow = (site: SiteFact, reason: ShortfallRow['reason']) => ({
  ...onStreet(site),
  layer: 'site' as const,
  reason,
  seen: reason === 'serves-buildings' ? site.buildings : null,
  unit: reason === 'serves-buildings' ? 'buildings' : null,
});

/** By town and flag: they are the same for every request. */
const building_lists = new WeakMap<BuildingFacts, Map<number, FigureList>>();

/** Rows come without name, use and place: those are read for the rows asked for alone. */
function buildingList(
  facts: BuildingFacts,
  flag: number,
  reason: (flags: number) => ShortfallRow['reason'],
): FigureList {
  const of_facts = building_lists.get(facts) ?? new Map<number, FigureList>();
  building_lists.set(facts, of_facts);
  const list = of_facts.get(flag) ?? newBuildingList(facts, flag, reason);
  of_facts.set(flag, list);
  return list;
}

function newBuildingList(
  { id, area_id, flags, water_m, hose_m }: BuildingFacts,
  flag: number,
  reason: (flags: number) => ShortfallRow['reason'],
): FigureList {
  const places: number[] = [];
  flags.forEach((each, i) => {
    if (each & flag) places.push(i);
  });
  const area = (i: number) => (Number.isNaN(area_id[places[i]]) ? null : area_id[places[i]]);
  const is_water = flag === FLAG.no_water || flag === FLAG.water_unknown || flag === FLAG.only_on_paper;
  return {
    length: places.length,
    area,
    amount: () => null,
    row: (i) => {
      const at = places[i];
      const has_hose = is_water && !Number.isNaN(water_m[at]);
      return {
        ...BLANK,
        layer: 'building',
        id: id[at],
        area_id: area(i),
        lon_deg: 0,
        lat_deg: 0,
        reason: reason(flags[at]),
        seen: has_hose ? water_m[at] : null,
        limit: has_hose ? hose_m[at] : null,
        unit: has_hose ? 'm' : null,
        missing:
          flag === FLAG.need_unknown
            ? NEED_INPUTS.filter((input) => flags[at] & FLAG[`missing_${input}`])
            : [],
      };
    },
  };
}

function missingOf(
  water: {
    status: string;
    volume_m3: number | null;
    flow_lps: number | null;
    season: string | null;
    kind: string;
  },
  season: WaterSeason,
): string[] {
  const is_store = water.kind === 'pool' || water.kind === 'tank';
  return [
    ...(water.status === 'unknown' ? ['status'] : []),
    ...(is_store && water.volume_m3 === null ? ['volume'] : []),
    ...(!is_store && water.flow_lps === null ? ['flow'] : []),
    ...(!is_store && season !== 'wet' && water.season === null ? ['season'] : []),
  ];
}
