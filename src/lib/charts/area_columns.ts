import { ascending, descending, sum } from 'd3-array';
import type { AreaFigures } from '../contract/api_areas.ts';
import type { ListName } from '../contract/api_lists.ts';
import { VERDICTS, type Verdict } from '../domain/coverage/verdict.ts';
import type { Language } from '../format/language.ts';
import type { Messages } from '../format/messages.ts';
import { formatCount, formatMeasure, formatShare, NO_VALUE } from '../format/numbers.ts';

/** The figures of a row or of the sum over rows. */
export type AreaSum = Omit<AreaFigures, 'parent_id' | 'kind' | 'bounds_deg' | 'has_mains'>;

/** The list a figure stands for. */
export interface ListBehind {
  name: ListName;
  filter: Record<string, string>;
}

export interface AreaColumn {
  id: string;
  /** In the narrow table too, with a bar. */
  chart?: 'reach' | 'water' | 'rate';
  label: (words: Messages) => string;
  long?: (words: Messages) => string;
  /** What the column sorts by; null goes last. */
  value: (area: AreaSum) => number | null;
  /** Of a share: the number it counts. */
  part?: (area: AreaSum) => number;
  text: (area: AreaSum, language: Language, words: Messages) => string;
  /** Shown beside the bar: the numbers the share comes from. */
  parts?: (area: AreaSum, language: Language) => string;
  share?: (area: AreaSum) => { share: number | null; open_share: number };
  list: ListBehind | null;
}

const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
const count = (value: number | null, language: Language) =>
  value === null ? NO_VALUE : formatCount(value, language);

const counted = (
  id: string,
  label: (words: Messages) => string,
  value: (area: AreaSum) => number | null,
  list: ListBehind | null,
): AreaColumn => ({ id, label, value, text: (area, language) => count(value(area), language), list });

/** The columns of the table of areas, from the left; those with a chart are always there. */
export const AREA_COLUMNS: readonly AreaColumn[] = [
  {
    id: 'reach',
    chart: 'reach',
    label: (words) => words.reach,
    long: (words) => words.reach_long,
    value: ({ arrives, buildings }) => ratio(arrives, buildings),
    part: ({ arrives }) => arrives,
    text: ({ arrives, buildings }, language) => formatShare(arrives, buildings, language),
    parts: ({ arrives, buildings }, language) =>
      `${count(arrives, language)} / ${count(buildings, language)}`,
    share: ({ arrives, arrives_unknown, buildings }) => ({
      share: ratio(arrives, buildings),
      open_share: ratio(arrives_unknown, buildings) ?? 0,
    }),
    list: { name: 'buildings', filter: { leg: 'arrive:pass' } },
  },
  {
    id: 'water',
    chart: 'water',
    label: (words) => words.water_short,
    long: (words) => words.water_long,
    value: ({ water_pass, buildings }) => ratio(water_pass, buildings),
    part: ({ water_pass }) => water_pass,
    text: ({ water_pass, buildings }, language) => formatShare(water_pass, buildings, language),
    parts: ({ water_pass, buildings }, language) =>
      `${count(water_pass, language)} / ${count(buildings, language)}`,
    share: ({ water_pass, water_unknown, buildings }) => ({
      share: ratio(water_pass, buildings),
      open_share: ratio(water_unknown, buildings) ?? 0,
    }),
    list: { name: 'buildings', filter: { leg: 'water:pass' } },
  },
  {
    id: 'rate',
    chart: 'rate',
    label: (words) => words.rate,
    long: (words) => words.rate_long,
    value: ({ rate }) => rate,
    part: ({ hydrants }) => hydrants.working,
    text: ({ hydrants }, language) => formatShare(hydrants.working, hydrants.total, language),
    parts: ({ hydrants }, language) =>
      `${count(hydrants.working, language)} / ${count(hydrants.total, language)}`,
    share: ({ rate, hydrants }) => ({
      share: rate,
      open_share: ratio(hydrants.unknown, hydrants.total) ?? 0,
    }),
    list: { name: 'hydrants', filter: {} },
  },
  counted(
    'covered',
    (words) => words.covered_column,
    ({ by_verdict }) => by_verdict.covered,
    { name: 'buildings', filter: { verdict: 'covered' } },
  ),
  counted(
    'water_unknown',
    (words) => words.water_unknown_column,
    ({ arrives_water_unknown }) => arrives_water_unknown,
    { name: 'buildings', filter: { leg: 'arrive:pass,hose:pass,water:unknown' } },
  ),
  counted(
    'population',
    (words) => words.population,
    ({ population }) => population,
    null,
  ),
  counted(
    'short',
    (words) => words.short_column,
    ({ demand_short }) => demand_short,
    {
      name: 'buildings',
      filter: { leg: 'water:fail' },
    },
  ),
  {
    id: 'missing',
    label: (words) => words.missing_column,
    value: ({ hydrants_missing }) => hydrants_missing,
    text: ({ hydrants_missing, missing_bound }, language, words) =>
      hydrants_missing === missing_bound
        ? count(hydrants_missing, language)
        : `${count(hydrants_missing, language)} (${words.missing_at_least(count(missing_bound, language))})`,
    list: { name: 'buildings', filter: { leg: 'water:fail' } },
  },
  {
    id: 'pool',
    label: (words) => words.pool_column,
    value: ({ pool_m3_missing }) => pool_m3_missing,
    text: ({ pool_m3_missing }, language) => formatMeasure(pool_m3_missing, 'm³', language),
    list: null,
  },
  counted(
    'broken',
    (words) => words.hydrants_broken,
    ({ hydrants }) => hydrants.broken,
    {
      name: 'hydrants',
      filter: { status: 'broken' },
    },
  ),
  counted(
    'unknown',
    (words) => words.hydrants_unknown,
    ({ hydrants }) => hydrants.unknown,
    {
      name: 'hydrants',
      filter: { status: 'unknown' },
    },
  ),
  counted(
    'stations',
    (words) => words.stations_column,
    ({ stations }) => stations,
    {
      name: 'stations',
      filter: {},
    },
  ),
  counted(
    'hazards',
    (words) => words.hazards_column,
    ({ hazards_open }) => hazards_open,
    {
      name: 'hazards',
      filter: { state: 'open' },
    },
  ),
];

