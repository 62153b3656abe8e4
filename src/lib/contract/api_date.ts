import { z } from 'zod';

const FIRST = '1950-01-01';
const LAST = '2199-12-31';

/** A day of the calendar as yyyy-mm-dd. */
export const dateText = z.iso
  .date('expected a day such as 2026-11-22')
  .refine((text) => text >= FIRST && text <= LAST, `expected a day from ${FIRST} to ${LAST}`);
