import type { StreetRow } from './street_rows.ts';

/**
 * A city of `columns` x `rows` crossings, `block_m` apart, whose shortest ways are known in closed form: from crossing
 * (a, b) to (c, d) it is (|a - c| + |b - d|) blocks. Each street is one way through all its crossings.
 */
export function gridCity(
  columns: number,
  rows: number,
  block_m: number,
  street: Partial<StreetRow> = {},
): StreetRow[] {
  const along = (count: number) => Array.from({ length: count }, (_, i) => i);
  const west_east = along(rows).map((y) => ({
    ...street,
    line_m: along(columns).map((x) => [x * block_m, y * block_m] as const),
  }));
  const south_north = along(columns).map((x) => ({
    ...street,
    line_m: along(rows).map((y) => [x * block_m, y * block_m] as const),
  }));
  return [...west_east, ...south_north];
}
