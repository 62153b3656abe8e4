import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine, fixed3, fixed7, fixed9, sheetHead, sheetLine } from './csv.ts';

test('a line is quoted only where it must be', () => {
  expect(csvLine(['a', 1.5, true, null, ''])).toBe('a,1.5,true,,\n');
  expect(csvLine(['a,b', 'say "no"', 'two\nlines', 'one\rreturn'])).toBe(
    '"a,b","say ""no""","two\nlines","one\rreturn"\n',
  );
});

test('ids and formula-like texts are written back as read', () => {
  expect(csvLine(['0012', '=1+1', ' padded '])).toBe('0012,=1+1, padded \n');
});

test('tables for spreadsheets hold no formulas; numbers and other texts stay as they are', () => {
  const formulas = ['=HYPERLINK("x")', '+cmd|calc', '-2+3', '@SUM(A1)', '\t=1', '\r=1', '='];
  const [row] = parse(sheetLine(['first', ...formulas])) as string[][];
  expect(row).toEqual(['first', ...formulas.map((text) => `'${text}`)]);
  const plain = ['-', '-0.500', '+8659522', '东坊村', "'a", 'a=b', '-118.1234567'];
  expect(sheetLine([...plain, -5, null, true])).toBe(csvLine([...plain, -5, null, true]));
});

test('a table for spreadsheets begins with the mark of UTF-8, which readers take off', () => {
  expect(Buffer.from(sheetHead(['村']), 'utf8').subarray(0, 3)).toEqual(Buffer.of(0xef, 0xbb, 0xbf));
  expect(parse(sheetHead(['村', '栓']), { bom: true })).toEqual([['村', '栓']]);
});

test('any text comes back from another reader of CSV', () => {
  const text = fc.string({ unit: 'grapheme' }).filter((value) => value !== '﻿');
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), (values) => {
      const [row] = parse(csvLine(['first', ...values])) as string[][];
      expect(row).toEqual(['first', ...values]);
    }),
  );
});

test('numbers have a fixed count of decimals, never a negative zero, never an exponent', () => {
  expect(fixed3(1.2346)).toBe('1.235');
  expect(fixed3(-0.0001)).toBe('0.000');
  expect(fixed7(8.12345678)).toBe('8.1234568');
  expect(fixed9(1e-9)).toBe('0.000000001');
  expect(fixed3(2_000_000)).toBe('2000000.000');
  expect(() => fixed3(Number.NaN)).toThrow(/finite/);
});
