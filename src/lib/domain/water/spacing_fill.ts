import { lanesAt, lowerBounds, nodesWithin, type Lanes } from './spacing_bound.ts';
import { finiteOr0, spacingGaps } from './spacing_gap.ts';
import { cuts, SAME_M, sorted, type Link, type Stretch } from './stretch.ts';

/** From each end of a stretch to the nearest hydrant of any other, by ways not over itself; Infinity where there is none. */
export interface Beyond {
  start_m: number;
  end_m: number;
}

export interface SpacingFill {
  /** By stretch: where hydrants are put, ascending. */
  placed_m: number[][];
  /** By stretch: no fewer can stand on it. */
  bound: number[];
}

/** Rounds after which the rest is filled stretch by stretch without looking for crossings. */
const MOST_CORNER_ROUNDS = 200;
/** Rounds at all; each places a hydrant, so that only a `beyondOf` that contradicts itself comes here. */
const MOST_ROUNDS = 2000;

/**
 * Puts hydrants so that no spacing along the stretches is longer than the rule, as spacingGaps words it: between two
 * hydrants of one stretch the least number, ceil(d / spacing) - 1 at equal distances; then at crossings, which serve every street
 * that meets there, where that saves more than it costs; then along what is left, a spacing apart.
 *
 * The number is the least on a street by itself. On a net it is that of a good plan and not proven least, so that a bound goes
 * with it: what must stand strictly within each stretch even if its neighbours had hydrants at every crossing, and one for each
 * of a set of stretches no two of which a hydrant serves.
 *
 * @param links the streets between, for distances alone.
 * @param beyondOf distances beyond the ends of every stretch for hydrants at the places given, by stretch.
 */
export function fillSpacing(
  stretches: readonly Stretch[],
  links: readonly Link[],
  beyondOf: (standing_m: readonly (readonly number[])[]) => readonly Beyond[],
): SpacingFill {
  for (const { spacing_m } of stretches) {
    if (!(spacing_m > 0)) throw new RangeError(`Spacing ${spacing_m} m, expected above 0`);
  }
  const longest_m = stretches.reduce((longest, { spacing_m }) => Math.max(longest, spacing_m), 0);
  const placed_m = stretches.map(({ hydrants_m, spacing_m }) => between(sorted(hydrants_m), spacing_m));
  const standing = () => stretches.map(({ hydrants_m }, i) => sorted([...hydrants_m, ...placed_m[i]]));
  const at_node = stretchesAt(stretches);
  const lanes = lanesAt([...stretches, ...links]);
  const bound = lowerBounds(stretches, lanes, at_node);
  for (let round = 0; ; round++) {
    const here = standing();
    const beyond = beyondOf(here);
    const ends = stretches.map((stretch, i) => endsOf(stretch, here[i], beyond[i]));
    const open = stretches.flatMap(({ length_m, spacing_m }, i) => {
      const gaps = spacingGaps(
        {
          length_m,
          hydrants_m: here[i],
          beyond_start_m: beyond[i].start_m,
          beyond_end_m: beyond[i].end_m,
        },
        spacing_m + SAME_M,
      );
      return gaps.length > 0 ? [i] : [];
    });
    if (open.length === 0) return { placed_m: placed_m.map(sorted), bound };
    if (round >= MOST_ROUNDS) throw new Error(`${open.length} stretches are open after ${round} rounds`);
    const near = new NearNodes(lanes, longest_m);
    const corners = round < MOST_CORNER_ROUNDS ? worthyCorners({ stretches, ends, open, at_node }) : [];
    const done_corners = corners.filter((node) => near.take(node));
    for (const node of done_corners) {
      const on = at_node.get(node)![0];
      placed_m[on].push(stretches[on].start_node === node ? 0 : stretches[on].length_m);
    }
    if (done_corners.length > 0) continue;
    let placed = 0;
    for (const i of open) {
      const { start_node, end_node, spacing_m } = stretches[i];
      const inside_m = between(here[i], spacing_m);
      if (inside_m.length === 0 && !near.take(start_node, end_node)) continue;
      placed += placed_m[i].push(...(inside_m.length > 0 ? inside_m : along(ends[i], spacing_m)));
    }
    if (placed === 0) throw new Error(`${open.length} stretches stay open after ${round} rounds`);
  }
}

/** Between every two neighbours the least number, at equal distances. */
function between(at_m: readonly number[], spacing_m: number): number[] {
  return at_m.slice(1).flatMap((to_m, i) => {
    const from_m = at_m[i];
    const count = cuts(to_m - from_m, spacing_m);
    return Array.from({ length: count }, (_, k) => from_m + ((to_m - from_m) * (k + 1)) / (count + 1));
  });
}

