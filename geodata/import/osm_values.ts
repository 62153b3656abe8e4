import { quantity } from './quantities.ts';
import type { DimensionName } from './written_units.ts';

/**
 * Reading the free text of OpenStreetMap values into numbers. Each function returns null where the text states
 * no number, an impossible one, or one whose unit OpenStreetMap does not settle: null is "unknown", never zero.
 * Of several values ("3;4", "1.80/2.50", "3-4 m") the least counts, for the narrowest place decides passage.
 */
interface OsmQuantity {
  dimension: DimensionName;
  /** Unit of a bare number as OpenStreetMap defines it; null where mappers differ. */
  default_unit: string | null;
  /** Outside these bounds, in the unit of the dimension, the text is a slip of the pen. */
  min: number;
  max: number;
}

const LENGTH: OsmQuantity = { dimension: 'length_m', default_unit: 'm', min: 0.01, max: 1e6 };
const ELEVATION: OsmQuantity = { dimension: 'length_m', default_unit: 'm', min: -500, max: 9000 };
const SPEED: OsmQuantity = { dimension: 'speed_kmh', default_unit: 'km/h', min: 1, max: 200 };
const WEIGHT: OsmQuantity = { dimension: 'weight_t', default_unit: 't', min: 0.01, max: 1000 };
const DIAMETER: OsmQuantity = { dimension: 'diameter_mm', default_unit: 'mm', min: 20, max: 2000 };
const PRESSURE: OsmQuantity = { dimension: 'pressure_mpa', default_unit: 'bar', min: 1e-4, max: 5 };
/** Some write l/min, others m3/h. */
const FLOW: OsmQuantity = { dimension: 'flow_lps', default_unit: null, min: 1e-4, max: 1000 };
/** Some write litres, others cubic metres. */
const VOLUME: OsmQuantity = { dimension: 'volume_m3', default_unit: null, min: 1e-3, max: 1e9 };

export const lengthM = (text: string | undefined) => least(text, LENGTH);
/** ele=*: above sea level. */
export const elevationM = (text: string | undefined) => least(text, ELEVATION);
/** "walk", "none", "signals" and zones such as "CN:urban" state no number. */
export const speedKmh = (text: string | undefined) => least(text, SPEED);
export const weightT = (text: string | undefined) => least(text, WEIGHT);
/** Nominal diameter of the main: "100", "DN100", "4\"". */
export const diameterMm = (text: string | undefined) => least(text, DIAMETER);
/** "suction" and "yes" are no pressure. */
export const pressureMpa = (text: string | undefined) => least(text, PRESSURE);
export const flowLps = (text: string | undefined) => least(text, FLOW);
export const volumeM3 = (text: string | undefined) => least(text, VOLUME);

/** The least of several lengths that state a number. */
export function leastLengthM(...texts: (string | undefined)[]): number | null {
  const lengths_m = texts.map(lengthM).filter((value) => value !== null);
  return lengths_m.length === 0 ? null : Math.min(...lengths_m);
}

/** A whole number such as storeys or people: "12,345", "12 345", "~1200". */
export function wholeNumber(text: string | undefined): number | null {
  const plain = text?.trim().replace(/^[~≈]|[,'\s](?=\d{3}(\D|$))/g, '') ?? '';
  return /^\d+(\.0+)?$/.test(plain) ? Number.parseInt(plain, 10) : null;
}

/** Every value but no/false/0. */
export const isSet = (text: string | undefined) =>
  text !== undefined && text !== 'no' && text !== 'false' && text !== '0';

function least(text: string | undefined, sought: OsmQuantity): number | null {
  if (text === undefined) return null;
  const whole = oneValue(text, sought);
  if (whole !== null) return whole;
  const pieces = text.split(/[;/]/).map((piece) => piece.trim());
  if (pieces.length < 2) return null;
  const shared_unit = /[^\d\s.,]*$/.exec(pieces[pieces.length - 1])?.[0] ?? '';
  let result = Infinity;
  for (const piece of pieces) {
    const value = oneValue(/\d$/.test(piece) ? piece + shared_unit : piece, sought);
    if (value === null) return null;
    result = Math.min(result, value);
  }
  return result;
}

function oneValue(text: string, { dimension, default_unit, min, max }: OsmQuantity): number | null {
  let is_guess = false;
  const unitAssumed = () => (is_guess = true);
  const value = quantity(dimension, text, { column_unit: default_unit, unitAssumed });
  if (value === null || value === undefined || is_guess || !(value >= min && value <= max)) return null;
  return Number(value.toPrecision(9));
}
