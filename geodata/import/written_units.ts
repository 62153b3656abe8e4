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

/** A quantity that is written with units. */
export interface Dimension {
  units: Readonly<Record<string, number>>;
  /** Unit of a bare number where the column names none; null: a bare number cannot be understood. */
  custom: (number: number, column_is_chinese: boolean) => string | null;
}

const always = (unit: string) => () => unit;
/** By the unit each is turned into. */
export const DIMENSIONS = {
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

/** A unit as the tables name it. */
export const unitKey = (written: string) => written.normalize('NFKC').toLowerCase().replace(/[\s.]/g, '');

/** Whether a unit is one any dimension knows; column names are searched for it. */
export const isUnit = (written: string) =>
  Object.values(DIMENSIONS).some(({ units }) => Object.hasOwn(units, unitKey(written)));
