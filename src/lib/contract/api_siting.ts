import { z } from 'zod';
import { VEHICLES } from '../domain/rules/rule_set.ts';
import { SEASONS } from '../domain/water/natural_intake.ts';
import { idText, wholeText } from './api_query.ts';
import { keptText } from './edits.ts';

/**
 * Where to build hydrants or micro stations. A question is worked on in a session of its own: POST /api/siting begins it
 * (202), GET /api/siting/{id} tells how far it is, what has been found and what no choice can beat, DELETE ends the proof
 * and keeps the best so far. A session that nobody asks about is ended, then its address answers 404.
 */
export const SITING_KINDS = ['hydrant', 'micro-station'] as const;
export const SITING_WEIGHINGS = ['people', 'buildings', 'risk'] as const;
export type SitingWeighing = (typeof SITING_WEIGHINGS)[number];
/** cover: most weight within reach; mean and worst: least mean and least largest way to the nearest one. */
export const SITING_MINIMISED = ['cover', 'mean', 'worst'] as const;
export type SitingMinimised = (typeof SITING_MINIMISED)[number];
export const SITING_PLACES = ['streets', 'mains'] as const;

export const MOST_SITES = 200;
export const MOST_POINTS = 50;
export const LIMITS_S = { least: 1, usual: 60, most: 600 } as const;

const count = z.number().int().nonnegative();
const id = z.number().int().positive();
const text = z.string().nullable();

/** lon, lat in degrees. */
const point = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);

const aim = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('count'), sites: z.number().int().min(1).max(MOST_SITES) }),
  /** Fewest sites with which this share of all weight is served, what is served already included. */
  z.strictObject({ kind: z.literal('share'), share: z.number().gt(0).max(1) }),
  /** Fewest sites that serve everybody who can be served. */
  z.strictObject({ kind: z.literal('all') }),
]);
export type SitingAim = z.infer<typeof aim>;

/** POST /api/siting: 202 with `{ id }`; 429 where as many as may be are worked on already. */
export const sitingQuestionSchema = z
  .strictObject({
    what: z.enum(SITING_KINDS),
    aim,
    /** Null: people where those of every short building are known, else buildings. */
    weigh: z.enum(SITING_WEIGHINGS).nullable().default(null),
    minimise: z.enum(SITING_MINIMISED).default('cover'),
    /** With a second way to water or crew counted, at half its worth. */
    backup: z.boolean().default(false),
    along: z.enum(SITING_PLACES).default('streets'),
    /** With all that lies in it; null the whole town. */
    area_id: id.nullable().default(null),
    /** Null: what usually carries it. */
    vehicle: z.enum(VEHICLES).nullable().default(null),
    /** Null: the rule set's. */
    cutoff_s: z.number().int().min(60).max(3600).nullable().default(null),
    turnout_s: z.number().min(0).max(3600).nullable().default(null),
    /** What natural water is judged for. */
    season: z.enum(SEASONS).default('wet'),
    /** Places one must be built at: the nearest candidate of each is taken. */
    must: z.array(point).max(MOST_POINTS).default([]),
    /** Places none may be built near. */
    never: z.array(point).max(MOST_POINTS).default([]),
    /** Of the proof; the best answer of then is given with what no answer can beat. */
    limit_s: z.number().int().min(LIMITS_S.least).max(LIMITS_S.most).default(LIMITS_S.usual),
    rules: z.string().min(1).max(100).default('cn'),
  })
  .refine(({ minimise, aim: { kind } }) => minimise === 'cover' || kind === 'count', {
    path: ['minimise'],
    error: 'mean and worst need a number of sites',
  })
  .refine(({ backup, minimise, aim: { kind } }) => !backup || (minimise === 'cover' && kind === 'count'), {
    path: ['backup'],
    error: 'backup needs a number of sites, and cover',
  })
  .refine(({ what, along }) => along === 'streets' || what === 'hydrant', {
    path: ['along'],
    error: 'mains are for hydrants',
  });
export type SitingQuestion = z.infer<typeof sitingQuestionSchema>;
export type NewSiting = z.input<typeof sitingQuestionSchema>;

