import { servedBy } from './facility_check.ts';
import type { FacilityMatrix, SiteRules } from './facility_matrix.ts';
import { CLOSED, FREE, MedianBound, OPEN } from './median_bound.ts';
import { nearestPairs } from './nearest_pairs.ts';
import type { MedianSearch } from './p_median.ts';
import type { Ascent } from './volume_ascent.ts';

export interface MedianProblem {
  matrix: FacilityMatrix;
  /** Most sites. */
  sites: number;
  rules: SiteRules;
}

export interface MedianStanding {
  chosen: number[];
  cost: number;
  /** No choice costs less. */
  bound: number;
}

export interface MedianWatch {
  stopped(): boolean;
  /** Called when the answer or the bound has become better. */
  onStanding(standing: MedianStanding): void;
}

/** A part of the choices: what is settled about each site, and the relaxation's standing there. */
interface Node {
  bound: number;
  state: Uint8Array;
  /** Prices need no precision: any give a bound. */
  price: Float32Array;
  share: Float32Array;
}

const ROOT_STEPS = 3000;
const NODE_STEPS = 150;
/** The shares of so many first nodes, and then of one in so many, are rounded to choices. */
const ROUNDED_NODES = 30;
/** Where the gap is this wide, a better choice is searched for at one node in so many. */
const WIDE_GAP = 0.01;
const SEARCHED_NODES = 4;

/**
 * Branch and bound on the Lagrangian relaxation of the p-median problem: at each node the prices are raised from those of
 * the node above, sites that no better choice has, or that every better choice has, are settled by their worth, and the
 * choices are split on the site whose share is nearest a half. The node with the least bound comes first, so that the
 * bound of all rises steadily.
 */
export function medianTree(
  { matrix, sites, rules }: MedianProblem,
  start: readonly number[],
  search: MedianSearch,
  watch: MedianWatch,
): MedianStanding {
  const costOf = (chosen: readonly number[]) => servedBy(matrix, chosen, Infinity).weighted_cost;
  let chosen = [...start];
  let known = costOf(chosen);
  let bound = leastOfAll(matrix);
  /** A bound this near to the best known cost proves it: less than a whole number, or than the last digits of a sum. */
  const rounding = Math.max(1e-6, 1e-11 * known);
  const whole =
    rounding < 0.1 && matrix.cost.every(Number.isInteger) && matrix.weight.every(Number.isInteger);
  const enough = () => (whole ? known - 1 + rounding : known * (1 - 1e-9));
  const offer = (found: readonly number[]) => {
    const cost = costOf(found);
    if (cost >= known) return;
    [chosen, known] = [[...found], cost];
    tell();
  };
  const tell = () => watch.onStanding({ chosen, cost: known, bound: Math.min(bound, known) });
  const raise = (value: number) => {
    const better = Math.min(known, value > enough() ? known : whole ? Math.ceil(value - rounding) : value);
    if (better <= bound) return;
    bound = better;
    tell();
  };

  const order = nearestPairs(matrix, watch.stopped);
  if (order === null) return { chosen, cost: known, bound };
  const relaxation = new MedianBound(matrix, sites, order);
  const ascend = (state: Uint8Array, price: ArrayLike<number>, most_steps: number) =>
    relaxation.ascend(state, price, { known, enough: enough(), most_steps, stopped: watch.stopped });
  const round = ({ share }: { share: ArrayLike<number> }) => {
    const likely = Array.from({ length: matrix.site_count }, (_, site) => site);
    likely.sort((a, b) => share[b] - share[a] || a - b);
    offer(search.from(likely.slice(0, sites), sites, watch.stopped));
  };

  const state = new Uint8Array(matrix.site_count).fill(FREE);
  for (const site of rules.forbidden) state[site] = CLOSED;
  for (const site of rules.forced) state[site] = OPEN;
  const root = ascend(state, relaxation.pricesFrom(chosen), ROOT_STEPS);
  raise(root.bound);
  if (!watch.stopped()) round(root);
  settle(state, root, sites, enough());
  relaxation.drop(state);

  const open = new NodeHeap();
  open.push(nodeOf(state, root));
  let nodes = 0;
  while (open.size > 0) {
    raise(open.least());
    if (bound >= known || watch.stopped()) return { chosen, cost: known, bound };
    const node = open.pop();
    const only = onlyChoice(node.state, sites);
    if (only) {
      offer(only);
      continue;
    }
    const site = nearestHalf(node);
    for (const settled of [OPEN, CLOSED]) {
      const child = node.state.slice();
      child[site] = settled;
      const leaf = onlyChoice(child, sites);
      if (leaf) {
        offer(leaf);
        continue;
      }
      if (leavesDemand(child)) continue;
      const relaxed = ascend(child, node.price, NODE_STEPS);
      const child_bound = Math.max(node.bound, relaxed.bound);
      if (child_bound > enough()) continue;
      if (nodes < ROUNDED_NODES || nodes % ROUNDED_NODES === 0) round(relaxed);
      settle(child, relaxed, sites, enough());
      open.push({ ...nodeOf(child, relaxed), bound: child_bound });
      nodes++;
      if (known - bound > WIDE_GAP * known && nodes % SEARCHED_NODES === 0)
        offer(search.near(chosen, watch.stopped));
    }
  }
  raise(known);
  return { chosen, cost: known, bound };

  /** Whether some demand has no site left that may serve it. */
  function leavesDemand(settled: Uint8Array): boolean {
    for (let demand = 0; demand < matrix.demand_count; demand++) {
      let pair = matrix.first[demand];
      while (pair < matrix.first[demand + 1] && settled[matrix.site[pair]] === CLOSED) pair++;
      if (pair === matrix.first[demand + 1]) return true;
    }
    return false;
  }
}

