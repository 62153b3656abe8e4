import type { UseGroup } from '../rules/water_rules.ts';

/**
 * Words for what a building is used for, OpenStreetMap's and Chinese, first fit wins. Homes over shops count as
 * homes, dormitories and hotels as public buildings (GB 50016-2014 2.1.4 and 5.1.1, from memory: check the official text).
 */
const WORDS: readonly (readonly [UseGroup, RegExp])[] = [
  ['public', /宿舍|公寓式|\b(dormitory|barracks)\b/],
  [
    'home',
    /住宅|住房|民居|民房|农房|自建房|出租屋|居民|商住|公寓|\b(house|houses|detached|semidetached house|terrace|bungalow|villa|cabin|farm|apartments|residential|shophouse|rental house|static caravan)\b/,
  ],
  ['store', /仓库|库房|物流|\b(warehouse|storage)\b/],
  ['industry', /厂|车间|工业|作坊|\b(industrial|factory|manufacture|works|workshop)\b/],
  [
    'public',
    /办公|商业|商场|商店|超市|市场|学校|教学|幼儿园|医院|卫生院|诊所|养老|敬老|福利院|宾馆|酒店|旅馆|餐|饭店|寺|庙|祠|教堂|剧院|影院|体育馆|图书馆|博物馆|车站|政府|村委|公共|\b(public|civic|government|office|commercial|retail|supermarket|market|mall|school|kindergarten|university|college|hospital|clinic|hotel|guest house|hostel|restaurant|temple|shrine|church|chapel|cathedral|mosque|monastery|synagogue|theatre|cinema|museum|library|sports hall|sports centre|stadium|train station|transportation|fire station|community centre)\b/,
  ],
];

/** The group the flow tables know a use by; null where the use is not recorded or fits none (sheds, garages, ruins). */
export function useGroup(use: string | null): UseGroup | null {
  if (use === null) return null;
  const words = use.toLowerCase().replace(/[\s_-]+/g, ' ');
  return WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? null;
}
