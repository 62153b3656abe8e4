/** Seconds people choose a cutoff from; an address takes any within a minute and an hour. */
export const CUTOFFS_S = [60, 120, 180, 300, 480, 600, 900] as const;
