import { InvalidArgumentError } from 'commander';
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { LAYERS, type LayerId } from '../lib/contract/layer_rows.ts';
import { WORK_VEHICLES, type WorkVehicle } from '../lib/domain/live/work_items.ts';
import { VEHICLES, type StationKind, type VehicleCode } from '../lib/domain/rules/rule_set.ts';
import { SEASONS, type WaterSeason } from '../lib/domain/water/natural_intake.ts';
import type { Weighing } from '../lib/server/services/siting/site_proposal.ts';
import type { SiteMinimised } from '../lib/server/services/siting/answer_question.ts';
import { SITE_LINES, type SiteLines } from '../lib/server/services/siting/hydrant_places.ts';
import type { SiteKind } from '../lib/server/services/siting/site_plan.ts';

/** The questions of `solve`, by the names the field gives them. */
export const FACILITY_PROBLEMS = ['mclp', 'lscp', 'pmedian', 'pcenter'] as const;

/** What `site` looks for places for. */
const SITE_KINDS: readonly SiteKind[] = ['hydrant', 'micro-station'];
const MINIMISED: readonly SiteMinimised[] = ['cover', 'mean', 'worst'];
const WEIGHINGS: readonly Weighing[] = ['people', 'buildings', 'risk'];

const STATION_KINDS: readonly StationKind[] = ['micro', 'brigade', 'national', 'enterprise'];

/** Longest time, distance asked for that still means something: a day, ten kilometres. */
const LONGEST_S = 86_400;

/** A number of seconds from 0 to a day. */
export function secondsOption(text: string): number {
  return numberBetween(text, 0, LONGEST_S, 'seconds');
}

/** A distance in metres from 0 to 100. */
export function joinOption(text: string): number {
  return numberBetween(text, 0, 100, 'metres');
}

/** A cost from 0, in the unit of the matrix. */
export function radiusOption(text: string): number {
  return numberBetween(text, 0, 1e9, 'a cost');
}

/** A whole number from 1. */
export function countOption(text: string): number {
  const count = numberBetween(text, 1, 1e6, 'a whole number');
  if (!Number.isInteger(count)) throw new InvalidArgumentError('Expected a whole number from 1.');
  return count;
}

/** A share from 0 to 1. */
export function shareOption(text: string): number {
  return numberBetween(text, 0, 1, 'a share');
}

export const layerOption = (text: string): LayerId => oneOf(text, LAYERS);
export const problemOption = (text: string) => oneOf(text, FACILITY_PROBLEMS);
export const siteKindOption = (text: string): SiteKind => oneOf(text, SITE_KINDS);
export const minimiseOption = (text: string): SiteMinimised => oneOf(text, MINIMISED);
export const siteLinesOption = (text: string): SiteLines => oneOf(text, SITE_LINES);
export const weighingOption = (text: string): Weighing => oneOf(text, WEIGHINGS);
export const workVehicleOption = (text: string): WorkVehicle => oneOf(text, WORK_VEHICLES);
export const seasonOption = (text: string): WaterSeason => oneOf(text, SEASONS);
export const vehicleOption = (text: string): VehicleCode => oneOf(text, VEHICLES);

/** A folder that is there or can be made: a wrong one is told before the work, not after it. */
export function folderOption(text: string): string {
  const path = resolve(text);
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === false) {
    throw new InvalidArgumentError(`${path} is a file, expected a folder.`);
  }
  return path;
}

/** "micro,brigade" */
export const stationKindsOption = (text: string): StationKind[] =>
  text.split(',').map((kind) => oneOf(kind.trim(), STATION_KINDS));

/** "12,40": ids of candidates. */
export const idsOption = (text: string): string[] => text.split(',').map((id) => id.trim());

/** "src=dst,src=dst": source field to attribute. */
export function mapOption(text: string): Record<string, string> {
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()));
  for (const pair of pairs) {
    if (pair.length !== 2 || pair.includes('')) {
      throw new InvalidArgumentError(`"${pair.join('=')}" is not of the form source=attribute.`);
    }
  }
  return Object.fromEntries(pairs);
}

function oneOf<T extends string>(text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new InvalidArgumentError(`Expected one of ${choices.join(', ')}.`);
  return found;
}

function numberBetween(text: string, least: number, most: number, what: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new InvalidArgumentError(`Expected ${what} from ${least} to ${most}.`);
  }
  return value;
}