/** Rows by a column, those without a value last whichever way. */
export function sortAreas(
  areas: readonly AreaFigures[],
  value: (area: AreaFigures) => string | number | null,
  down: boolean,
): AreaFigures[] {
  const order = down ? descending : ascending;
  return [...areas].sort((a, b) => {
    const [of_a, of_b] = [value(a), value(b)];
    if (of_a === null || of_b === null) return Number(of_a === null) - Number(of_b === null);
    return order(of_a, of_b);
  });
}

/** One row for all: sums, and shares of sums. A figure unknown for one is unknown for all. */
export function sumAreas(areas: readonly AreaFigures[]): AreaSum {
  const total = (of: (area: AreaFigures) => number) => sum(areas, of);
  const known = (of: (area: AreaFigures) => number | null) =>
    areas.some((area) => of(area) === null) ? null : total((area) => of(area)!);
  const hydrants = {
    working: total((area) => area.hydrants.working),
    broken: total((area) => area.hydrants.broken),
    unknown: total((area) => area.hydrants.unknown),
    total: total((area) => area.hydrants.total),
  };
  return {
    area_id: null,
    name: null,
    population: known(({ area_id, population }) => (area_id === null ? 0 : population)),
    people_known: areas.every(({ people_known }) => people_known),
    people: null,
    buildings: total(({ buildings }) => buildings),
    by_verdict: Object.fromEntries(
      VERDICTS.map((verdict) => [verdict, total(({ by_verdict }) => by_verdict[verdict])]),
    ) as Record<Verdict, number>,
    arrives: total(({ arrives }) => arrives),
    arrives_unknown: total(({ arrives_unknown }) => arrives_unknown),
    hose_pass: total(({ hose_pass }) => hose_pass),
    water_pass: total(({ water_pass }) => water_pass),
    water_unknown: total(({ water_unknown }) => water_unknown),
    arrives_water_unknown: total(({ arrives_water_unknown }) => arrives_water_unknown),
    hydrants,
    rate: ratio(hydrants.working, hydrants.total),
    demand_short: total(({ demand_short }) => demand_short),
    hydrants_missing: total(({ hydrants_missing }) => hydrants_missing),
    missing_bound: total(({ missing_bound }) => missing_bound),
    unservable: total(({ unservable }) => unservable),
    pool_m3_missing: known(({ pool_m3_missing }) => pool_m3_missing),
    stations: total(({ stations }) => stations),
    hazards_open: total(({ hazards_open }) => hazards_open),
  };
}
