import { expect, it } from 'vitest';
import { formatTime } from './dates.ts';

it('writes times as year, month, day and the clock of the zone', () => {
  expect(formatTime('2026-11-22T17:05:09.984116Z', 'Asia/Shanghai')).toBe('2026-11-23 01:05');
  expect(formatTime('2026-11-22T00:00:00Z', 'UTC')).toBe('2026-11-22 00:00');
  expect(formatTime('no time')).toBe('no time');
});
