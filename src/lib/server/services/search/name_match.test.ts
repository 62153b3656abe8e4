import { expect, it } from 'vitest';
import { matchRank, plainName, searchName } from './name_match.ts';

const rank = (name: string, typed: string) => matchRank(searchName(name), plainName(typed));

it('finds names whole, by their beginning, by a part', () => {
  expect(['西塘村', '西塘', '塘村'].map((typed) => rank('西塘村', typed))).toEqual([0, 1, 2]);
  expect(rank('Hauptstraße 12', 'haupt')).toBe(1);
  expect(rank('ＡＢＣ 小学', 'abc')).toBe(1);
  expect(rank('西塘村', '东塘')).toBeNull();
});

it('finds Chinese names by pinyin initials and syllables', () => {
  expect(rank('西塘村', 'XTC')).toBe(3);
  expect(rank('西塘村', 'xt')).toBe(4);
  expect(rank('西塘村', 'xi tang')).toBe(5);
  expect(rank('云霄县西塘村', 'xtc')).toBe(6);
  expect(rank('厦门路', 'xml')).toBe(3);
  expect(rank('119微型消防站', '119wx')).toBe(4);
  expect(rank('西塘村', 'xtd')).toBeNull();
  expect(rank('西塘村', 'c')).toBeNull();
});
