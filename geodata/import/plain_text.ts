/**
 * What a reader makes of a value: null for "nothing recorded", undefined where it cannot be understood; readers never guess.
 */
export type Reading<T> = T | null | undefined;

const NOTHING = new Set([
  '',
  '-',
  '--',
  '—',
  '/',
  '\\',
  'null',
  '<null>',
  'none',
  'n/a',
  'na',
  'nan',
  'nil',
  'unknown',
  'unk',
  '?',
  '无',
  '無',
  '不详',
  '不詳',
  '未知',
  '不明',
  '空',
  '未测',
  '未测量',
]);

/** Primes and curly quotes as the keyboard has them; NFKC would turn a double prime into two. */
export const plainMarks = (text: string) =>
  text
    .replace(/″|”|“|''|′′/g, '"')
    .replace(/[′’‘]/g, "'")
    .replace(/º/g, '°');

/** Text trimmed, full-width forms made plain; null for what people write where nothing is known. */
export function plainText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'object') return null;
  const text = plainMarks(String(value)).normalize('NFKC').replace(/\s+/g, ' ').trim();
  return NOTHING.has(text.toLowerCase()) ? null : text;
}

/** 3.5, 3,5, 1 200.5, 1,200.5: one number, the comma read as decimal where it stands alone. */
export function plainNumber(text: string): number | undefined {
  const compact = text.replace(/(?<=\d)[\s'](?=\d{3}\b)/g, '');
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(compact)) return Number(compact);
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(compact) || /^[+-]?\d{1,3}(,\d{3}){2,}$/.test(compact))
    return Number(compact.replaceAll(',', ''));
  if (/^[+-]?\d+,\d+$/.test(compact)) return Number(compact.replace(',', '.'));
  return undefined;
}
