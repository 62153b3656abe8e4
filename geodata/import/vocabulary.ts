import { STREET_CLASSES } from '../../src/lib/domain/network/street_set.ts';
import type { StreetClass } from '../../src/lib/domain/network/street_set.ts';
import type { LayerRows, ValueSource, WaterStatus } from '../../src/lib/contract/layer_rows.ts';
import { plainText } from './plain_text.ts';
import { yesOrNo } from './plain_values.ts';
import type { Reading } from './plain_text.ts';

/** Words of the trade, Chinese and English, and what they stand for in the tables. */

const asWord = (text: string) =>
  text
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();

/** Reads a word by a list of patterns; undefined where none fits. */
function byPattern<T>(table: readonly (readonly [T, RegExp])[]) {
  return (value: unknown): Reading<T> => {
    const text = plainText(value);
    if (text === null) return null;
    return table.find(([, pattern]) => pattern.test(asWord(text)))?.[0];
  };
}

const CLASS_WORDS: readonly (readonly [StreetClass, RegExp])[] = [
  ['motorway', /^(motorway( link)?|freeway|interstate|expressway|高速(公路)?|快速路|城市快速路)$/],
  ['trunk', /^(trunk( link)?|(national |state )?highway|国道|國道|一级公路)$/],
  [
    'primary',
    /^(primary( link)?( road)?|major( (road|arterial))?|(principal |major )?arterial|省道|主干道|主干路|主幹道|二级公路|一级)$/,
  ],
  ['secondary', /^(secondary( link)?( road)?|minor arterial|县道|縣道|次干道|次干路|次幹道|三级公路|二级)$/],
  [
    'tertiary',
    /^(tertiary( link)?( road)?|(major |minor )?collector|distributor|乡道|鄉道|支路|四级公路|三级)$/,
  ],
  ['unclassified', /^(unclassified|minor( road)?|other|村道|等外公路|县乡道|乡村道路|农村公路|四级)$/],
  [
    'residential',
    /^(residential( (road|street))?|local( (road|street))?|居住区道路|小区道路|小区路|居民区道路|生活道路|街道|街)$/,
  ],
  ['living_street', /^(living street|home zone|shared street|街坊路|里弄|弄堂|胡同)$/],
  [
    'service',
    /^(service( road)?|private( road)?|driveway|alley|access( road)?|parking aisle|巷|巷道|小巷|巷弄|内部路|内部道路|消防通道|消防车通道|车行道)$/,
  ],
  ['track', /^(track( grade ?[1-5])?|dirt( road)?|farm( road)?|unpaved|机耕路|机耕道|田间道|土路|便道)$/],
  ['pedestrian', /^(pedestrian( (street|zone))?|mall|步行街)$/],
  ['footway', /^(footway|foot ?path|side ?walk|walkway|人行道|人行路|步道)$/],
  ['path', /^(path|trail|小路|小径|山路)$/],
  ['steps', /^(steps|stairs|阶梯|台阶|梯道|石阶)$/],
  ['cycleway', /^(cycleway|cycle ?path|bike ?(path|lane)|自行车道|非机动车道|绿道)$/],
  ['bridleway', /^(bridleway|horse path)$/],
  ['corridor', /^(corridor|连廊|走廊)$/],
  ['road', /^(road|道路|路)$/],
];

/** Street class from OpenStreetMap's values, road registers and Chinese road grades. */
export function streetClass(value: unknown): Reading<StreetClass> {
  const text = plainText(value);
  if (text === null) return null;
  const word = asWord(text);
  const exact = word.replaceAll(' ', '_');
  if ((STREET_CLASSES as readonly string[]).includes(exact)) return exact as StreetClass;
  return CLASS_WORDS.find(([, pattern]) => pattern.test(word))?.[0];
}

export const waterStatus = byPattern<WaterStatus>([
  [
    'broken',
    /损|壞|坏|破|漏|停用|报废|失效|无水|故障|维修|待修|不可用|不好|不能|不正常|异常|不完好|缺失|拆除|\b(broken|damaged?|faulty|out of (service|order)|defective|dry well|leak\w*|not (working|ok|usable)|inactive|disused|abandoned|removed|inoperative|fail(ed)?|poor|bad|no)\b/,
  ],
  [
    'working',
    /完好|正常|良好|可用|好|有效|在用|启用|合格|\b(good|working|ok|okay|normal|in (service|use)|active|operational|serviceable|functional|usable|fair|excellent|yes)\b/,
  ],
  ['unknown', /未知|不详|待查|\b(unknown|unchecked|untested)\b/],
]);

export const stationKind = byPattern<LayerRows['station']['kind']>([
  ['micro', /微型|微站|志愿|义务|村级|社区|\b(micro|mini|volunteer|community|village)\b/],
  ['national', /国家|综合性|救援站|救援大队|特勤|特种|现役|\b(national|state|professional|career)\b/],
  ['enterprise', /企业|企业专职|厂|\b(enterprise|industrial|private|company|works|plant|airport)\b/],
  [
    'brigade',
    /专职|專職|乡镇|镇|政府|消防队|小型站|\b(brigade|town(ship)?|municipal|full ?time|government|public|station)\b/,
  ],
]);

