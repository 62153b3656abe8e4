import { plainNumber, plainText, type Reading } from './plain_text.ts';
import { DIMENSIONS, unitKey, type Dimension, type DimensionName } from './written_units.ts';

/** A bare number whose unit had to be taken from the column or from custom. */
export interface QuantityContext {
  /** Unit the column's name carries, such as `ft` in WIDTH_FT; null where it carries none. */
  column_unit: string | null;
  /** Called where neither value nor column says a unit and the custom of the field was followed. */
  unitAssumed: (unit: string) => void;
}

/**
 * A quantity in the unit the dimension is named for. A range ("3-4 m") gives its lower end: the narrow end
 * decides whether a vehicle passes.
 */
export function quantity(
  dimension: DimensionName,
  value: unknown,
  context: QuantityContext,
  column_is_chinese = false,
): Reading<number> {
  const text = plainText(value);
  if (text === null) return null;
  const { units, custom } = DIMENSIONS[dimension] as Dimension;
  if (dimension === 'length_m') {
    const feet = feetAndInches(text);
    if (feet !== undefined) return feet;
  }
  const nominal =
    dimension === 'diameter_mm' ? /^(?:dn|de|d|φ|ø|Φ)\s*(\d+(?:\.\d+)?)(?:\s*mm)?$/i.exec(text) : null;
  if (nominal) return Number(nominal[1]);

  const parts = /^([+-]?[\d.,'\s]*\d\.?)(?:\s*(?:-|~|–|—|至|到)\s*([\d.,]*\d))?\s*(.*)$/.exec(
    text.replace(/^(约|大约|approx\.?|ca\.?|~|≈|>=|≥)\s*/i, ''),
  );
  if (parts === null) return undefined;
  const low = plainNumber(parts[1]!.trim());
  const high = parts[2] === undefined ? low : plainNumber(parts[2]);
  if (low === undefined || high === undefined || high < low) return undefined;
  const written = unitKey(parts[3]!);
  if (written !== '') {
    const factor = units[written];
    return factor === undefined ? undefined : low * factor;
  }
  const column_factor = context.column_unit === null ? undefined : units[unitKey(context.column_unit)];
  if (column_factor !== undefined) return low * column_factor;
  const assumed = custom(low, column_is_chinese);
  if (assumed === null) return undefined;
  context.unitAssumed(assumed);
  return low * units[assumed]!;
}

/** 10'6", 10 ft 6 in, 10'. */
function feetAndInches(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(?:'|ft\.?|feet)\s*(?:(\d+(?:\.\d+)?)\s*(?:"|in\.?|inches)?)?$/i.exec(
    text,
  );
  if (match === null) return undefined;
  return Number(match[1]) * 0.3048 + Number(match[2] ?? 0) * 0.0254;
}
