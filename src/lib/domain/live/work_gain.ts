import { VERDICTS } from '../coverage/verdict.ts';
import type { LegName } from '../coverage/verdict.ts';
import { LEGS_BY_CODE } from './legs_code.ts';
import type { LiveJudgement } from './live_judgement.ts';
import { WEIGHT_SOURCES, type BuildingColumns } from './town_data.ts';

/** What a piece of work gives back. */
export interface WorkGain {
  /** Buildings whose leg then passes and did not before. */
  buildings: number;
  /** People in them; null where the weight of any only counts buildings. */
  people: number | null;
  /** Buildings whose leg failed and is then unknown: over a width nobody measured, from water nobody tested. */
  to_unknown: number;
  /** Buildings that are then covered and were not, whatever leg it was. */
  covered: number;
}

export const NO_GAIN: WorkGain = { buildings: 0, people: 0, to_unknown: 0, covered: 0 };

/** The state work is compared with, and what other states give back against it. */
export class GainCounter {
  readonly #buildings: BuildingColumns;
  readonly #leg: LegName;
  #legs = new Uint8Array(0);
  #verdict = new Uint8Array(0);

  constructor(buildings: BuildingColumns, leg: LegName) {
    this.#buildings = buildings;
    this.#leg = leg;
  }

  /** Compares with this judgement from now on. */
  compareWith({ legs, verdict }: LiveJudgement): void {
    this.#legs = legs.slice();
    this.#verdict = verdict.slice();
  }

  passes(building: number): boolean {
    return LEGS_BY_CODE[this.#legs[building]][this.#leg] === 'pass';
  }

  /** What a judgement gives back, and the buildings whose leg got better, ascending. */
  gainOf({ legs, verdict, buildings }: LiveJudgement): { gain: WorkGain; better: Uint32Array } {
    const gain = { ...NO_GAIN };
    const better: number[] = [];
    const passed: number[] = [];
    const count = buildings ? buildings.length : this.#buildings.count;
    for (let i = 0; i < count; i++) {
      const building = buildings ? buildings[i] : i;
      if (verdict[building] === COVERED && this.#verdict[building] !== COVERED) gain.covered++;
      if (legs[building] === this.#legs[building]) continue;
      const before = LEGS_BY_CODE[this.#legs[building]][this.#leg];
      const after = LEGS_BY_CODE[legs[building]][this.#leg];
      if (after === before || before === 'pass' || after === 'fail') continue;
      better.push(building);
      if (after === 'pass') passed.push(building);
      else gain.to_unknown++;
    }
    const { weight, weight_source } = this.#buildings;
    gain.buildings = passed.length;
    gain.people = passed.some((building) => weight_source[building] === COUNT)
      ? null
      : passed.sort((a, b) => a - b).reduce((sum, building) => sum + weight[building], 0);
    return { gain, better: Uint32Array.from(better).sort() };
  }
}

const COVERED = VERDICTS.indexOf('covered');
const COUNT = WEIGHT_SOURCES.indexOf('count');
