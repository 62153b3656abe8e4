import { z } from 'zod';

/** A whole number in a query: an id from 1 up. */
export const idText = z
  .string()
  .regex(/^[1-9]\d{0,14}$/, 'expected an id')
  .transform(Number);

/** A whole number between two bounds, both inclusive. */
export const wholeText = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, `expected a whole number from ${least} to ${most}`)
    .transform(Number)
    .refine((value) => value >= least && value <= most, `expected a whole number from ${least} to ${most}`);

/** Members of an area: of one by id, of none ("none": outside any area), or of all. */
export const areaText = z
  .string()
  .regex(/^(all|none|[1-9]\d{0,14})$/, 'expected an area id, none or all')
  .transform((text): AreaChoice => (text === 'all' || text === 'none' ? text : Number(text)));
export type AreaChoice = 'all' | 'none' | number;
