import { cuts, SAME_M, sorted, type Link, type Stretch } from './stretch.ts';

/**
 * What must stand strictly within each stretch. Then: a stretch without a hydrant is in order only if one stands on it or within
 * spacing - length of one of its ends, so of stretches whose places for that do not overlap each needs one of its own. At last,
 * a group without any needs one; one that lies in several zones has it in any of them, which binds none.
 */
export function lowerBounds(
  stretches: readonly Stretch[],
  lanes: Lanes,
  at_node: ReadonlyMap<number, readonly number[]>,
): number[] {
  const bound = stretches.map(({ length_m, hydrants_m, spacing_m }) => {
    const at_m = [0, ...sorted(hydrants_m), length_m];
    return at_m.slice(1).reduce((sum, to_m, i) => sum + cuts(to_m - at_m[i], spacing_m), 0);
  });
  /** Places of stretches that served ones need, one of them each. */
  const claimed = stretches.map((): Piece[] => []);
  const isFree = (stretch: number, piece: Piece, zone: Stretch['zone']) =>
    stretches[stretch].zone === zone &&
    bound[stretch] === 0 &&
    !stretches[stretch].hydrants_m.some((at_m) => overlap(piece, [at_m, at_m])) &&
    !claimed[stretch].some((other) => overlap(piece, other));
  const longest_first = stretches.map((_, i) => i);
  longest_first.sort((a, b) => stretches[b].length_m - stretches[a].length_m || a - b);
  for (const i of longest_first) {
    if (bound[i] > 0 || stretches[i].hydrants_m.length > 0) continue;
    const pieces = servingPieces(stretches, i, lanes, at_node);
    if (!pieces.every(([stretch, piece]) => isFree(stretch, piece, stretches[i].zone))) continue;
    for (const [stretch, piece] of pieces) claimed[stretch].push(piece);
    bound[i] = 1;
  }
  const served = new Set(
    stretches.flatMap(({ group, hydrants_m }, i) => (hydrants_m.length + bound[i] > 0 ? [group] : [])),
  );
  const zone_of = new Map(stretches.map(({ group, zone }) => [group, zone]));
  for (const { group, zone } of stretches) if (zone_of.get(group) !== zone) served.add(group);
  stretches.forEach(({ group }, i) => {
    if (served.has(group)) return;
    served.add(group);
    bound[i] = 1;
  });
  return bound;
}

/** Of a stretch, from and to, metres along it. */
type Piece = readonly [from_m: number, to_m: number];

const overlap = (one: Piece, other: Piece) => one[0] <= other[1] + SAME_M && other[0] <= one[1] + SAME_M;

/** Where one hydrant at least has to stand for a stretch that has none to be in order: on itself, or near enough to its ends. */
function servingPieces(
  stretches: readonly Stretch[],
  own: number,
  lanes: Lanes,
  at_node: ReadonlyMap<number, readonly number[]>,
): [stretch: number, piece: Piece][] {
  const { start_node, end_node, length_m, spacing_m } = stretches[own];
  const reach_m = spacing_m - length_m + 2 * SAME_M;
  const pieces: [number, Piece][] = [[own, [0, length_m]]];
  for (const [node, distance_m] of nodesWithin(lanes, [start_node, end_node], reach_m)) {
    const left_m = reach_m - distance_m;
    for (const near of at_node.get(node) ?? []) {
      if (near === own) continue;
      const { start_node: start, end_node: end, length_m: near_m } = stretches[near];
      if (start === node) pieces.push([near, [0, Math.min(left_m, near_m)]]);
      if (end === node) pieces.push([near, [Math.max(0, near_m - left_m), near_m]]);
    }
  }
  return pieces;
}

export type Lanes = ReadonlyMap<number, readonly { to: number; length_m: number }[]>;

/** Ways from each node. */
export function lanesAt(streets: readonly Link[]): Lanes {
  const lanes = new Map<number, { to: number; length_m: number }[]>();
  const add = (from: number, to: number, length_m: number) => {
    const here = lanes.get(from);
    if (here) here.push({ to, length_m });
    else lanes.set(from, [{ to, length_m }]);
  };
  for (const { start_node, end_node, length_m } of streets) {
    add(start_node, end_node, length_m);
    add(end_node, start_node, length_m);
  }
  return lanes;
}

/** Nodes that can be come to within a distance, the first ones among them, and how far they are. */
export function nodesWithin(
  lanes: Lanes,
  from: readonly number[],
  limit_m: number,
): ReadonlyMap<number, number> {
  const best = new Map(from.map((node) => [node, 0]));
  const queue = [...best.keys()];
  for (let node = queue.shift(); node !== undefined; node = queue.shift()) {
    for (const { to, length_m } of lanes.get(node) ?? []) {
      const distance_m = best.get(node)! + length_m;
      if (distance_m > limit_m || distance_m >= (best.get(to) ?? Infinity)) continue;
      best.set(to, distance_m);
      queue.push(to);
    }
  }
  return best;
}
