import { describe, expect, it } from 'vitest';
import { FileRefused } from '../../src/lib/contract/import.ts';
import type { LayerId, LayerRows } from '../../src/lib/contract/layer_rows.ts';
import { rowAttributes } from './row_attributes.ts';

/** Reads one row of fields as a table of its own. */
function read<L extends LayerId>(
  layer: L,
  fields: Record<string, unknown>,
  { name = 'file.csv', map = {}, others = [] as Record<string, unknown>[] } = {},
) {
  const row = (values: Record<string, unknown>) => ({ row: '1', id: null, geometry: null, fields: values });
  const sample = [fields, ...others].map(row);
  const reader = rowAttributes(layer, [name], Object.keys(fields), map, sample);
  const { attributes, remarks, unreadable, id } = reader.of(sample[0]!);
  return {
    attributes: attributes as LayerRows[L],
    codes: [...reader.remarks, ...remarks, ...unreadable].map(({ code }) => code),
    id,
    label: reader.labelOf(sample[0]!),
  };
}

describe('streets', () => {
  it.each([
    [{ highway: 'residential' }, 'residential'],
    [{ fclass: 'living_street' }, 'living_street'],
    [{ 道路等级: '主干路' }, 'primary'],
    [{ 道路等级: '省道' }, 'primary'],
    [{ 類型: 'x', 道路等級: '巷道' }, 'service'],
    [{ ST_TYPE: 'Minor' }, 'unclassified'],
    [{ FUNC_CLASS: 'Collector' }, 'tertiary'],
  ] as const)('class of %j is %s', (fields, street_class) => {
    expect(read('street', fields).attributes.street_class).toBe(street_class);
  });

  it('takes an unknown class, and a file without one, as unclassified and says so', () => {
    const unknown = read('street', { highway: 'hyperloop' });
    expect([unknown.attributes.street_class, unknown.codes]).toEqual(['unclassified', ['unreadable-value']]);
    const without = read('street', { ref: '1' });
    expect([without.attributes.street_class, without.codes]).toEqual(['unclassified', ['no-class-column']]);
  });

  it.each([
    [{ highway: 'road', oneway: 'yes' }, [], 1],
    [{ highway: 'road', oneway: '-1' }, [], -1],
    [{ highway: 'road', oneway: '1' }, [], 1],
    [{ highway: 'road', oneway: 'no' }, [], 0],
    [{ class: 'road', ONEWAY: 'FT' }, [], 1],
    [{ class: 'road', ONEWAY: 'TF' }, [], -1],
    [{ class: 'road', ONEWAY: 'F' }, [{ ONEWAY: 'B' }], 1],
    [{ class: 'road', ONEWAY: 'T' }, [{ ONEWAY: 'B' }], -1],
    [{ class: 'road', ONEWAY: 'B' }, [], 0],
    [{ class: 'road', ONEWAY: 0 }, [], 0],
    [{ class: 'road', ONEWAY: true }, [], 1],
    [{ 等级: '支路', 单行: '否' }, [], 0],
  ])('direction of %j beside %j is %d', (fields, others, oneway) => {
    const { attributes, codes } = read('street', fields, { others });
    expect([attributes.oneway, codes]).toEqual([oneway, []]);
  });

  it.each([[1], [2], ['F'], ['T'], ['east']])('makes no direction of %j', (code) => {
    const { attributes, codes } = read('street', { class: 'road', ONEWAY: code });
    expect([attributes.oneway, codes]).toEqual([0, ['unreadable-value']]);
  });

  it('follows --map for codes nobody else knows', () => {
    const { attributes, codes } = read('street', { class: 'road', D: 1 }, { map: { D: 'oneway' } });
    expect([attributes.oneway, codes]).toEqual([1, []]);
  });

  it('counts a width as measured unless the file says otherwise, and zero as unknown', () => {
    expect(read('street', { class: 'road', WIDTH_FT: 12 })).toMatchObject({
      attributes: { width_m: expect.closeTo(3.6576, 9), width_source: 'measured' },
      codes: [],
    });
    expect(read('street', { class: 'road', '宽度(米)': '3.5', 宽度来源: '估算' }).attributes).toMatchObject({
      width_m: 3.5,
      width_source: 'estimated',
    });
    expect(read('street', { class: 'road', width: 0 })).toMatchObject({
      attributes: { width_m: null, width_source: 'unknown' },
      codes: ['unit-assumed', 'zero-is-unknown'],
    });
  });

  it('puts a name together from its pieces', () => {
    const fields = { PREFIX: null, ST_NAME: 'Bobbington', SUFFIX: 'Drive', ST_TYPE: 'Minor' };
    const { attributes, label } = read('street', fields);
    expect([attributes.name, label]).toEqual(['Bobbington Drive', 'ST_NAME Bobbington Drive']);
  });
});