/** What lies open at the two ends of a stretch; `nowhere` where no hydrant can be come to at all. */
interface Ends {
  length_m: number;
  first_m: number | null;
  last_m: number | null;
  before_m: number;
  after_m: number;
  nowhere: boolean;
}

function endsOf({ length_m }: Stretch, at_m: readonly number[], { start_m, end_m }: Beyond): Ends {
  return {
    length_m,
    first_m: at_m[0] ?? null,
    last_m: at_m[at_m.length - 1] ?? null,
    before_m: finiteOr0(start_m),
    after_m: finiteOr0(end_m),
    nowhere: at_m.length === 0 && start_m === Infinity && end_m === Infinity,
  };
}

/** Hydrants still needed at the ends of a stretch, for distances beyond them that a corner may change. */
function needed(ends: Ends, spacing_m: number, before_m = ends.before_m, after_m = ends.after_m): number {
  const { length_m, first_m, last_m, nowhere } = ends;
  const before = Math.min(before_m, spacing_m);
  const after = Math.min(after_m, spacing_m);
  if (first_m === null || last_m === null) {
    const count = cuts(before + length_m + after, spacing_m);
    return nowhere ? Math.max(1, count) : count;
  }
  return cuts(before + first_m, spacing_m) + cuts(length_m - last_m + after, spacing_m);
}

function stretchesAt(stretches: readonly Stretch[]): Map<number, number[]> {
  const at = new Map<number, number[]>();
  stretches.forEach(({ start_node, end_node }, i) => {
    for (const node of new Set([start_node, end_node])) at.set(node, [...(at.get(node) ?? []), i]);
  });
  return at;
}

/** Crossings where one hydrant saves more than one along the streets that meet there, those that save most first. */
function worthyCorners(net: {
  stretches: readonly Stretch[];
  ends: readonly Ends[];
  open: readonly number[];
  at_node: ReadonlyMap<number, readonly number[]>;
}): number[] {
  const { stretches, ends, open, at_node } = net;
  const saved = new Map<number, number>();
  for (const i of open) {
    const { start_node, end_node, spacing_m } = stretches[i];
    const now = needed(ends[i], spacing_m);
    const somewhere = { ...ends[i], nowhere: false };
    const with_start = needed(somewhere, spacing_m, 0, somewhere.after_m);
    const with_end = needed(somewhere, spacing_m, somewhere.before_m, 0);
    saved.set(start_node, (saved.get(start_node) ?? 0) + now - with_start);
    if (end_node !== start_node) saved.set(end_node, (saved.get(end_node) ?? 0) + now - with_end);
  }
  return [...saved]
    .filter(([node, count]) => count > 1 && at_node.get(node)!.length > 1)
    .sort(([a, saved_a], [b, saved_b]) => saved_b - saved_a || a - b)
    .map(([node]) => node);
}

/** Places along what is open at the ends of a stretch, a spacing apart from the hydrant before. */
function along(ends: Ends, spacing_m: number): number[] {
  const { length_m, first_m, last_m, before_m, after_m } = ends;
  const before = Math.min(before_m, spacing_m);
  const after = Math.min(after_m, spacing_m);
  const inside = (at_m: number) => Math.min(length_m, Math.max(0, at_m));
  if (first_m === null || last_m === null) {
    const count = Math.max(1, cuts(before + length_m + after, spacing_m));
    const step_m = (before + length_m + after) / (count + 1);
    return Array.from({ length: count }, (_, k) => inside(step_m * (k + 1) - before));
  }
  const front = cuts(before + first_m, spacing_m);
  const back = cuts(length_m - last_m + after, spacing_m);
  const front_m = (before + first_m) / (front + 1);
  const back_m = (length_m - last_m + after) / (back + 1);
  if (front + back === 0) return [before + first_m > spacing_m ? 0 : length_m];
  return [
    ...Array.from({ length: front }, (_, k) => inside(front_m * (k + 1) - before)),
    ...Array.from({ length: back }, (_, k) => inside(last_m + back_m * (k + 1))),
  ];
}

/** Keeps what is done in one round a spacing apart, since each changes what lies beyond the others' ends. */
class NearNodes {
  readonly #lanes: Lanes;
  readonly #spacing_m: number;
  readonly #taken = new Set<number>();

  constructor(lanes: Lanes, spacing_m: number) {
    this.#lanes = lanes;
    this.#spacing_m = spacing_m;
  }

  take(...nodes: number[]): boolean {
    if (nodes.some((node) => this.#taken.has(node))) return false;
    for (const node of nodesWithin(this.#lanes, nodes, this.#spacing_m).keys()) this.#taken.add(node);
    return true;
  }
}