const WATER_KINDS: readonly (readonly [LayerRows['water_source']['kind'], RegExp])[] = [
  ['crane', /水鹤|\b(water )?crane\b/],
  ['suction_point', /取水(口|点|码头|平台)|吸水|\b(suction|intake|draft(ing)?|dry hydrant)\b/],
  ['well', /井|\bwells?\b/],
  ['tank', /水箱|水罐|水塔|\b(tanks?|cistern|water tower)\b/],
  ['pool', /消防水池|蓄水池|水池|游泳池|\b(pools?|basin)\b/],
  ['canal', /渠|运河|\b(canals?|ditch|drain)\b/],
  ['lake', /湖|水库|\b(lakes?|reservoirs?)\b/],
  ['pond', /塘|池|\bponds?\b/],
  ['river', /河|江|溪|\b(rivers?|streams?|creek|waterways?)\b/],
];
export const waterKind = byPattern(WATER_KINDS);

const WATER_SEASONS: readonly (readonly [NonNullable<LayerRows['water_source']['season']>, RegExp])[] = [
  ['not-in-frost', /冰|冻|\b(frost|ice|freez\w*|not in (frost|winter))\b/],
  ['all-year', /^(?!非).*(常年|全年|四季|不断流|不干)|\b(all year|year round|perennial|permanent)\b/],
  ['not-in-drought', /枯|断流|干涸|旱|季节|雨季|丰水|\b(seasonal|intermittent|dry|drought|not in drought)\b/],
];

/** When water can be drawn; under a heading that asks "seasonal?" yes and no answer too. */
export function waterSeason(
  value: unknown,
  { column }: { column: { field: string } },
): Reading<NonNullable<LayerRows['water_source']['season']>> {
  const answer = /季节性/.test(column.field) ? yesOrNo(value) : undefined;
  if (typeof answer === 'boolean') return answer ? 'not-in-drought' : 'all-year';
  return byPattern(WATER_SEASONS)(value);
}

export const areaKind = byPattern<LayerRows['area']['kind']>([
  ['grid', /网格|\b(grid|cell)\b/],
  [
    'village',
    /村|社区|社區|居委|居民区|小区|\b(villages?|communit(y|ies)|sub ?divisions?|subdiv|neighbou?rhoods?|suburbs?|wards?|parish(es)?|hamlets?)\b/,
  ],
  ['town', /镇|鎮|乡|鄉|街道|\b(towns?(hips?)?|municipalit(y|ies)|sub ?districts?|boroughs?)\b/],
  ['county', /县|縣|区$|旗$|\b(count(y|ies)|districts?)\b/],
  ['city', /市|\bcit(y|ies)\b/],
  ['province', /省|自治区|\b(provinces?|states?|regions?)\b/],
]);

export const hazardSeverity = byPattern<LayerRows['hazard']['severity']>([
  ['major', /重大|特大|\b(major|critical|severe|high)\b/],
  ['serious', /较大|严重|\b(serious|moderate|medium)\b/],
  ['minor', /一般|轻微|较小|\b(minor|low|slight)\b/],
]);

export const obstacleStatus = byPattern<LayerRows['obstacle']['status']>([
  ['cleared', /已(清除|拆除|整改|完成|移除|清理)|销号|\b(cleared|removed|done|closed|resolved)\b/],
  ['standing', /未|存在|在册|整改中|\b(standing|open|present|pending|active|exists?)\b/],
]);

export const valueSource = byPattern<ValueSource>([
  ['measured', /实测|测量|量测|\b(measured|survey(ed)?)\b/],
  ['estimated', /估|推算|\b(estimat\w*|assum\w*|default)\b/],
  ['unknown', /未知|\bunknown\b/],
]);

const VEHICLES: readonly (readonly [string, RegExp])[] = [
  ['ladder', /云梯|登高|举高|高喷|\b(ladder|aerial|platform|turntable)s?\b/],
  ['trike', /三轮|摩托|电动车|\b(trike|tricycle|three wheeler|motorcycle)s?\b/],
  ['mini', /微型|小型|皮卡|轻型|\b(mini|pick ?up|light)s?\b/],
  ['walk', /步行|徒步|手推|\b(walk|on foot|foot|handcart)s?\b/],
  ['pumper', /水罐|泡沫|消防车|泵|重型|\b(pumper|engine|tender|tanker|truck)s?\b/],
];
const VEHICLE_CODES = VEHICLES.map(([code]) => code);

/**
 * Vehicles a station owns: a list, "水罐车2辆、云梯车", "pumper;ladder" or codes with blanks between them. Words not
 * known are told apart; null where nothing is recorded.
 */
export function vehicleCodes(value: unknown): { codes: string[]; unknown: string[] } | null {
  const texts = (Array.isArray(value) ? value : [value]).map(plainText).filter((text) => text !== null);
  if (texts.length === 0) return null;
  const words = texts
    .flatMap((text) => text.split(/[,;|/、，；+]+|\band\b|和|及/))
    .map(asWord)
    .flatMap((word) => {
      const parts = word.split(' ');
      return parts.every((part) => VEHICLE_CODES.includes(part)) ? parts : [word];
    })
    .filter((word) => word !== '' && word !== '0');
  const codeOf = (word: string) => VEHICLES.find(([, pattern]) => pattern.test(word))?.[0];
  return {
    codes: [...new Set(words.flatMap((word) => codeOf(word) ?? []))],
    unknown: [...new Set(words.filter((word) => codeOf(word) === undefined))],
  };
}
