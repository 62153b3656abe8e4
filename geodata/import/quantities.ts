/**
 * Numbers with units as people write them, turned into the unit of the table. Each reader gives a number,
 * null for "nothing recorded", or undefined where the text cannot be understood; it never guesses.
 */
export type Reading<T> = T | null | undefined;

/** A bare number whose unit had to be taken from the column or from custom. */
export interface QuantityContext {
  /** Unit the column's name carries, such as `ft` in WIDTH_FT; null where it carries none. */
  column_unit: string | null;
  /** Called where neither value nor column says a unit and the custom of the field was followed. */
  unitAssumed: (unit: string) => void;
}

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

/** Factors to the base unit of each dimension; the first key is the base. */
const LENGTH_M = {
  m: 1,
  metre: 1,
  meter: 1,
  metres: 1,
  meters: 1,
  mtr: 1,
  米: 1,
  公尺: 1,
  cm: 0.01,
  厘米: 0.01,
  公分: 0.01,
  mm: 0.001,
  毫米: 0.001,
  km: 1000,
  公里: 1000,
  ft: 0.3048,
  feet: 0.3048,
  foot: 0.3048,
  "'": 0.3048,
  in: 0.0254,
  inch: 0.0254,
  inches: 0.0254,
  '"': 0.0254,
  yd: 0.9144,
};
const DIAMETER_MM = {
  mm: 1,
  毫米: 1,
  cm: 10,
  厘米: 10,
  m: 1000,
  in: 25.4,
  inch: 25.4,
  inches: 25.4,
  '"': 25.4,
  寸: 25.4,
  英寸: 25.4,
};
const FLOW_LPS = {
  'l/s': 1,
  lps: 1,
  '升/秒': 1,
  'l/min': 1 / 60,
  lpm: 1 / 60,
  '升/分': 1 / 60,
  '升/分钟': 1 / 60,
  'm3/h': 1 / 3.6,
  'm³/h': 1 / 3.6,
  cmh: 1 / 3.6,
  '立方米/小时': 1 / 3.6,
  '立方米/时': 1 / 3.6,
  '吨/小时': 1 / 3.6,
  't/h': 1 / 3.6,
  'm3/min': 1000 / 60,
  'm3/s': 1000,
  gpm: 0.0630901964,
  usgpm: 0.0630901964,
  'gal/min': 0.0630901964,
  igpm: 0.0757682,
};
const PRESSURE_MPA = {
  mpa: 1,
  兆帕: 1,
  kpa: 0.001,
  千帕: 0.001,
  pa: 1e-6,
  bar: 0.1,
  巴: 0.1,
  psi: 0.00689475729,
  'kgf/cm2': 0.0980665,
  'kg/cm2': 0.0980665,
  公斤: 0.0980665,
  atm: 0.101325,
  mh2o: 0.00980665,
  mwc: 0.00980665,
  m: 0.00980665,
  米: 0.00980665,
  米水柱: 0.00980665,
};
const SPEED_KMH = {
  'km/h': 1,
  kmh: 1,
  kph: 1,
  kmph: 1,
  '公里/小时': 1,
  '公里/时': 1,
  '千米/小时': 1,
  mph: 1.609344,
  'm/s': 3.6,
  knots: 1.852,
};
const WEIGHT_T = {
  t: 1,
  ton: 1,
  tons: 1,
  tonne: 1,
  tonnes: 1,
  吨: 1,
  kg: 0.001,
  公斤: 0.001,
  千克: 0.001,
  lbs: 0.00045359237,
  lb: 0.00045359237,
  st: 0.90718474,
};
const VOLUME_M3 = {
  m3: 1,
  'm³': 1,
  cum: 1,
  立方米: 1,
  立方: 1,
  方: 1,
  吨: 1,
  t: 1,
  l: 0.001,
  litre: 0.001,
  litres: 0.001,
  liters: 0.001,
  升: 0.001,
  gal: 0.003785411784,
  gallons: 0.003785411784,
};
const DURATION_S = {
  s: 1,
  sec: 1,
  secs: 1,
  second: 1,
  seconds: 1,
  秒: 1,
  min: 60,
  mins: 60,
  minute: 60,
  minutes: 60,
  分: 60,
  分钟: 60,
};

/** 3.5, 3,5, 1 200.5, 1,200.5: one number, the comma read as decimal where it stands alone. */
export function plainNumber(text: string): number | undefined {
  const compact = text.replace(/(?<=\d)[\s'](?=\d{3}\b)/g, '');
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(compact)) return Number(compact);
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(compact) || /^[+-]?\d{1,3}(,\d{3}){2,}$/.test(compact))
    return Number(compact.replaceAll(',', ''));
  if (/^[+-]?\d+,\d+$/.test(compact)) return Number(compact.replace(',', '.'));
  return undefined;
}

interface Dimension {
  units: Readonly<Record<string, number>>;
  /** Unit of a bare number where the column names none; null: a bare number cannot be understood. */
  custom: (number: number, column_is_chinese: boolean) => string | null;
}

const always = (unit: string) => () => unit;
const DIMENSIONS = {
  length_m: { units: LENGTH_M, custom: always('m') },
  diameter_mm: {
    units: DIAMETER_MM,
    custom: (number: number) => (number >= 25 ? 'mm' : null),
  },
  flow_lps: { units: FLOW_LPS, custom: (_: number, chinese: boolean) => (chinese ? 'l/s' : null) },
  pressure_mpa: { units: PRESSURE_MPA, custom: (_: number, chinese: boolean) => (chinese ? 'mpa' : null) },
  speed_kmh: { units: SPEED_KMH, custom: always('km/h') },
  weight_t: { units: WEIGHT_T, custom: always('t') },
  volume_m3: { units: VOLUME_M3, custom: always('m3') },
  duration_s: { units: DURATION_S, custom: always('s') },
} satisfies Record<string, Dimension>;
export type DimensionName = keyof typeof DIMENSIONS;

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

const unitKey = (written: string) => written.normalize('NFKC').toLowerCase().replace(/[\s.]/g, '');

/** 10'6", 10 ft 6 in, 10'. */
function feetAndInches(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(?:'|ft\.?|feet)\s*(?:(\d+(?:\.\d+)?)\s*(?:"|in\.?|inches)?)?$/i.exec(
    text,
  );
  if (match === null) return undefined;
  return Number(match[1]) * 0.3048 + Number(match[2] ?? 0) * 0.0254;
}

/** Whether a unit is one any dimension knows; column names are searched for it. */
export const isUnit = (written: string) =>
  Object.values(DIMENSIONS).some(({ units }) => Object.hasOwn(units, unitKey(written)));

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
