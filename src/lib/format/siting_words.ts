import type {
  SitingFile,
  SitingMinimised,
  SitingQuestion,
  SitingRows,
  SitingWeighing,
} from '../contract/api_siting.ts';
import type { VehicleCode } from '../domain/rules/rule_set.ts';
import type { Language } from './language.ts';
import { SITING_EN } from './siting_en.ts';
import { SITING_ZH } from './siting_zh.ts';

/** Words of siting: fetched with its panel, not with the page. */
export interface SitingWords {
  title: string;
  what: string;
  whats: Record<SitingQuestion['what'], string>;
  aim: string;
  aims: Record<SitingQuestion['aim']['kind'], string>;
  sites: string;
  percent: string;
  weigh: string;
  weighs: Record<SitingWeighing | 'auto', string>;
  /** What the points of risk are. */
  risk_hint: string;
  minimise: string;
  minimised: Record<SitingMinimised, string>;
  along: string;
  alongs: Record<SitingQuestion['along'], string>;
  backup: string;
  area: string;
  whole_town: string;
  area_hint: string;
  more: string;
  vehicle: string;
  usual_vehicle: string;
  vehicles: Record<VehicleCode, string>;
  cutoff: string;
  usual: string;
  limit: string;
  points: string;
  must: string;
  never: string;
  point_hint: Record<'must' | 'never' | 'why', string>;
  point_name: Record<'must' | 'never', (number: number) => string>;
  drop: string;
  question: string;
  start: string;
  again: string;
  changed: string;
  stop: string;
  stages: Record<'reading' | 'planning' | 'choosing' | 'checking', string>;
  choosing_among: (places: string, buildings: string) => string;
  incumbent: string;
  /** No answer gets above it, or below it. */
  bound: { most: string; least: string };
  /** What is made least: its unit is metres or seconds. */
  way_amount: Record<Exclude<SitingMinimised, 'cover'>, (value: string, unit: string) => string>;
  gap: string;
  time: string;
  objective: Record<'people' | 'buildings' | 'risk' | 'sites', (value: string) => string>;
  mixed: string;
  troubles: Record<'gone' | 'busy' | 'offline', string>;
  failures: Record<string, string>;
  /** How much can be had instead. */
  cannot_serve: { share: (most: string) => string; ways: (least: string) => string };
  stale: string;
  stopped: string;
  missed: (count: string) => string;
  share: Record<SitingQuestion['what'], string>;
  /** Of mean and worst: within the limit of the way. */
  within: Record<SitingQuestion['what'], (limit: string) => string>;
  share_of: Record<SitingWeighing, string>;
  gain: (buildings: string, people: string | null) => string;
  /** Of mean and worst: whom a site, or all of them, are the nearest of. */
  nearer: (buildings: string, people: string | null) => string;
  ways: Record<'mean' | 'worst', string>;
  ways_none: (before: string, after: string) => string;
  notes: Record<string, string>;
  proven: string;
  proven_fewest: (count: string) => string;
  open_gap: (more: string, percent: string) => string;
  open_way: (percent: string) => string;
  open_fewest: (least: string) => string;
  none_needed: string;
  agrees: Record<SitingQuestion['what'], (before: string, after: string) => string>;
  agrees_within: (limit: string, before: string, after: string) => string;
  differs: (count: string) => string;
  made_sure: (count: string) => string;
  unservable: (count: string) => string;
  /** Neither served nor short: nobody knows, or what is built here cannot help. */
  unknown: Record<SitingQuestion['what'], (count: string) => string>;
  measure_first: string;
  out_of_reach: Record<SitingQuestion['what'], (count: string) => string>;
  basis: (vehicle: string, cutoff: string, hose: string | null) => string;
  list: string;
  rank_name: (rank: number) => string;
  unnamed_street: string;
  copy: string;
  copied: string;
  must_mark: string;
  show_buildings: string;
  budget: string;
  budget_hint: string;
  budget_point: (sites: number, gain: string) => string;
  show_all: (count: number) => string;
  first_only: (count: number) => string;
  why: string;
  why_title: string;
  why_none: Record<string, string>;
  why_away: (metres: string) => string;
  why_nearer: Record<string, string>;
  why_chosen: (rank: number) => string;
  why_serves: (count: string) => string;
  why_already: (buildings: string, rank: number) => string;
  why_more: (rest: string) => string;
  why_serves_way: (count: string) => string;
  why_gain_way: (buildings: string, shorter: string) => string;
  why_gain: (buildings: string, gain: string) => string;
  why_nothing: string;
  why_least: (rank: number, gain: string) => string;
  why_instead: (rank: number, change: string) => string;
  why_forbidden: string;
  why_failed: string;
  export: string;
  files: Record<SitingFile, string>;
  save: string;
  save_name: string;
  save_by: string;
  save_hint: string;
  suggested_name: (what: string, count: number) => string;
  rows: Record<SitingRows, string>;
  /** Of mean and worst, in place of rows.site. */
  rows_nearest: string;
  building: (id: number) => string;
  rows_total: (count: string) => string;
  back: string;
  candidates: (candidates: string, looked_at: string) => string;
}

export const sitingWords = (language: Language): SitingWords => (language === 'en' ? SITING_EN : SITING_ZH);
