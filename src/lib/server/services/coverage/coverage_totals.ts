import { VERDICTS, type Leg, type LegName, type Verdict } from '../../../domain/coverage/verdict.ts';
import type { WeightSource } from '../../../domain/coverage/weights.ts';
import type { CoverageRun } from './run_coverage.ts';

export interface CoverageTotals {
  buildings: number;
  verdicts: Record<Verdict, number>;
  legs: Record<LegName, Record<Leg, number>>;
  /** Arrives and the hose reaches, water was never measured: shown beside `covered`, never inside it. */
  arrives_water_unknown: number;
  weight_sources: Record<WeightSource, number>;
  /** People by verdict; null where any building's weight only counts buildings. */
  people: Record<Verdict, number> | null;
}

/** Counts a run's verdicts, for the whole and by area id ('' outside any area). */
export const coverageTotals = (run: CoverageRun) =>
  totalsOf(run.buildings.map((_, building) => ({ run, building })));

/** The same where each building's verdict comes from a run of its own. */
export function totalsOf(judged: readonly { run: CoverageRun; building: number }[]): {
  all: CoverageTotals;
  by_area: Map<number | '', CoverageTotals>;
} {
  const all = nothing();
  const by_area = new Map<number | '', CoverageTotals>();
  for (const { run, building } of judged) {
    const area = run.town.buildings[building].area_id ?? '';
    const here = by_area.get(area) ?? nothing();
    by_area.set(area, here);
    for (const totals of [all, here]) {
      add(totals, run.buildings[building], run.weight[building], run.weight_source[building]);
    }
  }
  return { all, by_area };
}

function add(
  totals: CoverageTotals,
  { verdict, legs }: CoverageRun['buildings'][number],
  weight: number,
  weight_source: WeightSource,
): void {
  totals.buildings += 1;
  totals.verdicts[verdict] += 1;
  for (const leg of ['arrive', 'hose', 'water'] as const) totals.legs[leg][legs[leg]] += 1;
  if (legs.arrive === 'pass' && legs.hose === 'pass' && legs.water === 'unknown')
    totals.arrives_water_unknown += 1;
  totals.weight_sources[weight_source] += 1;
  if (weight_source === 'count') totals.people = null;
  else if (totals.people) totals.people[verdict] += weight;
}

const perVerdict = () =>
  Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
const perLeg = (): Record<Leg, number> => ({ pass: 0, fail: 0, unknown: 0 });

const nothing = (): CoverageTotals => ({
  buildings: 0,
  verdicts: perVerdict(),
  legs: { arrive: perLeg(), hose: perLeg(), water: perLeg() },
  arrives_water_unknown: 0,
  weight_sources: { recorded: 0, shared: 0, count: 0 },
  people: perVerdict(),
});