/** Each demand costs no less than its cheapest pair. */
function leastOfAll({ demand_count, first, cost, weight }: FacilityMatrix): number {
  let sum = 0;
  for (let demand = 0; demand < demand_count; demand++) {
    if (weight[demand] === 0) continue;
    let least = Infinity;
    for (let pair = first[demand]; pair < first[demand + 1]; pair++) least = Math.min(least, cost[pair]);
    sum += weight[demand] * least;
  }
  return sum;
}

const nodeOf = (state: Uint8Array, { bound, price, share }: Ascent): Node => ({
  bound,
  state,
  price: Float32Array.from(price),
  share: Float32Array.from(share),
});

/** The one choice that is best among those left, where there is only one; null where there are more. */
function onlyChoice(state: Uint8Array, sites: number): number[] | null {
  const open = Array.from(state.keys()).filter((site) => state[site] === OPEN);
  if (open.length >= sites) return open;
  const left = Array.from(state.keys()).filter((site) => state[site] !== CLOSED);
  return left.length <= sites ? left : null;
}

function nearestHalf({ state, share }: Node): number {
  let best = -1;
  for (let site = 0; site < state.length; site++) {
    if (state[site] !== FREE) continue;
    if (best === -1 || Math.abs(share[site] - 0.5) < Math.abs(share[best] - 0.5)) best = site;
  }
  return best;
}

/** Closes free sites that no better choice has and opens those that every better choice has. */
function settle(state: Uint8Array, { bound, worth }: Ascent, sites: number, enough: number): void {
  const free: number[] = [];
  let left = sites;
  for (let site = 0; site < state.length; site++) {
    if (state[site] === FREE) free.push(site);
    else if (state[site] === OPEN) left--;
  }
  free.sort((a, b) => worth[a] - worth[b] || a - b);
  const last_in = left > 0 && left <= free.length ? worth[free[left - 1]] : 0;
  const first_out = left < free.length ? worth[free[left]] : 0;
  free.forEach((site, place) => {
    if (place < left && bound - worth[site] + first_out > enough) state[site] = OPEN;
    if (place >= left && bound + worth[site] - last_in > enough) state[site] = CLOSED;
  });
}

/** Nodes by bound, the least on top. */
class NodeHeap {
  readonly #nodes: Node[] = [];

  get size(): number {
    return this.#nodes.length;
  }

  least(): number {
    return this.#nodes[0].bound;
  }

  push(node: Node): void {
    const nodes = this.#nodes;
    let place = nodes.push(node) - 1;
    for (
      let above = (place - 1) >> 1;
      place > 0 && nodes[above].bound > node.bound;
      above = (place - 1) >> 1
    ) {
      nodes[place] = nodes[above];
      place = above;
    }
    nodes[place] = node;
  }

  pop(): Node {
    const nodes = this.#nodes;
    const top = nodes[0];
    const last = nodes.pop()!;
    if (nodes.length === 0) return top;
    let place = 0;
    for (let below = 1; below < nodes.length; below = 2 * place + 1) {
      if (below + 1 < nodes.length && nodes[below + 1].bound < nodes[below].bound) below++;
      if (nodes[below].bound >= last.bound) break;
      nodes[place] = nodes[below];
      place = below;
    }
    nodes[place] = last;
    return top;
  }
}
