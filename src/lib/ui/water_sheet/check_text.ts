import type { SourceCheck } from '../../contract/api_water_sheet.ts';
import type { Language } from '../../format/language.ts';
import type { Messages } from '../../format/messages.ts';
import { formatMeasure, formatShare } from '../../format/numbers.ts';
import type { WaterSheetWords } from '../../format/water_sheet_zh.ts';

/** The one figure that must not be exceeded; all others must be reached. */
const MOST: readonly SourceCheck['check'][] = ['suction-height'];

/** What is recorded: a figure with its unit or a word. */
export function seenOf(
  { check, seen, unit }: SourceCheck,
  words: Messages,
  sheet: WaterSheetWords,
  language: Language,
): string {
  if (seen === null) return sheet.outcome_words.unknown;
  if (typeof seen === 'number') return measured(seen, unit, language);
  if (check === 'truck-access') return seen === 'yes' ? words.yes : words.no;
  return words.statuses[seen as keyof Messages['statuses']] ?? words.values[seen] ?? seen;
}

/** "at least 15 L/s"; empty where nothing is asked. */
export const limitOf = (
  { check, limit, unit }: SourceCheck,
  sheet: WaterSheetWords,
  language: Language,
): string =>
  limit === null ? '' : sheet.limit[MOST.includes(check) ? 'most' : 'least'](measured(limit, unit, language));

function measured(value: number, unit: string | null, language: Language): string {
  if (unit === 'share') return formatShare(value, 1, language);
  const rounded = unit === 'm' && value >= 20 ? Math.round(value) : Math.round(value * 10) / 10;
  const exact = unit === 'MPa' ? value : rounded;
  return formatMeasure(exact, unit === 'm3' ? 'm³' : (unit ?? ''), language).trim();
}
