import type { Language } from './language.ts';
import type { Messages } from './messages.ts';

/** Uses of buildings beyond those the map's own words hold: read with the cards and lists that show them. */
const ZH: Readonly<Record<string, string>> = {
  house: '住宅',
  residential: '住宅',
  apartments: '住宅楼',
  commercial: '商业',
  industrial: '工业',
  warehouse: '仓库',
  'rental-house': '出租屋',
  shophouse: '店宅（下店上住）',
  workshop: '作坊',
  dormitory: '宿舍',
  'care-home': '养老院',
  'nursing-home': '养老院',
  restaurant: '餐馆',
  shed: '杂物间',
  hut: '棚屋',
  garage: '车库',
  garages: '车库',
  barn: '谷仓',
  farm: '农舍',
  'farm-auxiliary': '农用房',
  greenhouse: '温室',
  stable: '牲畜房',
  detached: '独栋住宅',
  'semidetached-house': '双拼住宅',
  terrace: '联排住宅',
  bungalow: '平房',
  villa: '别墅',
  hotel: '宾馆',
  'guest-house': '民宿',
  hostel: '旅舍',
  retail: '商店',
  supermarket: '超市',
  mall: '商场',
  storage: '库房',
  government: '政府机关',
  civic: '公共建筑',
  university: '大学',
  college: '学院',
  church: '教堂',
  chapel: '小教堂',
  mosque: '清真寺',
  shrine: '祠庙',
  monastery: '寺院',
  museum: '博物馆',
  library: '图书馆',
  theatre: '剧院',
  cinema: '影院',
  stadium: '体育场',
  'sports-hall': '体育馆',
  'train-station': '火车站',
  transportation: '车站',
  'fire-station': '消防站',
  'community-centre': '社区中心',
  service: '设备用房',
  roof: '棚顶',
  ruins: '废弃房屋',
  construction: '在建',
  yes: '未细分',
};

/** What a building is used for, in the reader's language where the word is known. */
export function useText(use: string, words: Messages, language: Language): string {
  const key = use.toLowerCase().replace(/[\s_]+/g, '-');
  const known = words.values[use] ?? words.values[key];
  if (known !== undefined) return known;
  return language === 'en' ? use.replace(/[_-]+/g, ' ') : (ZH[key] ?? use);
}
