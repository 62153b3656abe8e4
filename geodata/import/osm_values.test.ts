import { describe, expect, test } from 'vitest';
import {
  diameterMm,
  flowLps,
  isSet,
  leastLengthM,
  lengthM,
  pressureMpa,
  speedKmh,
  volumeM3,
  weightT,
  wholeNumber,
} from './osm_values.ts';

describe('lengths', () => {
  test.each([
    ['3.5', 3.5],
    ['1,5', 1.5],
    ['3 m', 3],
    ['60cm', 0.6],
    ['6\'6"', 1.9812],
    ['10 ft', 3.048],
    ['ca. 2', 2],
    ['~2.5', 2.5],
    ['3;4', 3],
    ['4; 3 m', 3],
    ['3-4 m', 3],
    ['1.80/2.50', 1.8],
  ])('%s is %d m', (text, length_m) => expect(lengthM(text)).toBeCloseTo(length_m, 6));

  test.each(['default', 'none', 'below_default', 'no_sign', '0', '-3', 'narrow', '', '3;wide'])(
    '"%s" is unknown',
    (text) => expect(lengthM(text)).toBeNull(),
  );

  test('an absent tag is unknown', () => expect(lengthM(undefined)).toBeNull());

  test('the least of several counts, and those that state nothing do not', () => {
    expect(leastLengthM('4', undefined, '3.2')).toBe(3.2);
    expect(leastLengthM('default', '3.2')).toBe(3.2);
    expect(leastLengthM('none', undefined)).toBeNull();
  });
});

test.each([
  ['50', 50],
  ['30 mph', 48.28032],
  ['50;30', 30],
  ['walk', null],
  ['none', null],
  ['CN:urban', null],
  ['0', null],
  ['999', null],
])('maxspeed %s is %s km/h', (text, speed_kmh) => expect(speedKmh(text)).toBe(speed_kmh));

test.each([
  ['7.5', 7.5],
  ['3500 kg', 3.5],
  ['10 st', 9.0718474],
  ['none', null],
])('maxweight %s is %s t', (text, weight_t) => expect(weightT(text)).toBe(weight_t));

test.each([
  ['100', 100],
  ['DN100', 100],
  ['80 mm', 80],
  ['4"', 101.6],
  ['4 in', 101.6],
  ['80/100', 80],
  ['4', null],
  ['unknown', null],
])('diameter %s is %s mm', (text, diameter_mm) => expect(diameterMm(text)).toBe(diameter_mm));

test.each([
  ['6', 0.6],
  ['5 bar', 0.5],
  ['0.35 MPa', 0.35],
  ['350 kPa', 0.35],
  ['suction', null],
  ['yes', null],
])('pressure %s is %s MPa', (text, pressure_mpa) => expect(pressureMpa(text)).toBe(pressure_mpa));

test.each([
  ['1200 l/min', 20],
  ['36 m3/h', 10],
  ['15 L/s', 15],
  ['1200', null],
])('flow %s is %s L/s: a bare number has no settled unit', (text, flow_lps) =>
  expect(flowLps(text)).toBe(flow_lps),
);

test.each([
  ['100 m3', 100],
  ['50000 l', 50],
  ['50000', null],
])('volume %s is %s m3', (text, volume_m3) => expect(volumeM3(text)).toBe(volume_m3));

test.each([
  ['1234', 1234],
  ['12,345', 12345],
  ['12 345', 12345],
  ['~1200', 1200],
  ['5.0', 5],
  ['2.5', null],
  ['many', null],
])('count %s is %s', (text, number) => expect(wholeNumber(text)).toBe(number));

test('a flag is set by every value but a denial', () => {
  expect(['yes', 'viaduct', '1'].every(isSet)).toBe(true);
  expect(['no', 'false', '0', undefined].some(isSet)).toBe(false);
});
