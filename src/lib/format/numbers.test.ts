import { describe, expect, it } from 'vitest';
import { messagesOf } from './messages.ts';
import {
  formatCount,
  formatDuration,
  formatLength,
  formatMeasure,
  formatShare,
  NO_VALUE,
} from './numbers.ts';

const MESSAGES = { zh: await messagesOf('zh'), en: await messagesOf('en') };

describe('formatShare', () => {
  it.each([
    [0, 10, '0.0 %'],
    [1, 3, '33.3 %'],
    [10, 10, '100.0 %'],
    [9999, 10_000, '99.9 %'],
    [1, 10_000, '< 0.1 %'],
    [0, 0, NO_VALUE],
  ])('%i of %i is %s', (part, whole, text) => {
    expect(formatShare(part, whole, 'zh')).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0, '0 秒', '0 s'],
    [59.2, '1 分钟', '1 min'],
    [118.002, '1 分 59 秒', '1 min 59 s'],
    [300, '5 分钟', '5 min'],
    [300.001, '5 分 1 秒', '5 min 1 s'],
    [null, NO_VALUE, NO_VALUE],
  ])('%s s is %s', (value_s, zh, en) => {
    expect(formatDuration(value_s, MESSAGES.zh)).toBe(zh);
    expect(formatDuration(value_s, MESSAGES.en)).toBe(en);
  });
});

it('writes lengths, counts and measures with their units', () => {
  expect(formatLength(13.6, 'en')).toBe('14 m');
  expect(formatLength(23_359.9, 'en')).toBe('23.4 km');
  expect(formatLength(877_400, 'zh')).toBe('877 km');
  expect(formatLength(null, 'zh')).toBe(NO_VALUE);
  expect(formatCount(15_834, 'zh')).toBe('15,834');
  expect(formatMeasure(0.145, 'MPa', 'en')).toBe('0.15 MPa');
  expect(formatMeasure(null, 'L/s', 'en')).toBe(NO_VALUE);
});
