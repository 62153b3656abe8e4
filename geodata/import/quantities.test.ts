import { describe, expect, it } from 'vitest';
import { coordinateNumber } from './coordinate_columns.ts';
import { count, day, yesOrNo } from './plain_values.ts';
import { plainNumber, plainText } from './plain_text.ts';
import { quantity } from './quantities.ts';
import type { DimensionName } from './written_units.ts';

function read(dimension: DimensionName, value: unknown, unit: string | null = null, is_chinese = false) {
  const assumed: string[] = [];
  const context = { column_unit: unit, unitAssumed: (found: string) => assumed.push(found) };
  return { value: quantity(dimension, value, context, is_chinese), assumed: assumed[0] ?? null };
}

describe('quantity', () => {
  it.each([
    ['length_m', '3.5 m', 3.5],
    ['length_m', '３．５米', 3.5],
    ['length_m', '3,5m', 3.5],
    ['length_m', '350cm', 3.5],
    ['length_m', '10\'6"', 3.2004],
    ['length_m', '10′ 6″', 3.2004],
    ['length_m', '10 ft 6 in', 3.2004],
    ['length_m', "12'", 3.6576],
    ['length_m', '2.5ft', 0.762],
    ['length_m', '3-4 m', 3],
    ['length_m', '约3.5米', 3.5],
    ['diameter_mm', 'DN100', 100],
    ['diameter_mm', 'dn 150mm', 150],
    ['diameter_mm', '4"', 101.6],
    ['diameter_mm', '4 in', 101.6],
    ['diameter_mm', '100mm', 100],
    ['flow_lps', '15 L/s', 15],
    ['flow_lps', '54 m³/h', 15],
    ['flow_lps', '900 l/min', 15],
    ['flow_lps', '1000 gpm', 63.0901964],
    ['pressure_mpa', '0.25MPa', 0.25],
    ['pressure_mpa', '3 bar', 0.3],
    ['pressure_mpa', '250 kPa', 0.25],
    ['pressure_mpa', '20 psi', 0.1378951458],
    ['pressure_mpa', '10 m', 0.0980665],
    ['pressure_mpa', '2.5公斤', 0.24516625],
    ['speed_kmh', '30 mph', 48.28032],
    ['weight_t', '2000 kg', 2],
    ['volume_m3', '200立方米', 200],
    ['duration_s', '1.5 min', 90],
  ] as const)('%s: %j is %d', (dimension, value, expected) => {
    expect(read(dimension, value)).toEqual({ value: expect.closeTo(expected, 9), assumed: null });
  });

  it('takes the unit of the column, then that of custom, which it tells', () => {
    expect(read('length_m', '12', 'ft')).toEqual({ value: expect.closeTo(3.6576, 9), assumed: null });
    expect(read('length_m', 3.5)).toEqual({ value: 3.5, assumed: 'm' });
    expect(read('speed_kmh', '40')).toEqual({ value: 40, assumed: 'km/h' });
    expect(read('pressure_mpa', '0.3', null, true)).toEqual({ value: 0.3, assumed: 'mpa' });
  });

  it.each([
    ['length_m', 'wide'],
    ['length_m', '3.5 furlongs'],
    ['length_m', '4-3 m'],
    ['length_m', '2.5ftt'],
    ['length_m', '.'],
    ['flow_lps', '15'],
    ['pressure_mpa', '3'],
    ['diameter_mm', '4'],
    ['flow_lps', '15 m'],
  ] as const)('%s: %j cannot be understood', (dimension, value) => {
    expect(read(dimension, value)).toEqual({ value: undefined, assumed: null });
  });

  it.each([[''], [null], [undefined], ['N/A'], ['-'], ['无'], ['未知'], ['  '], [{}]])(
    '%j is nothing recorded',
    (value) => {
      expect(read('length_m', value)).toEqual({ value: null, assumed: null });
      expect(plainText(value)).toBeNull();
    },
  );
});

describe('plainNumber', () => {
  it.each([
    ['3.5', 3.5],
    ['3,5', 3.5],
    ['1,200.5', 1200.5],
    ['1,234,567', 1234567],
    ['1 234,5', 1234.5],
    ['-0.25', -0.25],
    ['1e3', 1000],
  ])('%s is %d', (text, expected) => expect(plainNumber(text)).toBe(expected));
  it.each([['1,2,3'], ['abc'], ['1.2.3'], [''], ['12abc']])('%s is none', (text) =>
    expect(plainNumber(text)).toBeUndefined(),
  );
});

describe('coordinateNumber', () => {
  it.each([
    ['118.1', 118.1],
    ['118°06\'00"E', 118.1],
    ['E118°06′00″', 118.1],
    ["78º30'W", -78.5],
    ['24度30分', 24.5],
    ['-33,9', -33.9],
    ["33°54'S", -33.9],
  ])('%s is %d', (text, expected) => expect(coordinateNumber(text)).toBeCloseTo(expected, 9));
  it.each([["24°61'"], ['north'], ['24°30'], ['']])('%s is none', (text) =>
    expect(coordinateNumber(text)).toBeUndefined(),
  );
});

describe('count, day and yesOrNo', () => {
  it.each([
    ['6', 6],
    ['6层', 6],
    ['12F', 12],
    ['1,234人', 1234],
    [7, 7],
    ['0', 0],
  ])('count of %j is %d', (value, expected) => expect(count(value)).toBe(expected));
  it.each([['6+1'], ['many'], ['-3']])('count of %j cannot be understood', (value) =>
    expect(count(value)).toBeUndefined(),
  );

  it.each([
    ['2013/04/23'],
    ['20130423'],
    ['2013-4-23'],
    ['2013年4月23日'],
    ['2013.4.23'],
    ['2013-04-23T08:00:00Z'],
    [20130423],
  ])('day of %j', (value) => expect(day(value)).toBe('2013-04-23'));
  it.each([['2013-02-30'], ['23/04/2013'], ['April'], ['2013']])('day of %j cannot be understood', (value) =>
    expect(day(value)).toBeUndefined(),
  );
  it('takes a date of zeros for none', () => expect(day('00000000')).toBeNull());

  it('knows yes and no in both languages', () => {
    expect(['是', 'Yes', 1, true, '有'].map(yesOrNo)).toEqual([true, true, true, true, true]);
    expect(['否', 'no', 0, false, '无'].map(yesOrNo)).toEqual([false, false, false, false, false]);
    expect([yesOrNo('maybe'), yesOrNo('')]).toEqual([undefined, null]);
  });
});
