import type { Highs } from 'highs';
import { coverCost } from '../../../domain/siting/convex_cost.ts';
import type { FacilityMatrix, SiteRules } from '../../../domain/siting/facility_matrix.ts';
import { coveredWeight, firstCover } from '../../../domain/siting/first_cover.ts';
import { MaxCover } from '../../../domain/siting/max_cover.ts';
import { weightedCover, weightedRows, type WeightedCover } from '../../../domain/siting/weighted_cover.ts';
import { leastCost } from './cutting_planes.ts';
import { isOver, type ProofControl } from './proof.ts';
import { Unsolvable } from './unsolvable.ts';

export interface CoverQuestion {
  sites: number;
  radius: number;
  backup_share: number;
  rules: SiteRules;
}

/** The first answer is greedy's on about so much demand: nearly as good as on all, and there in a fraction of the time. */
const SAMPLED_DEMAND = 16_000;
/** Work of the search before the proof begins, and after each look at the relaxation, in matrix entries. */
const FIRST_ENTRIES = 2e6;
const ROUND_ENTRIES = 1e8;
/** Looks at half as many sites, and half again, share this much of the time each before the last few are tried. */
const LOOKS = 12;
/** Groups of demand with cuts of their own. */
const MOST_GROUPS = 10;

/** The choice of at most `sites` sites that covers most, and an upper bound of what any covers. */
export function maxCover(
  highs: Highs,
  matrix: FacilityMatrix,
  question: CoverQuestion,
  control: ProofControl,
): { chosen: number[]; bound: number } {
  const every = Math.max(1, Math.floor(matrix.demand_count / SAMPLED_DEMAND));
  const first = firstCover(weightedRows(matrix, question.radius, every), question);
  if (first) {
    const objective = coveredWeight(matrix, question.radius, first.chosen);
    const bound = matrix.weight.reduce((sum, weight) => sum + weight, 0);
    control.onStanding({ chosen: first.chosen, objective, bound: Math.max(bound, objective) });
  }
  return proveCover(highs, weightedCover(matrix, question.radius), question, control);
}

function proveCover(
  highs: Highs,
  cover: WeightedCover,
  question: CoverQuestion,
  control: ProofControl,
): { chosen: number[]; bound: number } {
  const { sites, rules, backup_share } = question;
  const all = Math.min(
    cover.row_weight.reduce((sum, weight) => sum + weight, 0) * (1 + backup_share),
    mostAlone(cover, sites),
  );
  const search = new MaxCover(cover, question).greedy();
  const tell = () =>
    control.onStanding({
      chosen: search.chosen(),
      objective: search.value,
      bound: Math.max(all, search.value),
    });
  tell();
  search.swap();
  tell();
  if (!isOver(control)) search.improve(FIRST_ENTRIES, all, () => isOver(control));
  tell();
  const found = leastCost(
    highs,
    {
      cost: coverCost(cover, backup_share, Math.min(MOST_GROUPS, Math.max(1, cover.matrix.rows))),
      sites,
      rules,
      whole: cover.whole_weights && (backup_share === 0 || backup_share === 1),
      start: { chosen: search.chosen(), cost: -search.value },
      round(shares) {
        const likely = Array.from(shares.keys()).sort((a, b) => shares[b] - shares[a] || a - b);
        search.take(likely.slice(0, sites));
        if (!isOver(control)) search.swap().improve(ROUND_ENTRIES, all, () => isOver(control));
        return { chosen: search.chosen(), cost: -search.value };
      },
    },
    {
      ...control,
      onStanding: ({ chosen, objective, bound }) =>
        control.onStanding({ chosen, objective: -objective, bound: -bound }),
    },
  );
  return { chosen: found.chosen, bound: Math.min(-found.bound, Math.max(all, -found.cost)) };
}

/** What so many sites would cover if none shared demand with another: no choice covers more, second cover included. */
function mostAlone(
  { matrix: { columns, column_first, column_row }, row_weight }: WeightedCover,
  sites: number,
) {
  const weight = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    for (let q = column_first[column]; q < column_first[column + 1]; q++) {
      weight[column] += row_weight[column_row[q]];
    }
  }
  return weight
    .sort()
    .slice(Math.max(0, columns - sites))
    .reduce((sum, each) => sum + each, 0);
}

/**
 * The fewest sites that cover this share of all weight, and a bound nothing goes below: numbers between the bound and
 * the count of a quick answer are halved, each time asking what so many cover at most; then the count is lowered by
 * one as long as a choice of that few covers enough.
 */
export function leastShare(
  highs: Highs,
  matrix: FacilityMatrix,
  { radius, share, rules }: { radius: number; share: number; rules: SiteRules },
  control: ProofControl,
): { chosen: number[]; bound: number } {
  const cover = weightedCover(matrix, radius);
  const coverable = cover.row_weight.reduce((sum, weight) => sum + weight, 0);
  const target = share * (coverable + cover.uncoverable_weight);
  const enough = target - 1e-9 * Math.max(1, target);
  const question = { radius, backup_share: 0, rules };
  const quick = new MaxCover(cover, { ...question, sites: matrix.site_count }).greedy();
  if (quick.value < enough) {
    const most = coverable / (coverable + cover.uncoverable_weight);
    throw new Unsolvable(`all sites together cover a share of ${most.toFixed(4)}, less than ${share}`);
  }
  const least_forced = new Set(rules.forced).size;
  const quick_sites = fewestGreedy(cover, question, enough, quick.chosen().length);
  let chosen = new MaxCover(cover, { ...question, sites: quick_sites }).greedy().chosen();
  let sites = chosen.length;
  let bound = Math.min(sites, Math.max(least_forced, enough > 0 ? 1 : 0));
  const tell = () => control.onStanding({ chosen, objective: chosen.length, bound });
  /** Whether so few suffice: true with a better choice taken, false with a higher bound, null where time ran out. */
  const suffice = (count: number, deadline_ms: number): boolean | null => {
    let best = { chosen: [] as number[], objective: -Infinity, bound: Infinity };
    const fewer = proveCover(
      highs,
      cover,
      { ...question, sites: count },
      {
        deadline_ms,
        stopped: () => control.stopped() || best.objective >= enough || best.bound < enough,
        onStanding: (standing) => (best = standing),
      },
    );
    if (best.objective >= enough) {
      chosen = best.chosen;
      sites = chosen.length;
    } else if (Math.min(best.bound, fewer.bound) < enough) bound = count + 1;
    else return null;
    tell();
    return best.objective >= enough;
  };
  tell();
  const look_ms = Math.max(0, control.deadline_ms - performance.now()) / LOOKS;
  for (let high = sites; bound < high && !isOver(control);) {
    const middle = (bound + high) >>> 1;
    const enough_found = suffice(middle, Math.min(control.deadline_ms, performance.now() + look_ms));
    if (enough_found !== false) high = Math.min(middle, sites);
  }
  while (bound < sites && !isOver(control)) {
    if (suffice(sites - 1, control.deadline_ms) === null) break;
  }
  return { chosen, bound };
}

/** The fewest sites with which greedy covers enough. */
function fewestGreedy(
  cover: WeightedCover,
  question: Omit<CoverQuestion, 'sites'>,
  enough: number,
  most: number,
): number {
  let [low, high] = [0, most];
  while (low < high) {
    const sites = (low + high) >>> 1;
    if (new MaxCover(cover, { ...question, sites }).greedy().value >= enough) high = sites;
    else low = sites + 1;
  }
  return low;
}
