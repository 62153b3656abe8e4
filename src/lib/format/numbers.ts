import type { Language } from './language.ts';
import type { Messages } from './messages.ts';

/** What an unknown value looks like in a table. */
export const NO_VALUE = '—';

const LOCALE: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

/** Whole and grouped: 15,847. */
export const formatCount = (value: number, language: Language) =>
  Math.round(value).toLocaleString(LOCALE[language]);

/**
 * A share of 0-1 in per cent with one decimal. It is cut, not rounded: 99.96 % never reads 100 %, and what is
 * more than nothing never reads 0.0 %.
 */
export function formatShare(part: number, whole: number, language: Language): string {
  if (whole === 0) return NO_VALUE;
  const tenths = Math.floor((part / whole) * 1000);
  if (tenths === 0 && part > 0) return '< 0.1 %';
  return `${(tenths / 10).toLocaleString(LOCALE[language], { minimumFractionDigits: 1 })} %`;
}

/** Metres: whole, or kilometres with one decimal from 1,000 m on. */
export function formatLength(value_m: number | null, language: Language): string {
  if (value_m === null) return NO_VALUE;
  if (value_m < 1000) return `${Math.round(value_m)} m`;
  const value_km = value_m / 1000;
  const digits = value_km < 100 ? 1 : 0;
  return `${value_km.toLocaleString(LOCALE[language], { minimumFractionDigits: digits, maximumFractionDigits: digits })} km`;
}

/** Any other measure with its unit, at most one decimal. */
export const formatMeasure = (value: number | null, unit: string, language: Language) =>
  value === null
    ? NO_VALUE
    : `${value.toLocaleString(LOCALE[language], { maximumFractionDigits: 2 })} ${unit}`;

/** Seconds as minutes and seconds, rounded up: what is late never reads as in time. */
export function formatDuration(value_s: number | null, words: Messages): string {
  if (value_s === null) return NO_VALUE;
  const whole_s = Math.ceil(value_s - 1e-9);
  return words.minutes_seconds(Math.floor(whole_s / 60), whole_s % 60);
}
