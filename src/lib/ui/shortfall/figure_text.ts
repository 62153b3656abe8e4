import { meaningOf } from '../../charts/shortfall_columns.ts';
import type { ShortfallRow } from '../../contract/api_shortfall_list.ts';
import type { ShortfallFigure } from '../../contract/shortfall_figures.ts';
import type { Language } from '../../format/language.ts';
import { formatCount, formatMeasure, formatShare } from '../../format/numbers.ts';
import type { ShortfallWords } from '../../format/shortfall_zh.ts';

/** The unit that a column's head names. */
export function figureUnit(figure: ShortfallFigure | 'rate', own: ShortfallWords): string {
  if (figure === 'rate') return '%';
  const { unit, group } = meaningOf(figure);
  return unit === 'count' || group === 'missing'
    ? own.figure_units[group]
    : own.units[unit] || own.figure_units[group];
}

/** What stands in the place of a figure that there is none of. */
export const absentFigure = (figure: ShortfallFigure, own: ShortfallWords): string =>
  figure === 'missing_to_target' ? own.no_target : own.unknown;

/** A figure with its unit, as a sentence says it. */
export const figureWithUnit = (
  figure: ShortfallFigure,
  value: number | null,
  own: ShortfallWords,
  language: Language,
): string =>
  value === null
    ? absentFigure(figure, own)
    : `${formatCount(value, language)} ${figureUnit(figure, own)}`.trim();

/** Per cent without its sign, for columns that have it in their head. */
export const percentFigure = (share: number, language: Language): string =>
  formatShare(share, 1, language).replace(/ ?%$/, '');

/** Why a row is in a list: "Flow 9.2 L/s; at least 15 L/s by rule"; the bare reason where nothing was measured. */
export function reasonText(
  { reason, seen, limit, unit }: Pick<ShortfallRow, 'reason' | 'seen' | 'limit' | 'unit'>,
  own: ShortfallWords,
  language: Language,
): string {
  if (reason === null) return '';
  const measured = own.measured_reasons[reason];
  if (seen === null || measured === undefined) return own.reasons[reason] ?? reason;
  const text = (value: number) =>
    unit === 'share'
      ? formatShare(value, 1, language)
      : formatMeasure(
          rounded(value, unit),
          unit === null || unit === 'buildings' ? '' : (own.units[unit] ?? unit),
          language,
        ).trim();
  return measured(text(seen), limit === null ? '' : text(limit), limit !== null && seen <= limit);
}

/** Nobody lays hoses to the centimetre. */
const rounded = (value: number, unit: string | null) =>
  unit === 'm' && value >= 20 ? Math.round(value) : Math.round(value * 100) / 100;
