import type { WorkGain } from './work_gain.ts';
import type { Tried, WorkTrial } from './work_trial.ts';

/** One step of an order of work: done together, after the steps before it. */
export interface WorkStep {
  /** Indices into the trial's items, ascending. */
  items: number[];
  /** Given back by this step, on top of those before. */
  gain: WorkGain;
}

interface Candidate {
  items: readonly number[];
  /** Null: to be tried (again). */
  tried: Tried | null;
}

/**
 * A greedy order of work: at every step what gives back the most buildings for each piece of work in it, counted
 * anew after the steps before; ties to more buildings whose leg turns from fail to unknown, then to fewer pieces, then to
 * the lower rows. It ends where nothing gives anything back any more.
 *
 * Obstacles in series on one way give back nothing one by one, nor do two hydrants that a school asks for both, so besides every piece alone it tries the `groups`, each of
 * which is done as one step. Greedy is not best: a step that prepares two later ones is not looked for beyond those groups.
 *
 * What a step did not touch is not tried again: the gain of a piece that changes other streets and other buildings, and
 * adds to no sum of water that the step added to, is what it was.
 *
 * @param singles pieces by index, with what each came to alone where that is known.
 * @param onTried called before each trial; throws to stop.
 */
export function workOrder(
  trial: WorkTrial,
  singles: readonly { item: number; tried: Tried | null }[],
  groups: readonly (readonly number[])[],
  onTried: () => void = () => {},
): WorkStep[] {
  let candidates: Candidate[] = [
    ...singles.map(({ item, tried }) => ({ items: [item], tried })),
    ...groups.map((items) => ({ items, tried: null })),
  ];
  const steps: WorkStep[] = [];
  const tryAll = () => {
    for (const candidate of candidates) {
      if (candidate.tried) continue;
      onTried();
      candidate.tried = trial.try(candidate.items);
    }
  };
  for (tryAll(); candidates.length > 0; tryAll()) {
    const best = candidates.reduce((first, other) => (isAhead(other, first) ? other : first));
    if (givesNothing(best.tried!.gain)) break;
    const items = needed(trial, best, onTried);
    const done = trial.do(items);
    steps.push({ items, gain: done.gain });
    candidates = left(candidates, items, done);
  }
  return steps;
}

const givesNothing = ({ buildings, to_unknown }: WorkGain) => buildings === 0 && to_unknown === 0;

function isAhead(a: Candidate, b: Candidate): boolean {
  const [in_a, in_b] = [a.items.length, b.items.length];
  const [gain_a, gain_b] = [a.tried!.gain, b.tried!.gain];
  const order =
    gain_a.buildings * in_b - gain_b.buildings * in_a ||
    gain_a.to_unknown * in_b - gain_b.to_unknown * in_a ||
    in_b - in_a ||
    firstDifference(b.items, a.items);
  return order > 0;
}

const firstDifference = (a: readonly number[], b: readonly number[]) =>
  a.map((item, i) => item - b[i]).find((difference) => difference !== 0) ?? 0;

/** A group without the pieces it gives back just as much without. */
function needed(trial: WorkTrial, { items, tried }: Candidate, onTried: () => void): number[] {
  let kept = [...items];
  for (const item of [...items].reverse()) {
    if (kept.length < 2) break;
    const without = kept.filter((other) => other !== item);
    onTried();
    const { gain } = trial.try(without);
    const same = gain.buildings >= tried!.gain.buildings && gain.to_unknown >= tried!.gain.to_unknown;
    if (same) kept = without;
  }
  return kept;
}

/** The candidates after a step, those it touched to be tried again. */
function left(candidates: readonly Candidate[], done: readonly number[], step: Tried): Candidate[] {
  const is_done = new Set(done);
  const edges = step.edges && new Set(step.edges);
  const better = new Set(step.better);
  const asking = step.asking && new Set(step.asking);
  const after = new Map<string, Candidate>();
  for (const { items, tried } of candidates) {
    const rest = items.filter((item) => !is_done.has(item));
    const key = rest.join();
    if (rest.length === 0 || after.has(key)) continue;
    const untouched =
      rest.length === items.length &&
      tried?.edges &&
      edges &&
      tried.asking &&
      asking &&
      !tried.edges.some((edge) => edges.has(edge)) &&
      !tried.better.some((building) => better.has(building)) &&
      !tried.asking.some((building) => asking.has(building));
    after.set(key, { items: rest, tried: untouched ? tried : null });
  }
  return [...after.values()];
}
