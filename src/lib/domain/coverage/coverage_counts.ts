import { VERDICTS, type Leg, type LegName, type Verdict } from './verdict.ts';
import type { WeightSource } from './weights.ts';

/** What a set of buildings comes to. */
export interface CoverageCounts {
  buildings: number;
  verdicts: Record<Verdict, number>;
  legs: Record<LegName, Record<Leg, number>>;
  /** Arrives and the hose reaches, water was never measured: shown beside `covered`, never inside it. */
  arrives_water_unknown: number;
  /**
   * Covered, or covered if every unknown width were wide enough: the best case over the unknown widths, of which
   * `verdicts.covered` is the worst. For arrival alone the best case is legs.arrive.pass + legs.arrive.unknown.
   */
  covered_if_wide: number;
  weight_sources: Record<WeightSource, number>;
  /** People by verdict; null where any building's weight only counts buildings. */
  people: Record<Verdict, number> | null;
}

export interface CountedBuilding {
  verdict: Verdict;
  legs: Record<LegName, Leg>;
}

export function noCounts(): CoverageCounts {
  return {
    buildings: 0,
    verdicts: perVerdict(),
    legs: { arrive: perLeg(), hose: perLeg(), water: perLeg() },
    arrives_water_unknown: 0,
    covered_if_wide: 0,
    weight_sources: { recorded: 0, shared: 0, count: 0 },
    people: perVerdict(),
  };
}

/** Counts one building in. Sums of people depend on the order of calls in their last digits: go by ascending id. */
export function countIn(
  counts: CoverageCounts,
  judged: CountedBuilding,
  weight: number,
  weight_source: WeightSource,
): void {
  countAlike(counts, judged, 1);
  counts.weight_sources[weight_source] += 1;
  if (weight_source === 'count') counts.people = null;
  else if (counts.people) counts.people[judged.verdict] += weight;
}

/** Counts buildings judged alike in, all but their weights. */
export function countAlike(
  counts: CoverageCounts,
  { verdict, legs }: CountedBuilding,
  buildings: number,
): void {
  counts.buildings += buildings;
  counts.verdicts[verdict] += buildings;
  for (const leg of ['arrive', 'hose', 'water'] as const) counts.legs[leg][legs[leg]] += buildings;
  const on_foot = legs.hose === 'pass' && legs.water === 'pass';
  if (on_foot && legs.arrive !== 'fail') counts.covered_if_wide += buildings;
  if (legs.arrive === 'pass' && legs.hose === 'pass' && legs.water === 'unknown') {
    counts.arrives_water_unknown += buildings;
  }
}

const perVerdict = () =>
  Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
const perLeg = (): Record<Leg, number> => ({ pass: 0, fail: 0, unknown: 0 });
