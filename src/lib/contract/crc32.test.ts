import { expect, it } from 'vitest';
import { crc32 } from './crc32.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

it('agrees with the check value of the standard', () => {
  expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926);
  expect(crc32(bytesOf(''))).toBe(0);
});

it('goes on where it stopped', () => {
  expect(crc32(bytesOf('6789'), crc32(bytesOf('12345')))).toBe(0xcbf43926);
});
