/** A named measurement of ours against a rival, taken in the same run. */
export interface BenchRow {
  what: string;
  /** The rival's name and setting; empty where a row only states a figure. */
  rival: string;
  rival_ms: number | null;
  ours_ms: number | null;
  /** rival / ours, or the figure itself where there is no rival. */
  ratio: number;
}

/** Something that must hold: an answer that is right, or a bar that is met. */
export interface BenchCheck {
  what: string;
  ok: boolean;
  /** What was seen, with its unit, and what was expected. */
  seen: string;
}

export interface BenchResult {
  rows: BenchRow[];
  checks: BenchCheck[];
}

export interface BenchContext {
  /** Superuser of a throwaway PostgreSQL cluster with PostGIS and pgRouting, without a database's name. */
  clusterUrl(): Promise<string>;
  /** A file of the real input, null where FIRECOVER_TEST_DATA does not lead to it. */
  data(path: string): string | null;
  say(line: string): void;
}

export interface Bench {
  name: string;
  run(context: BenchContext): Promise<BenchResult>;
}

/** Times of `runs` runs after `warm_up` more, in ms. */
export async function timed(
  runs: number,
  warm_up: number,
  work: (run: number) => unknown | Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (let run = -warm_up; run < runs; run++) {
    const begun = performance.now();
    await work(Math.max(0, run));
    if (run >= 0) times.push(performance.now() - begun);
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

export function atLeast(what: string, seen: number, bar: number, unit = ''): BenchCheck {
  return { what, ok: seen >= bar, seen: `${format(seen)}${unit}, at least ${bar}${unit}` };
}

export function atMost(what: string, seen: number, bar: number, unit = ''): BenchCheck {
  return { what, ok: seen <= bar, seen: `${format(seen)}${unit}, at most ${bar}${unit}` };
}

export const format = (value: number) =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
