/** west, south, east, north in degrees. */
type Bounds = readonly [number, number, number, number];

const NUMBER = '([+-]?\\d{1,3}(?:\\.\\d+)?)\\s*°?\\s*([NSEW]?)';
const PAIR = new RegExp(`^\\(?\\s*${NUMBER}(?:\\s*[,，;；/]\\s*|\\s+)${NUMBER}\\s*\\)?$`);

/**
 * A text as a point, lon and lat in degrees, in whichever order it is written: "24.5,118.1" and "118.1 24.5" are one
 * place. Letters (24.5N 118.1E) decide, then a number beyond 90. Where both orders are possible both are given,
 * the one nearer to the data first; latitude first where there is none.
 */
export function coordinatesIn(text: string, near_deg: Bounds | null): [lon_deg: number, lat_deg: number][] {
  const match = PAIR.exec(text.trim().toUpperCase());
  if (!match) return [];
  const [, first_text, first_letter, second_text, second_letter] = match;
  const signed = (value: string, letter: string) => (/[SW]/.test(letter) ? -Number(value) : Number(value));
  const first = signed(first_text, first_letter);
  const second = signed(second_text, second_letter);
  const says_lat_first = /[NS]/.test(first_letter) || /[EW]/.test(second_letter);
  const says_lon_first = /[EW]/.test(first_letter) || /[NS]/.test(second_letter);
  const candidates: [number, number][] = [];
  if (!says_lon_first) candidates.push([second, first]);
  if (!says_lat_first) candidates.push([first, second]);
  const found = candidates.filter(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
  if (found.length < 2 || first === second) return found.slice(0, 1);
  return near_deg === null
    ? found
    : found.sort((a, b) => outside_deg(a, near_deg) - outside_deg(b, near_deg));
}

/** How far a point lies outside a box, degrees; 0 inside. */
function outside_deg([lon, lat]: [number, number], [west, south, east, north]: Bounds): number {
  return Math.hypot(Math.max(west - lon, 0, lon - east), Math.max(south - lat, 0, lat - north));
}
