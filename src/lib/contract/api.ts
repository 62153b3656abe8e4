import { z } from 'zod';
import { VERDICTS } from '../domain/coverage/verdict.ts';
import { VEHICLES } from '../domain/rules/rule_set.ts';
import { VEHICLE_CHOICES } from './vehicle_choice.ts';

const count = z.number().int().nonnegative();
const leg = z.enum(['pass', 'fail', 'unknown']);
const status_counts = z.object({ working: count, broken: count, unknown: count });

/** What the newest coverage run was asked and when; `stale` where the data changed since. */
export const runSchema = z.object({
  id: z.number().int(),
  /** The vehicle of every station in the run; null where each building has the best over those the stations own. */
  vehicle: z.enum(VEHICLES).nullable(),
  /** What was chosen: one vehicle for every station, or the best over the vehicles each station owns. */
  choice: z.enum(VEHICLE_CHOICES),
  /** The vehicles the run went through, smallest first; a run made before they were kept has none. */
  vehicles: z.array(z.enum(VEHICLES)),
  cutoff_s: z.number(),
  rule_set_code: z.string(),
  rule_set_version: z.string(),
  rule_set_name_zh: z.string(),
  rule_set_name_en: z.string(),
  created_at: z.string(),
  stale: z.boolean(),
});

/** GET /api/summary: the open database in figures. */
export const summarySchema = z.object({
  database: z.object({
    kind: z.enum(['server', 'embedded']),
    label: z.string(),
    /** True for the sample town. */
    demo: z.boolean(),
  }),
  /** Newest import; null where nothing was imported from a file. */
  imported_at: z.string().nullable(),
  /** Names of the sources, in the order they first came. */
  sources: z.array(z.string()),
  /** Licences and credits to be shown beside the map, e.g. "ODbL 1.0, © OpenStreetMap contributors". */
  attributions: z.array(z.string()),
  /** west, south, east, north in degrees; null for an empty database. */
  bounds_deg: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  run: runSchema.nullable(),
  buildings: z.object({
    total: count,
    by_verdict: z.record(z.enum(VERDICTS), count),
    /** Reached in time, hose long enough, water never measured: stands beside `covered`, never in it. */
    arrives_water_unknown: count,
    /** Without a verdict in this run. */
    unassessed: count,
  }),
  hydrants: status_counts,
  water_sources: count,
  stations: z.object({ micro: count, brigade: count, national: count, enterprise: count }),
  streets: z.object({ drivable_m: z.number(), foot_m: z.number(), ways: count }),
  areas: count,
  obstacles_standing: count,
});
export type Summary = z.infer<typeof summarySchema>;
export type RunSummary = z.infer<typeof runSchema>;

/** GET /api/building/{id}: one building with the three legs of its verdict. */
export const buildingCardSchema = z.object({
  id: z.number().int(),
  source: z.string(),
  source_id: z.string(),
  name: z.string().nullable(),
  use: z.string().nullable(),
  floors: z.number().nullable(),
  height_m: z.number().nullable(),
  footprint_m2: z.number(),
  area_name: z.string().nullable(),
  lon_deg: z.number(),
  lat_deg: z.number(),
  run: runSchema.nullable(),
  verdict: z
    .object({
      verdict: z.enum(VERDICTS),
      failing_leg: z.enum(['arrive', 'hose', 'water']).nullable(),
      vehicle: z.enum(VEHICLES),
      /** Longest hose of that vehicle from stop to door, and from water to stop; null where the rules name none. */
      attack_hose_m: z.number().nullable(),
      supply_hose_m: z.number().nullable(),
      arrive: leg,
      hose: leg,
      water: leg,
      arrival_s: z.number().nullable(),
      hose_m: z.number().nullable(),
      offset_m: z.number().nullable(),
      stop_lon_deg: z.number().nullable(),
      stop_lat_deg: z.number().nullable(),
      street_name: z.string().nullable(),
      station: z.object({ id: z.number().int(), name: z.string().nullable(), kind: z.string() }).nullable(),
      water_source: z
        .object({
          layer: z.enum(['hydrant', 'water_source']),
          id: z.number().int(),
          name: z.string().nullable(),
          kind: z.string().nullable(),
          status: z.enum(['working', 'broken', 'unknown']),
          flow_lps: z.number().nullable(),
          pressure_mpa: z.number().nullable(),
          lon_deg: z.number(),
          lat_deg: z.number(),
        })
        .nullable(),
      water_m: z.number().nullable(),
      weight: z.number(),
      weight_source: z.enum(['recorded', 'shared', 'count']),
    })
    .nullable(),
});
export type BuildingCard = z.infer<typeof buildingCardSchema>;