describe('hydrants, stations and the rest', () => {
  it('reads a Chinese register', () => {
    const { attributes } = read('hydrant', {
      消火栓编号: 'X-01',
      类型: '地上式',
      '管径(mm)': '150',
      '流量(L/s)': '20',
      '压力(MPa)': '0.22',
      完好情况: '损坏',
      检测日期: '2026年3月4日',
      权属单位: '自来水公司',
      位置: '中山路12号',
    });
    expect(attributes).toEqual({
      name: 'X-01',
      kind: '地上式',
      diameter_mm: 150,
      flow_lps: 20,
      pressure_mpa: 0.22,
      status: 'broken',
      tested_on: '2026-03-04',
      owner: '自来水公司',
      street_name: '中山路12号',
      dead_end: null,
      ground_m: null,
    });
  });

  it.each([
    ['完好', 'working'],
    ['正常使用', 'working'],
    ['Good', 'working'],
    ['不完好', 'broken'],
    ['停用', 'broken'],
    ['Out of Service', 'broken'],
    ['not working', 'broken'],
    ['不详', 'unknown'],
  ])('status %s is %s', (status, expected) => {
    expect(read('hydrant', { status }).attributes.status).toBe(expected);
  });

  it('keeps what belongs to the main apart from what belongs to the hydrant', () => {
    expect(
      read('hydrant', {
        管网压力: '0.4',
        管网形式: '枝状',
        栓高: '0.7',
        地面高程: '-1.25',
        出水口高度: '0.65',
      }).attributes,
    ).toMatchObject({ pressure_mpa: null, dead_end: true, ground_m: -1.25, flow_lps: null });
    expect(read('hydrant', { '标高(m)': '0' })).toMatchObject({
      attributes: { ground_m: null },
      codes: ['zero-is-unknown'],
    });
    const tower = read('building', { 高度: '30', 地面标高: '12.5', height_m: '31' }).attributes;
    expect(tower).toMatchObject({ height_m: 31, ground_m: 12.5 });
    expect(read('building', { 高程: '12.5' }).attributes).toMatchObject({ height_m: null, ground_m: 12.5 });
  });

  it('reads tankers, and pumps that are carried', () => {
    expect(
      read('station', {
        名称: 'A',
        类型: '专职队',
        水罐车数: '2辆',
        载水量: '6吨',
        手抬泵: '3台',
        车辆: '水罐车',
      }).attributes,
    ).toMatchObject({ tankers: 2, tanker_m3: 6, pumps: 3, vehicles: ['pumper'] });
    expect(
      read('station', { name: 'A', kind: 'brigade', tankers: 1, tanker_m3: 8.5 }).attributes,
    ).toMatchObject({
      tankers: 1,
      tanker_m3: 8.5,
      pumps: null,
    });
  });

  it.each([
    [{ 可用季节: '常年' }, 'all-year'],
    [{ 可用季节: '枯水期断流' }, 'not-in-drought'],
    [{ 可用季节: '枯水期不断流' }, 'all-year'],
    [{ 可用季节: '冰冻期不可用' }, 'not-in-frost'],
    [{ 是否季节性: '是' }, 'not-in-drought'],
    [{ 是否季节性: '否' }, 'all-year'],
    [{ season: 'not-in-frost' }, 'not-in-frost'],
    [{ season: 'all-year' }, 'all-year'],
    [{ season: 'not-in-drought' }, 'not-in-drought'],
    [{ season: '' }, null],
  ])('season of water with %j is %s', (fields, season) => {
    const { attributes, codes } = read('water_source', { 类型: '河', ...fields });
    expect([attributes.season, codes]).toEqual([season, []]);
  });

  it.each([
    ['95%', 0.95],
    ['0.9', 0.9],
    [97, 0.97],
    ['1 %', 0.01],
    [1, 1],
    ['不详', null],
  ])('a guarantee of %s is %s', (保证率, share) => {
    expect(read('water_source', { 类型: '河', 保证率 }).attributes.low_flow_guarantee).toBe(share);
  });

  it('knows a field by its first ten bytes where a .dbf has cut it', () => {
    expect(read('hydrant', { static_pre: '3 bar' }).attributes.pressure_mpa).toBeCloseTo(0.3, 9);
    expect(read('building', { 建筑层: '6层' }).attributes.floors).toBe(6);
    expect(read('building', { 地上层: '6层', 层数: '7' }).attributes.floors).toBe(7);
  });

  it('takes kinds from the file name where no column tells', () => {
    const micro = read('station', { name: 'A' }, { name: '微型消防站.csv' });
    expect([micro.attributes.kind, micro.codes]).toEqual(['micro', ['kind-assumed']]);
    expect(read('station', { 类型: '乡镇专职队', 车辆: '水罐车2辆、云梯车' }).attributes).toMatchObject({
      kind: 'brigade',
      vehicles: ['pumper', 'ladder'],
    });
    expect(read('area', { Subdiv: 'Yeoman Wood' }, { name: 'Subdivision.shp' }).attributes).toMatchObject({
      kind: 'village',
      name: 'Yeoman Wood',
    });
    expect(read('place', { Type: 'All Age', Descript: 'B' }, { name: 'schools.csv' }).attributes).toEqual({
      name: 'B',
      kind: 'school',
    });
    expect(read('water_source', {}, { name: 'canals.csv' }).attributes.kind).toBe('canal');
  });

  it('reads a register of mains, Chinese and English', () => {
    expect(
      read(
        'water_main',
        { 管线编号: 'G-7', 管径: 'DN200', 管网形式: '环状', '压力(MPa)': '0.32', 权属单位: '自来水公司' },
        { name: '供水管网.shp' },
      ),
    ).toMatchObject({
      attributes: { name: 'G-7', diameter_mm: 200, dead_end: false, pressure_mpa: 0.32, owner: '自来水公司' },
      codes: [],
    });
    expect(
      read('water_main', { PIPE_ID: 12, 'Diameter (in)': 8, dead_end: 'yes', 'pressure (bar)': 3.5 })
        .attributes,
    ).toEqual({
      name: '12',
      diameter_mm: 203.2,
      dead_end: true,
      pressure_mpa: expect.closeTo(0.35, 9),
      owner: null,
    });
  });

  it.each([
    [{ 管网形式: '枝状' }, true],
    [{ 管网形式: '环状管网' }, false],
    [{ 是否枝状: '否' }, false],
    [{ 是否环状: '否' }, true],
    [{ 环状: '是' }, false],
    [{ topology: 'Looped' }, false],
    [{ topology: 'dead-end branch' }, true],
    [{ dead_end: false }, false],
    [{ 管网形式: '' }, null],
    [{ 口径: '100' }, null],
  ])('a main with %j ends dead: %s', (fields, dead_end) => {
    expect(read('water_main', fields).attributes.dead_end).toBe(dead_end);
  });

  it('says so where a form of network says nothing about this main', () => {
    expect(read('water_main', { 管网形式: '环枝结合' })).toMatchObject({
      attributes: { dead_end: null },
      codes: ['unreadable-value'],
    });
  });

  it('takes exports of earlier versions as its own', () => {
    const before = {
      source: 'demo',
      source_id: '7',
      area_id: 3,
      name: 'A',
      use: 'x',
      height_m: 3,
      floors: 1,
    };
    const { attributes } = read('building', { ...before, structure: null, people: 2 });
    expect(attributes).toMatchObject({ name: 'A', height_m: 3, people: 2, ground_m: null });
    expect(read('building', { ...before, structure: null, people: 2, ground_m: 7 }).attributes.ground_m).toBe(
      7,
    );
  });

  it('takes an identifier only where one is mapped', () => {
    expect(read('hydrant', { OBJECTID: 7 }).id).toBeNull();
    expect(read('hydrant', { OBJECTID: 7 }, { map: { objectid: 'id' } }).id).toBe('7');
    expect(() => read('hydrant', { a: 1 }, { map: { b: 'id' } })).toThrow(FileRefused);
  });
});