export const sitingStartedSchema = z.object({ id: z.string() });

/** reading the town, planning (who is short, where can one stand), choosing, checking (judging again), then done or failed. */
export const SITING_STAGES = ['reading', 'planning', 'choosing', 'checking', 'done', 'failed'] as const;
export type SitingStage = (typeof SITING_STAGES)[number];

const site = z.object({
  /** In the order in which to build, from 1. */
  rank: id,
  /** As candidates.csv names it. */
  candidate_id: z.string(),
  lon_deg: z.number(),
  lat_deg: z.number(),
  street: text,
  /** Served by this one and by none of a better rank. */
  gain_buildings: count,
  /** Null where the people of any of them are not known. */
  gain_people: z.number().nullable(),
  gain_weight: z.number(),
  /** The question said that it must be built. */
  must: z.boolean(),
  /** What the rule set says of the place, as a stable name: where neither side of the street is clear of walls, … */
  notes: z.array(z.string()),
});
export type ProposedSite = z.infer<typeof site>;

const standing = z.object({
  /** What is gained; of the fewest sites their number; of mean and worst the way. */
  objective: z.number(),
  /** No choice does better. */
  bound: z.number(),
  gap: z.number().nonnegative(),
  seconds: z.number().nonnegative(),
  sites: z.array(z.object({ lon_deg: z.number(), lat_deg: z.number() })),
});
export type SitingStanding = z.infer<typeof standing>;

/** How the buildings of the area stand before anything is built, and how many places were looked at. */
const planned = z.object({
  served: count,
  short: count,
  unknown: count,
  out_of_reach: count,
  candidates: count,
  looked_at: count,
  /** Left out for want of room. */
  thinned: count,
  vehicle: z.enum(VEHICLES),
  cutoff_s: z.number(),
  /** Within which a building is served: metres of hose, or seconds. */
  limit: z.number(),
  /** By what is weighed, and whether the people of every short building are known, recorded or shared out. */
  weigh: z.enum(SITING_WEIGHINGS),
  people_known: z.boolean(),
  /** Places of the question that no candidate is near: they had no effect. */
  must_missed: z.array(point),
});
export type SitingPlanned = z.infer<typeof planned>;

const ways = z.object({ mean: z.number().nullable(), worst: z.number().nullable(), none: count });
const result = z.object({
  objective: z.number(),
  bound: z.number(),
  gap: z.number().nonnegative(),
  proven: z.boolean(),
  /** Of the choosing. */
  seconds: z.number(),
  sites: z.array(site),
  gain_buildings: count,
  gain_people: z.number().nullable(),
  gain_weight: z.number(),
  total_weight: z.number(),
  served_weight: z.number(),
  /** Share of all weight within reach, before and after; of mean and worst within the limit of the way. Null without weight. */
  share_before: z.number().nullable(),
  share_after: z.number().nullable(),
  /** Never measured before, served beyond doubt now. */
  made_sure: count,
  /** Short, and no allowed place serves them. */
  unservable: count,
  /** Weight gained by 1, 2, … sites. */
  budget: z.array(z.number()),
  /** Of mean and worst alone: the way to the nearest before and after, metres or seconds, and how many have none. */
  way: z.object({ before: ways, after: ways }).nullable(),
  check: z.object({ agrees: z.boolean(), served_before: count, served_after: count, differing: count }),
});
export type SitingResult = z.infer<typeof result>;

export const sitingAnswerSchema = z.object({
  id: z.string(),
  question: sitingQuestionSchema,
  stage: z.enum(SITING_STAGES),
  /** Since it was asked; once it is done or failed, what it took. */
  seconds: z.number().nonnegative(),
  /** Somebody ended the proof. */
  stopped: z.boolean(),
  /** The data changed since: ask again to learn what holds now. */
  stale: z.boolean(),
  planned: planned.nullable(),
  standing: standing.nullable(),
  /**
   * Why there is no answer: a stable code, and what was seen and expected. Of `cannot-serve` the figure is the greatest
   * share that can be served, or the fewest sites it takes; null where nobody worked it out.
   */
  failure: z.object({ code: z.string(), message: z.string(), figure: z.number().nullable() }).nullable(),
  result: result.nullable(),
});
export type SitingAnswer = z.infer<typeof sitingAnswerSchema>;

