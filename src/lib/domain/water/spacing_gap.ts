/** Hydrants of one street and what the net beyond its ends holds; distances along streets, metres. */
export interface StreetHydrants {
  length_m: number;
  /** From the street's beginning, in any order. */
  hydrants_m: readonly number[];
  /** From each end to the nearest hydrant of any other street, by ways not over this one; Infinity where there is none. */
  beyond_start_m: number;
  beyond_end_m: number;
}

/** A stretch of a street between two hydrants, or between one and where the street ends. */
export interface SpacingGap {
  from_m: number;
  to_m: number;
  /** From hydrant to hydrant, beyond the street's ends where they stand round the corner; Infinity where there is none. */
  gap_m: number;
}

/** Distances come in whole millimetres: a stretch shorter than this is none. */
const SAME_M = 0.005;

/**
 * Where hydrants along a street stand farther apart than `spacing_m` (GB 50974-2014 7.2.5: not more than 120 m). Streets are
 * cut at crossings in the data, so the distance goes on beyond an end to the nearest hydrant that way. From a dead
 * end no other way leads on: nothing is counted beyond it, and it is too long if it is itself longer than the
 * spacing. Stretches of different streets never overlap; a gap across several of them is told by each.
 */
export function spacingGaps(street: StreetHydrants, spacing_m: number): SpacingGap[] {
  const { length_m, beyond_start_m, beyond_end_m } = street;
  const at_m = street.hydrants_m.slice().sort((a, b) => a - b);
  const before_m = finiteOr0(beyond_start_m);
  const after_m = finiteOr0(beyond_end_m);
  const bounds_m = [0, ...at_m, length_m];
  const last = bounds_m.length - 2;
  return bounds_m
    .slice(1)
    .map((to_m, i): SpacingGap => {
      const from_m = bounds_m[i];
      const nowhere = at_m.length === 0 && beyond_start_m === Infinity && beyond_end_m === Infinity;
      const beyond_m = (i === 0 ? before_m : 0) + (i === last ? after_m : 0);
      return { from_m, to_m, gap_m: nowhere ? Infinity : to_m - from_m + beyond_m };
    })
    .filter(({ from_m, to_m, gap_m }) => gap_m > spacing_m && to_m - from_m > SAME_M);
}

/** A distance that is counted; none where nothing is there. */
export const finiteOr0 = (distance_m: number) => (distance_m === Infinity ? 0 : distance_m);

/**
 * Which sides of a wide road lack hydrants (GB 50974-2014 7.2.4: wider than 60 m, on both sides, staggered). Each side is
 * looked at by itself over this street alone.
 *
 * @returns null where the width is not known.
 */
export function sidesShort(
  road: { width_m: number | null; length_m: number; left_m: readonly number[]; right_m: readonly number[] },
  rules: { both_sides_width_m: number; spacing_m: number },
): { left: SpacingGap[]; right: SpacingGap[] } | null {
  const { width_m, length_m, left_m, right_m } = road;
  if (width_m === null) return null;
  if (width_m <= rules.both_sides_width_m) return { left: [], right: [] };
  const side = (hydrants_m: readonly number[]) =>
    spacingGaps({ length_m, hydrants_m, beyond_start_m: Infinity, beyond_end_m: Infinity }, rules.spacing_m);
  return { left: side(left_m), right: side(right_m) };
}
