import { z } from 'zod';
import { areaText, wholeText } from './api_query.ts';
import { dateText } from './api_date.ts';
import { SHORTFALL_FIGURE_NAMES, type ShortfallFigure } from './shortfall_figures.ts';
import { VEHICLE_CHOICES } from './vehicle_choice.ts';

/** `wet`: every intake has water; `dry`: the low-water season; `frost`: still water is frozen. */
export const SEASONS = ['wet', 'dry', 'frost'] as const;
export type Season = (typeof SEASONS)[number];

/** What a shortfall is counted for; the same words on every address below. */
const asked = {
  season: z.enum(SEASONS).default('wet'),
  vehicle: z.enum(VEHICLE_CHOICES).default('best'),
  cutoff: wholeText(60, 3600).default(300),
  /** The day that tests and orders are called overdue against; today where left out. */
  on: dateText.optional(),
};
const page = {
  offset: wholeText(0, 10_000_000).default(0),
  limit: wholeText(1, 200).default(50),
  /** csv: all rows as a download, offset and limit left aside. */
  format: z.enum(['json', 'csv']).default('json'),
};
/** 1: the area and everything below it. Of all or none it changes nothing. */
const branch = z
  .enum(['0', '1'])
  .default('0')
  .transform((text) => text === '1');

/** GET /api/shortfall?…; csv is the table of areas: one row an area, columns own_* and branch_*. */
export const shortfallQuerySchema = z.strictObject({ ...asked, format: page.format });
export type ShortfallQuery = z.infer<typeof shortfallQuerySchema>;

const count = z.number().int().nonnegative();
const text = z.string().nullable();
const number = z.number().nullable();

/**
 * null: the rule set has no number for it, no plan asks for it (missing_to_target), or (stores) it is not known whether
 * mains serve the area.
 */
export const figuresSchema = z.record(
  z.enum(SHORTFALL_FIGURE_NAMES),
  z.number().nonnegative().nullable(),
) as unknown as z.ZodType<Record<ShortfallFigure, number | null>>;
export type Figures = Record<ShortfallFigure, number | null>;

/** Beside a figure of missing hydrants: no fewer can do. Null where the figure is. */
const bounds = z.object({
  missing_by_rule: number,
  missing_by_demand: number,
  /** Buildings of the area (or branch), the whole that building figures are a share of. */
  buildings: count,
  /** working / hydrants, unknown not working; null without hydrants. */
  working_rate: number,
  /** Share of hydrants whose latest test is within the check interval; null without hydrants. */
  tested_share: number,
});

/** What a plan asks of an area, its branch counted: `hydrant.working_rate`, `hydrant.count`, `pool.volume_m3`. */
export const areaTargetSchema = z.object({
  id: z.number().int(),
  measure: z.string(),
  value: z.number(),
  unit: z.string(),
  due_on: z.string(),
  source: z.string(),
  remark: text,
  /** The same measure now; null where nothing gives it (no hydrants). */
  now: number,
  /** Value less now where that is above 0, else 0; null where now is. */
  missing: number,
  /** Past its due date and missing something. */
  late: z.boolean(),
});

export const areaShortfallSchema = z.object({
  /** Null for what lies outside any area. */
  area_id: z.number().int().nullable(),
  parent_id: z.number().int().nullable(),
  name: text,
  kind: text,
  has_mains: z.boolean().nullable(),
  /** west, south, east, north in degrees. */
  bounds_deg: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** Rows whose smallest enclosing area it is, and these with all below it. */
  own: figuresSchema,
  branch: figuresSchema,
  own_beside: bounds,
  branch_beside: bounds,
  /** What branch_beside.working_rate is held against: its own target, else that of the next area above, else the rule. */
  rate_target: z
    .object({
      value: z.number(),
      due_on: text,
      /** The plan, or the rule's clause. */
      source: z.string(),
      /** The area the target was set for; null: the rule set's. */
      area_id: z.number().int().nullable(),
      met: z.boolean().nullable(),
    })
    .nullable(),
  targets: z.array(areaTargetSchema),
});
export type AreaShortfallAnswer = z.infer<typeof areaShortfallSchema>;

