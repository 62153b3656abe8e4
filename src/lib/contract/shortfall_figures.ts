/** What a row of a list stands for, and so what its id names. `site`: a proposed place, which has no id. */
export const SHORTFALL_LAYERS = [
  'hydrant',
  'water_source',
  'building',
  'street',
  'area',
  'repair_order',
  'target',
  'site',
] as const;
export type ShortfallLayer = (typeof SHORTFALL_LAYERS)[number];

export interface FigureMeaning {
  /** A `count` is the number of rows of its list; m and m3 are the sum of their amounts, `places` too. */
  unit: 'count' | 'm' | 'm3' | 'places';
  layer: ShortfallLayer;
  group: 'hydrants' | 'checks' | 'repairs' | 'streets' | 'missing' | 'buildings' | 'stores';
}

const hydrants = { unit: 'count', layer: 'hydrant', group: 'hydrants' } as const;
const hydrantChecks = { unit: 'count', layer: 'hydrant', group: 'checks' } as const;
const waterChecks = { unit: 'count', layer: 'water_source', group: 'checks' } as const;
const buildings = { unit: 'count', layer: 'building', group: 'buildings' } as const;

/** Every figure of an area, in the order a table shows them. Each opens the list it is counted or summed over. */
export const SHORTFALL_FIGURES = {
  /** All hydrants, by status. */
  hydrants,
  working: hydrants,
  broken: hydrants,
  status_unknown: hydrants,
  /** No test or check of any date is on record. */
  never_tested: hydrantChecks,
  /** The latest test is older than `hydrant.check_interval_days`. */
  overdue: hydrantChecks,
  /** Measured and below `hydrant.fire_flow_lps`; broken ones are told as broken only. */
  low_flow: hydrantChecks,
  /** Measured and below `hydrant.fire_pressure_mpa`, or at the latest test below `hydrant.static_pressure_mpa`. */
  low_pressure: hydrantChecks,
  /** Pools, tanks, cranes, wells and natural water of which no check is on record; and those checked too long ago. */
  waters_never_checked: waterChecks,
  waters_overdue: waterChecks,
  waters_broken: waterChecks,
  /** Repair orders not done, and those of them past their due date. */
  repairs_open: { unit: 'count', layer: 'repair_order', group: 'repairs' },
  repairs_overdue: { unit: 'count', layer: 'repair_order', group: 'repairs' },
  /** Broken hydrants that no open order is about. */
  broken_without_order: { unit: 'count', layer: 'hydrant', group: 'repairs' },
  /** Stretches of streets in gaps longer than the spacing rule, and their length. */
  street_gaps: { unit: 'count', layer: 'street', group: 'streets' },
  street_gap_m: { unit: 'm', layer: 'street', group: 'streets' },
  /** The same on one side of roads so wide that each side needs its own. */
  side_gaps: { unit: 'count', layer: 'street', group: 'streets' },
  side_gap_m: { unit: 'm', layer: 'street', group: 'streets' },
  /** Hydrants that bring every spacing of the area's streets within the rule; none where no mains serve it: it gets pools. */
  missing_by_rule: { unit: 'count', layer: 'site', group: 'missing' },
  /** Least number of hydrants that serves the buildings without water. */
  missing_by_demand: { unit: 'count', layer: 'site', group: 'missing' },
  /** Target (`hydrant.count`, the one due next) less what stands in the area and all below it. */
  missing_to_target: { unit: 'places', layer: 'target', group: 'missing' },
  /** Buildings by their water leg: fails, and nobody knows. */
  no_water: buildings,
  water_unknown: buildings,
  /** Buildings without water that no new hydrant on a street would serve. */
  unservable: buildings,
  /** Buildings whose asked flow is not known: use, height or footprint is missing. */
  need_unknown: buildings,
  /** Outside every protection circle; inside one but beyond every hose. */
  circle_short: buildings,
  only_on_paper: buildings,
  /** Fire water that villages without mains lack in store, and the pools or intakes they lack, in the season asked. */
  store_missing_m3: { unit: 'm3', layer: 'area', group: 'stores' },
  places_missing: { unit: 'places', layer: 'area', group: 'stores' },
  /** Pools, tanks and intakes of such villages that count for nothing until they are measured. */
  stores_to_measure: { unit: 'count', layer: 'water_source', group: 'stores' },
} as const satisfies Record<string, FigureMeaning>;
export type ShortfallFigure = keyof typeof SHORTFALL_FIGURES;
export const SHORTFALL_FIGURE_NAMES = Object.keys(SHORTFALL_FIGURES) as ShortfallFigure[];
