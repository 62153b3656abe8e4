import type { VehicleChoice } from '../../contract/vehicle_choice.ts';
import type { BuildingWaterFacts } from '../../contract/api_building_water.ts';
import type { PathAnswer } from '../../contract/api_paths.ts';
import { buildingPath } from '../services/coverage/building_path.ts';
import { coveredStreets } from '../services/coverage/covered_streets.ts';
import { judge, type Judgement } from '../services/coverage/judgement.ts';
import { packed, type PackedGeoJson } from '../services/coverage/packed_geojson.ts';
import { runResults, type RunResults } from '../services/coverage/run_results.ts';
import { compared, type Compared } from '../services/scenario/compared.ts';
import { editedTown } from '../services/scenario/edited_town.ts';
import {
  PackedTowns,
  type PackedTownAnswer,
  type PackedTownQuestion,
} from '../services/live/packed_towns.ts';
import { buildingFacts } from '../services/water/building_facts.ts';
import { townOf, type Town, type TownRows } from '../services/town/load_town.ts';
import type { Edit } from '../../domain/live/edit.ts';
import type { WaterSeason } from '../../domain/water/natural_intake.ts';
import { shortfallFacts, type ShortfallFacts } from '../services/shortfall/shortfall_facts.ts';
import { openWater, toMeasure, type MeasureFirst, type OpenWater } from '../services/shortfall/to_measure.ts';

/** What is asked of a town; plain values, since question and answer cross threads. */
export type Question =
  | ({ kind: 'town' } & PackedTownQuestion)
  | { kind: 'results'; vehicle: VehicleChoice; cutoff_s: number }
  /** The street reached within each of the times, seconds; null takes the ring times of the rule set. */
  | { kind: 'streets'; vehicle: VehicleChoice; cutoff_s: number; within_s: number[] | null }
  | { kind: 'path'; vehicle: VehicleChoice; cutoff_s: number; building_id: number }
  /** What stands behind the water leg of a building. */
  | { kind: 'water'; vehicle: VehicleChoice; cutoff_s: number; building_id: number }
  /** Only judges, so that what is asked next is quick. */
  | { kind: 'judged'; vehicle: VehicleChoice; cutoff_s: number; season: WaterSeason }
  | { kind: 'shortfall'; vehicle: VehicleChoice; cutoff_s: number; season: WaterSeason }
  /** What to measure first for the buildings of some areas (null: outside any), or of all. */
  | {
      kind: 'measure-first';
      vehicle: VehicleChoice;
      cutoff_s: number;
      season: WaterSeason;
      areas: (number | null)[] | null;
    }
  /** The town after the steps of each side; no steps: as it is. */
  | {
      kind: 'comparison';
      vehicle: VehicleChoice;
      cutoff_s: number;
      turnout_s: number | null;
      a: readonly Edit[];
      b: readonly Edit[];
    };

export interface Answers {
  town: PackedTownAnswer;
  results: RunResults;
  streets: PackedGeoJson;
  path: PathAnswer;
  water: BuildingWaterFacts | null;
  judged: number;
  shortfall: ShortfallFacts;
  'measure-first': MeasureFirst;
  comparison: Compared;
}

export interface EngineRequest {
  /** Names the town and the state of its data; the same key means the same rows. */
  town: string;
  /** Sent where the engine does not hold the town. */
  rows?: TownRows;
  question: Question;
}

export type EngineReply =
  | { kind: 'no-town' }
  /** The memory in `transfer` is handed over, not copied. */
  | { kind: 'answer'; answer: Answers[Question['kind']]; transfer?: ArrayBuffer[] };

/** Judgements kept for questions about single buildings: each holds three searches and all verdicts. */
const MOST_JUDGEMENTS = 4;

/** Holds one town, the one asked about last, and its latest judgements; the rest is computed again when asked for. */
export class Engine {
  #town: { key: string; rows: TownRows; town: Town; packed: PackedTowns } | null = null;
  /** Least recently used first. */
  readonly #judgements = new Map<string, Judgement>();
  readonly #open = new WeakMap<Judgement, OpenWater>();

  async answer({ town: key, rows, question }: EngineRequest): Promise<EngineReply> {
    if (this.#town?.key !== key) {
      if (!rows) return { kind: 'no-town' };
      this.#judgements.clear();
      const town = townOf(rows);
      this.#town = { key, rows, town, packed: new PackedTowns(town) };
    }
    if (question.kind === 'town') {
      const answer = await this.#town.packed.answer(question);
      return { kind: 'answer', answer, transfer: answer.kind === 'packed' ? [answer.body.buffer] : [] };
    }
    return { kind: 'answer', answer: await this.#answer(this.#town, question) };
  }

  async #answer(
    base: { rows: TownRows; town: Town },
    question: Exclude<Question, { kind: 'town' }>,
  ): Promise<Answers[Question['kind']]> {
    const { town } = base;
    if (question.kind === 'comparison') {
      const side = (edits: readonly Edit[]) => {
        const after = editedTown(base, edits);
        return { judgement: this.#judgement(after.town, question, edits), problems: after.problems };
      };
      return compared(side(question.a), side(question.b));
    }
    const judgement = this.#judgement(town, question);
    if (question.kind === 'results') return runResults(judgement);
    if (question.kind === 'streets') {
      return packed(coveredStreets(judgement.runs, question.within_s ?? town.rules.rings_s));
    }
    if (question.kind === 'judged') return town.buildings.length;
    if (question.kind === 'shortfall') return shortfallFacts(judgement);
    if (question.kind === 'measure-first') {
      const open = this.#open.get(judgement) ?? openWater(judgement, question.season);
      this.#open.set(judgement, open);
      return toMeasure(open, question.areas && new Set(question.areas));
    }
    const building = town.buildings.findIndex(({ id }) => id === question.building_id);
    if (question.kind === 'water') {
      return building < 0 ? null : buildingFacts(judgement.run_of_building[building], building);
    }
    if (building < 0) return { truck: null, hose: null, water: null };
    return buildingPath(judgement.run_of_building[building], building);
  }

  #judgement(
    town: Town,
    question: Exclude<Question, { kind: 'town' }>,
    edits: readonly Edit[] = [],
  ): Judgement {
    const { vehicle, cutoff_s } = question;
    const turnout_s = 'turnout_s' in question ? question.turnout_s : null;
    const season = 'season' in question ? question.season : 'wet';
    const name = JSON.stringify([vehicle, cutoff_s, turnout_s, season, edits]);
    const judgement = this.#judgements.get(name) ?? judge(town, vehicle, cutoff_s, turnout_s, season);
    this.#judgements.delete(name);
    this.#judgements.set(name, judgement);
    const [oldest] = this.#judgements.keys();
    if (this.#judgements.size > MOST_JUDGEMENTS) this.#judgements.delete(oldest);
    return judgement;
  }
}
