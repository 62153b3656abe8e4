/** A street from crossing to crossing; distances along it from its start, metres. */
export interface Stretch {
  start_node: number;
  end_node: number;
  length_m: number;
  /** The rule of this stretch: no gap along it may be longer. */
  spacing_m: number;
  hydrants_m: readonly number[];
  /** Stretches that vehicles can go between have the same number. */
  group: number;
  /** The area it is counted in: a bound holds for every zone by itself. */
  zone: number | string;
}

/** A street that needs no hydrants but leads from one that does to another. */
export type Link = Pick<Stretch, 'start_node' | 'end_node' | 'length_m'>;

export const sorted = (values: readonly number[]) => values.slice().sort((a, b) => a - b);

/** Distances come in whole millimetres and add up: less than this is none. */
export const SAME_M = 0.005;

/** Least number of points that cut a length into parts no longer than the spacing. */
export const cuts = (length_m: number, spacing_m: number) =>
  Math.max(0, Math.ceil((length_m - SAME_M) / spacing_m) - 1);
