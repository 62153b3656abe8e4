/** Pixels of a chart for one drawn at the usual letter size: large screens have larger letters. */
export const remScale = (): number =>
  typeof document === 'undefined' ? 1 : parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
