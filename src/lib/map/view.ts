/** What part of the world the map shows: the centre in degrees and the zoom. */
export interface MapView {
  zoom: number;
  lat_deg: number;
  lon_deg: number;
}

/** "#14.25/24.50321/118.10522", the form other maps write too. */
export function formatView({ zoom, lat_deg, lon_deg }: MapView): string {
  const digits = Math.max(2, Math.ceil(zoom / 3.2));
  return `#${Math.round(zoom * 100) / 100}/${lat_deg.toFixed(digits)}/${lon_deg.toFixed(digits)}`;
}

/** Null where the text is no view of this world. */
export function parseView(hash: string): MapView | null {
  const numbers = hash.replace(/^#/, '').split('/').map(Number);
  const [zoom, lat_deg, lon_deg] = numbers as [number, number, number];
  if (numbers.length !== 3 || !numbers.every(Number.isFinite)) return null;
  const in_world = zoom >= 0 && zoom <= 22 && Math.abs(lat_deg) <= 85 && Math.abs(lon_deg) <= 180;
  return in_world ? { zoom, lat_deg, lon_deg } : null;
}

/** How much of the map lies under something from the right and from below, pixels. */
export interface Covered {
  right_px: number;
  bottom_px: number;
}

export const UNCOVERED: Covered = { right_px: 0, bottom_px: 0 };
