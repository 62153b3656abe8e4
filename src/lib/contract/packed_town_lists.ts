import { z } from 'zod';
import type { ObstacleData, SourceData, StationData, TownData } from '../domain/live/town_data.ts';
import { NONE } from '../domain/network/network.ts';
import { VEHICLES } from '../domain/rules/rule_set.ts';
import { ruleSetSchema } from './rule_set.ts';

/** The JSON sections of a packed town. */

const id = z.number().int().positive();
const lon_deg = z.number().min(-180).max(180);
const lat_deg = z.number().min(-90).max(90);
const name = z.string().nullable();
const index = z.number().int().min(0).max(NONE);
const size = z.number().nonnegative();

export const townSchema: z.ZodType<Pick<TownData, 'stamp' | 'rules'>> = z.object({
  stamp: z.string(),
  rules: ruleSetSchema,
});

export const stationsSchema: z.ZodType<StationData[]> = z.array(
  z.object({
    id,
    name,
    kind: z.enum(['micro', 'brigade', 'national', 'enterprise']),
    turnout_s: size.nullable(),
    crew: size.nullable(),
    vehicles: z.array(z.enum(VEHICLES)),
    lon_deg,
    lat_deg,
  }),
);

export const obstaclesSchema: z.ZodType<ObstacleData[]> = z.array(
  z.object({
    id,
    kind: z.string(),
    clear_width_m: size.nullable(),
    clear_height_m: size.nullable(),
    lon_deg,
    lat_deg,
    street: index,
    along_mm: size,
  }),
);

const sourceClass = z.enum(['good', 'weak', 'unknown', 'none']);

export const sourcesSchema: z.ZodType<SourceData[]> = z.array(
  z.object({
    layer: z.enum(['hydrant', 'water_source']),
    id,
    source_class: sourceClass,
    class_if_working: sourceClass,
    condition: z
      .object({
        status: z.enum(['working', 'broken', 'unknown']),
        flow_lps: z.number().nullable(),
        pressure_mpa: z.number().nullable(),
      })
      .nullable(),
    figures: z.object({
      kind: z.enum(['hydrant', 'store', 'flowing']),
      flow_lps: size.nullable(),
      volume_m3: size.nullable(),
      dead_end: z.boolean().nullable(),
      points_deg: z
        .array(z.number().min(-180).max(180))
        .refine(({ length }) => length % 2 === 0, 'lon,lat pairs'),
    }),
    lon_deg,
    lat_deg,
    edge: index,
    along_mm: size,
    offset_mm: size,
  }),
);
