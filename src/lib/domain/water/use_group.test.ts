import { expect, it } from 'vitest';
import { settlementOf } from './settlement.ts';
import { useGroup } from './use_group.ts';

it.each([
  ['house', 'home'],
  ['rental-house', 'home'],
  ['shophouse', 'home'],
  ['semidetached_house', 'home'],
  ['自建房', 'home'],
  ['dormitory', 'public'],
  ['学生宿舍', 'public'],
  ['教学楼', 'public'],
  ['fire_station', 'public'],
  ['warehouse', 'store'],
  ['厂房', 'industry'],
  ['shed', null],
  ['greenhouse', null],
  ['garage', null],
  [null, null],
])('use %s: %s', (use, group) => {
  expect(useGroup(use)).toBe(group);
});

it.each([
  ['城中村', 'town'],
  ['城乡结合部', 'town'],
  ['镇区（新建）', 'town'],
  ['山村', 'village'],
  ['沿溪村', 'village'],
  ['rural', 'village'],
  ['Suburban', 'town'],
  ['III', null],
  [null, null],
])('settlement class %s: %s', (settlement_class, settlement) => {
  expect(settlementOf(settlement_class)).toBe(settlement);
});