/** Of measuring one source first. */
export const measureFirstRowSchema = z.object({
  rank: z.number().int().positive(),
  layer: z.enum(['hydrant', 'water_source']),
  id: z.number().int(),
  area_id: z.number().int().nullable(),
  area_name: text,
  name: text,
  street_name: text,
  kind: text,
  owner: text,
  lon_deg: z.number(),
  lat_deg: z.number(),
  /** What nobody has measured or recorded. */
  measure: z.array(z.enum(['status', 'flow', 'pressure', 'volume', 'season', 'main'])),
  /** Buildings whose water leg is settled once this one is found good, beyond those settled by the rows before. */
  buildings: count,
  /** People in them; null where a weight only counts buildings. */
  people: number,
  /** Buildings settled by this row and those before. */
  cumulative: count,
});
export type MeasureFirstRow = z.infer<typeof measureFirstRowSchema>;

export const trendPointSchema = z.object({
  /** 2026-11: as at the end of that month, or on the day asked for in the last one. */
  month: z.string(),
  working: count,
  broken: count,
  unknown: count,
  total: count,
  /** working / total; null without hydrants. */
  rate: number,
  /** Hydrants with a test in the check interval before, and as a share. */
  tested: count,
  tested_share: number,
});
export type TrendPoint = z.infer<typeof trendPointSchema>;

const measureFirst = z.object({
  /** Buildings whose water leg is unknown, and those of them that measuring would settle. */
  water_unknown: count,
  settled_by_all: count,
  /** Buildings whose asked flow is unknown, and what is missing of them (a building may miss several). */
  need_unknown: count,
  need_missing: z.object({
    use: count,
    height: count,
    footprint: count,
    settlement: count,
    rule: count,
  }),
  /** Sources to be measured in all; the first ten are in rows. */
  total: count,
  rows: z.array(measureFirstRowSchema),
});

/** 202 while it is computed: ask again after a second. */
export const workingSchema = z.object({
  state: z.literal('working'),
  /** Rough: by steps done. */
  share: z.number().min(0).max(1),
  step: z.enum(['waiting', 'judging', 'counting', 'listing']),
});

export const shortfallAnswerSchema = z.discriminatedUnion('state', [
  workingSchema,
  z.object({
    state: z.literal('done'),
    season: z.enum(SEASONS),
    /** ISO date. */
    on: z.string(),
    vehicle: z.enum(VEHICLE_CHOICES),
    cutoff_s: z.number(),
    rule_set: z.object({ code: z.string(), version: z.string() }),
    /** Numbers the figures are held against, by key; a key the rule set does not hold is left out. */
    rules: z.record(
      z.string(),
      z.object({
        value: z.number(),
        unit: z.string(),
        clause: z.string(),
        force: z.enum(['shall', 'should', 'setting']),
        confidence: z.enum(['H', 'M', 'L']),
      }),
    ),
    /** Ascending by id, the row outside any area last. */
    areas: z.array(areaShortfallSchema),
    totals: figuresSchema,
    totals_beside: bounds,
    measure_first: measureFirst,
    /** Of all hydrants, oldest month first, up to 36 months; empty without a dated record. */
    trend: z.array(trendPointSchema),
  }),
]);
export type ShortfallAnswer = z.infer<typeof shortfallAnswerSchema>;

/** GET /api/shortfall/{area}/{figure}?…: the list behind a figure. {area}: an id, all or none. */
export const shortfallAreaSchema = areaText;
export const shortfallFigureSchema = z.enum(SHORTFALL_FIGURE_NAMES);
export const shortfallListQuerySchema = z.strictObject({ ...asked, ...page, branch });
export type ShortfallListQuery = z.infer<typeof shortfallListQuerySchema>;

/** GET /api/shortfall/{area}/measure-first?…: all sources to be measured, ranked within what the query asks for. */
export const measureFirstAnswerSchema = z.discriminatedUnion('state', [
  workingSchema,
  measureFirst.extend({ state: z.literal('done') }),
]);
export type MeasureFirstAnswer = z.infer<typeof measureFirstAnswerSchema>;

/** GET /api/shortfall/{area}/trend?branch=&on=&format=json|csv */
export const trendQuerySchema = z.strictObject({ on: asked.on, branch, format: page.format });
export const trendAnswerSchema = z.object({ trend: z.array(trendPointSchema) });
export type TrendAnswer = z.infer<typeof trendAnswerSchema>;