const degrees = (most: number) =>
  z
    .string()
    .regex(/^-?\d{1,3}(\.\d{1,15})?$/, 'expected degrees')
    .transform(Number)
    .refine((value) => Math.abs(value) <= most, `expected at most ${most} degrees`);

/** GET /api/siting/{id}/gain?lon=&lat=: why nothing was put there. */
export const sitingGainQuerySchema = z.strictObject({ lon: degrees(180), lat: degrees(90) });

/** What one place would do, and what of it the chosen ones do already. */
export const sitingGainSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('none'),
    /** Stable: no-street, no-main, serves-nobody, near-wall, near-hydrant, thinned. */
    reason: z.string(),
    /** How far the nearest point looked at is; null where there is none near. */
    away_m: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('place'),
    candidate_id: z.string(),
    lon_deg: z.number(),
    lat_deg: z.number(),
    street: text,
    /** From where it was asked. */
    away_m: z.number(),
    /** Why a point nearer to where it was asked is no place; null where this is the nearest. */
    nearer: z.string().nullable(),
    /** It is one of the chosen. */
    rank: id.nullable(),
    /** The question said that none may be built there. */
    forbidden: z.boolean(),
    /** Short buildings it serves, and by which chosen ones those are served first already. */
    serves_buildings: count,
    served_already: z.array(z.object({ rank: id, buildings: count })),
    gain_buildings: count,
    gain_people: z.number().nullable(),
    /** What it adds to all chosen: weight, or what the mean or the worst way sinks by. */
    gain: z.number(),
    /** The chosen one that adds least to the others; null where all must be built or none is chosen. */
    least: z.object({ rank: id, gain: z.number() }).nullable(),
    /** Built instead of the one it would best take the place of: what all changes by, below 0 for the worse. */
    instead: z.object({ rank: id, change: z.number() }).nullable(),
  }),
]);
export type SitingGain = z.infer<typeof sitingGainSchema>;

export const SITING_ROWS = ['site', 'unservable', 'made-sure', 'differing', 'short'] as const;
export type SitingRows = (typeof SITING_ROWS)[number];

/** GET /api/siting/{id}/buildings?of=&rank=: the buildings behind a figure. csv: all of them, as a download. */
export const sitingBuildingsQuerySchema = z.strictObject({
  of: z.enum(SITING_ROWS),
  /** Of `site` only. */
  rank: idText.optional(),
  offset: wholeText(0, 10_000_000).default(0),
  limit: wholeText(1, 5000).default(200),
  format: z.enum(['json', 'csv']).default('json'),
});
export const sitingBuildingSchema = z.object({
  id,
  lon_deg: z.number(),
  lat_deg: z.number(),
  area_id: id.nullable(),
  area_name: text,
  people: z.number().nullable(),
  /** Rank of the first chosen site that serves it, and its way: metres of hose or seconds. */
  rank: id.nullable(),
  cost: z.number().nullable(),
});
export type SitingBuilding = z.infer<typeof sitingBuildingSchema>;
export const sitingBuildingsSchema = z.object({ total: count, rows: z.array(sitingBuildingSchema) });
export type SitingBuildings = z.infer<typeof sitingBuildingsSchema>;

/** GET /api/siting/{id}/files/{name}: as `site --out` writes them. */
export const SITING_FILES = [
  'sites.csv',
  'sites.geojson',
  'demand.csv',
  'candidates.csv',
  'pairs.csv',
  'result.json',
] as const;
export type SitingFile = (typeof SITING_FILES)[number];

/** POST /api/siting/{id}/scenario: 201 with the scenario's id; 400 where it holds more sites than a scenario can. */
export const sitingScenarioSchema = z.strictObject({ name: keptText(1, 200), by: keptText(1, 100) });
export const sitingScenarioAnswerSchema = z.object({ id, name: z.string() });
