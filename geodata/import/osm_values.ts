/**
 * Reading the free text of OpenStreetMap values into numbers. Each function returns null where the text states
 * no number, an impossible one, or one whose unit is not settled: null is "unknown", never zero. Of several
 * values ("3;4", "1.80/2.50", "3-4") the least counts, for passage is decided by the narrowest place.
 */

/** Factors to the base unit of each quantity. The empty unit is there only where OpenStreetMap defines a default. */
const LENGTH_M = units({
  '|m|metre|metres|meter|meters|米': 1,
  'cm|厘米': 0.01,
  'mm|毫米': 0.001,
  'km|公里': 1000,
  "ft|foot|feet|'|′": 0.3048,
  'in|inch|inches|"|″': 0.0254,
  'yd|yds|yard|yards': 0.9144,
  mi: 1609.344,
});
const SPEED_KMH = units({ '|km/h|kmh|kph|公里/小时': 1, mph: 1.609344, knots: 1.852 });
const WEIGHT_T = units({ '|t|吨': 1, 'kg|公斤': 0.001, 'st|ton|tons': 0.90718474, 'lb|lbs': 0.00045359237 });
const DIAMETER_MM = units({ '|mm|毫米': 1, cm: 10, 'in|inch|inches|"|″': 25.4 });
const PRESSURE_MPA = units({ '|bar|bars': 0.1, 'mpa|兆帕': 1, kpa: 0.001, psi: 0.006894757 });
/** No default: mappers write l/min as well as m3/h. */
const FLOW_LPS = units({
  'l/s|lps|升/秒': 1,
  'l/min|lpm|l/m|升/分': 1 / 60,
  'm3/h|m³/h|m^3/h|cbm/h': 1 / 3.6,
  'm3/min|m³/min': 1000 / 60,
  'm3/s|m³/s': 1000,
  'gpm|gal/min|us gpm': 0.0630902,
});
/** No default: tanks are given in litres as well as in cubic metres. */
const VOLUME_M3 = units({
  'm3|m³|m^3|cbm|立方米|方': 1,
  'l|litre|litres|liter|liters|升': 0.001,
  'gal|gallons|us gal': 0.003785412,
});

export const lengthM = (text: string | undefined) => least(text, LENGTH_M, 0, 1e6);
/** "walk", "none", "signals" and zones such as "CN:urban" state no number. */
export const speedKmh = (text: string | undefined) => least(text, SPEED_KMH, 0, 200);
export const weightT = (text: string | undefined) => least(text, WEIGHT_T, 0, 1000);
/** Nominal pipe diameter: "100", "DN100", "4\"". Below 20 mm nothing is a hydrant's main: the unit was left out. */
export const diameterMm = (text: string | undefined) =>
  least(text?.replace(/^\s*(dn|ø|⌀)\s*/i, ''), DIAMETER_MM, 20, 2000);
/** Without a unit it is bar; "suction" and "yes" are no pressure. */
export const pressureMpa = (text: string | undefined) => least(text, PRESSURE_MPA, 0, 5);
export const flowLps = (text: string | undefined) => least(text, FLOW_LPS, 0, 1000);
export const volumeM3 = (text: string | undefined) => least(text, VOLUME_M3, 0, 1e9);

/** The least of several lengths that state a number. */
export function leastLengthM(...texts: (string | undefined)[]): number | null {
  const lengths_m = texts.map(lengthM).filter((value) => value !== null);
  return lengths_m.length === 0 ? null : Math.min(...lengths_m);
}

/** A whole number such as storeys or people: "12,345", "12 345", "~1200". */
export function wholeNumber(text: string | undefined): number | null {
  const plain = text?.replace(/^[~≈±]|[,'\s](?=\d{3}(\D|$))/g, '') ?? '';
  return /^\d+(\.0+)?$/.test(plain) ? Number.parseInt(plain, 10) : null;
}

/** yes/true/1 and every other value but no/false/0. */
export const isSet = (text: string | undefined) =>
  text !== undefined && text !== 'no' && text !== 'false' && text !== '0';

type UnitTable = ReadonlyMap<string, number>;

function units(spellings: Record<string, number>): UnitTable {
  return new Map(
    Object.entries(spellings).flatMap(([names, factor]) =>
      names.split('|').map((name) => [name, factor] as const),
    ),
  );
}

const FEET_INCHES = /^(\d+)\s*(?:'|′|ft)\s*(\d+(?:\.\d+)?)\s*(?:"|″|''|in)?$/;
const NUMBER_UNIT = /^(\d+(?:[.,]\d+)?|[.,]\d+)\s*(\D.*)?$/;
/** A decimal comma has one or two digits behind it; "1,000" would be a thousand and is not guessed at. */
const AMBIGUOUS_COMMA = /,\d{3}/;

function least(text: string | undefined, table: UnitTable, above: number, at_most: number): number | null {
  if (text === undefined) return null;
  let result: number | null = null;
  for (const value of parts(text, table)) {
    if (value === null || !(value > above || (above > 0 && value === above)) || value > at_most) return null;
    if (result === null || value < result) result = value;
  }
  return result;
}

/** The value of each part; a unit standing only behind the last part holds for all ("3-4 m"). */
function parts(text: string, table: UnitTable): (number | null)[] {
  const whole = text.trim().toLowerCase();
  const one = oneValue(whole, table);
  if (one !== null) return [one.value];
  const pieces = whole.split(/\s*[;/–-]\s*/).filter((piece) => piece !== '');
  if (pieces.length < 2) return [null];
  const unit = NUMBER_UNIT.exec(pieces[pieces.length - 1])?.[2] ?? '';
  return pieces.map(
    (piece) => (/\d$/.test(piece) ? oneValue(piece + unit, table) : oneValue(piece, table))?.value ?? null,
  );
}

function oneValue(text: string, table: UnitTable): { value: number } | null {
  const plain = text.replace(/^(ca\.?|approx\.?|about|约|~|≈)\s*/, '').trim();
  const feet = FEET_INCHES.exec(plain);
  if (feet && table === LENGTH_M) return { value: Number(feet[1]) * 0.3048 + Number(feet[2]) * 0.0254 };
  const match = NUMBER_UNIT.exec(plain);
  if (!match || AMBIGUOUS_COMMA.test(match[1])) return null;
  const factor = table.get((match[2] ?? '').trim().replace(/\s*\/\s*/, '/'));
  return factor === undefined ? null : { value: round(Number(match[1].replace(',', '.')) * factor) };
}

/** Drops the noise of binary fractions: 15 m3/h is 4.16667 L/s. */
const round = (value: number) => Number(value.toPrecision(6));
