/** A line of a chart over months: a share 0-1 a month, null where nothing is known. */
export interface TrendLine {
  /** Names its colour and stroke. */
  id: 'rate' | 'tested';
  name: string;
  shares: readonly (number | null)[];
}

/** The first day of a month written 2026-11. */
export const monthStart = (month: string): Date => new Date(`${month}-01T00:00:00Z`);

/** At most `most` of the months, evenly spread, the last always among them. */
export function monthTicks(months: readonly string[], most: number): string[] {
  const step = Math.max(1, Math.ceil(months.length / most));
  return months.filter((_, index) => (months.length - 1 - index) % step === 0);
}

export interface EndLabel {
  id: TrendLine['id'];
  name: string;
  /** The latest that is known. */
  share: number;
  /** Where it is written, from above. */
  at: number;
}

/** The latest figure of each line, written beside it, moved down where two would lie upon each other. */
export function endLabels(
  lines: readonly TrendLine[],
  y: (share: number) => number,
  least_step: number,
): EndLabel[] {
  const labels = lines
    .flatMap(({ id, name, shares }): EndLabel[] => {
      const share = shares.findLast((each) => each !== null) ?? null;
      return share === null ? [] : [{ id, name, share, at: y(share) }];
    })
    .sort((a, b) => a.at - b.at);
  for (let i = 1; i < labels.length; i++) {
    labels[i]!.at = Math.max(labels[i]!.at, labels[i - 1]!.at + least_step);
  }
  return labels;
}
