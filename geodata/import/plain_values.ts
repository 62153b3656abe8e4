import { plainNumber, plainText, type Reading } from './plain_text.ts';

/** A count of people, floors and the like: 1,234, "6层", "12 人", "5F". */
export function count(value: unknown): Reading<number> {
  const text = plainText(value);
  if (text === null) return null;
  const match =
    /^([\d.,\s]*\d\.?0*)\s*(?:层|樓|楼|f|fl|floors?|storeys?|人|户|名|个|辆|台|部|persons?|people)?$/i.exec(
      text,
    );
  if (match === null) return undefined;
  const digits = match[1]!.trim();
  const number = /^\d{1,3}(,\d{3})+$/.test(digits) ? Number(digits.replaceAll(',', '')) : plainNumber(digits);
  return number === undefined || number < 0 ? undefined : number;
}

/** A calendar day as yyyy-mm-dd from 2013/04/23, 2013-4-23, 20130423, 2013年4月23日 or an ISO time. */
export function day(value: unknown): Reading<string> {
  const text = plainText(value);
  if (text === null || /^0+$/.test(text)) return null;
  const match =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s].*)?$/.exec(text);
  if (match === null) return undefined;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const parsed = new Date(Date.UTC(year, month - 1, date));
  if (parsed.getUTCMonth() !== month - 1 || parsed.getUTCDate() !== date) return undefined;
  return parsed.toISOString().slice(0, 10);
}

const YES = new Set(['1', 'y', 'yes', 'true', 't', 'on', '是', '有', '已', '已通', '通', '能', '可']);
const NO = new Set([
  '0',
  'n',
  'no',
  'false',
  'f',
  'off',
  '否',
  '没有',
  '沒有',
  '未',
  '未通',
  '不通',
  '不能',
  '不可',
]);

/** 是/否, yes/no, 1/0. "无" under a yes-or-no question means no. */
export function yesOrNo(value: unknown): Reading<boolean> {
  if (typeof value === 'boolean') return value;
  const raw = typeof value === 'string' ? value.normalize('NFKC').trim().toLowerCase() : '';
  if (raw === '无' || raw === '無') return false;
  const text = plainText(value)?.toLowerCase() ?? null;
  if (text === null) return null;
  if (YES.has(text)) return true;
  return NO.has(text) ? false : undefined;
}
