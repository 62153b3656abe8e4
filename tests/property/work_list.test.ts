import { describe, expect, it } from 'vitest';
import type { Edit } from '../../src/lib/domain/live/edit.ts';
import { LiveTown } from '../../src/lib/domain/live/live_town.ts';
import type { WorkGain } from '../../src/lib/domain/live/work_gain.ts';
import { WORK_KINDS, WORK_LEG, WORK_VEHICLES, type WorkKind } from '../../src/lib/domain/live/work_items.ts';
import { workList } from '../../src/lib/domain/live/work_list.ts';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { judge } from '../../src/lib/server/services/coverage/judgement.ts';
import { townData } from '../../src/lib/server/services/live/town_data.ts';
import { editedTown } from '../../src/lib/server/services/scenario/edited_town.ts';
import type { Town, TownRows } from '../../src/lib/server/services/town/load_town.ts';
import {
  madeStreetRows,
  madeTown,
  type MadeStreet,
  type MadeTown,
  type Place,
} from '../support/made_town.ts';
import { randomMade } from '../support/random_town.ts';
import { seededRandom } from '../support/seeded_random.ts';

const TOWNS = Number(process.env.WORK_TOWNS ?? 8);
const CUTOFF_S = 240;

type Vehicle = (typeof WORK_VEHICLES)[number];

/** Two full runs, without and with some work done, and what changed between them. */
class TwoRuns {
  readonly #base: { rows: TownRows; town: Town };
  readonly #runs = new Map<string, ReturnType<typeof judge>>();

  constructor(base: { rows: TownRows; town: Town }) {
    this.#base = base;
  }

  gain(kind: WorkKind, vehicle: Vehicle, before: readonly number[], rows: readonly number[]): WorkGain {
    const leg = WORK_LEG[kind];
    const { runs, run_of_building: old } = this.#judged(kind, vehicle, before);
    const { run_of_building: now } = this.#judged(kind, vehicle, [...before, ...rows]);
    const gain: WorkGain = { buildings: 0, people: 0, to_unknown: 0, covered: 0 };
    old.forEach((run, i) => {
      const was = run.buildings[i];
      const is = now[i].buildings[i];
      if (was.verdict !== 'covered' && is.verdict === 'covered') gain.covered++;
      if (was.legs[leg] === 'fail' && is.legs[leg] === 'unknown') gain.to_unknown++;
      if (was.legs[leg] === 'pass' || is.legs[leg] !== 'pass') return;
      gain.buildings++;
      const { weight, weight_source } = runs[0];
      if (weight_source[i] === 'count') gain.people = null;
      else if (gain.people !== null) gain.people += weight[i];
    });
    return gain;
  }

  #judged(kind: WorkKind, vehicle: Vehicle, rows: readonly number[]) {
    const name = JSON.stringify([kind, vehicle, rows.toSorted((a, b) => a - b)]);
    const known = this.#runs.get(name) ?? judge(this.#after(kind, rows), vehicle, seconds(CUTOFF_S), null);
    this.#runs.set(name, known);
    return known;
  }

  #after(kind: WorkKind, rows: readonly number[]): Town {
    if (kind === 'station') {
      const { town } = this.#base;
      const manned = town.stations.map((one) => (rows.includes(one.id) ? { ...one, crew: null } : one));
      return { ...town, stations: manned };
    }
    const edits = rows.map((row): Edit =>
      kind === 'obstacle'
        ? { kind: 'remove', layer: 'obstacle', row }
        : { kind: 'change', layer: 'hydrant', row, body: { status: 'working' } },
    );
    return editedTown(this.#base, edits).town;
  }
}

/** Random towns have a handful of obstacles; these have many, half of them shut. */
function townFullOfObstacles(seed: number): MadeTown {
  const made = randomMade(seed, { houses: 40 });
  const crowded = [randomMade(1000 + seed), randomMade(2000 + seed)].flatMap(({ obstacles }) => obstacles!);
  const shut = crowded.map((one, i) => (i % 2 === 0 ? { ...one, clear_width_m: 0.5 } : one));
  return { ...made, obstacles: [...made.obstacles!, ...shut] };
}

/** Long lanes off a main street, each with up to three obstacles one behind the other; some lanes meet at their far ends. */
function townOfLanes(seed: number): MadeTown {
  const random = seededRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  const lanes_x_m = Array.from({ length: 6 }, (_, i) => 200 + 150 * i);
  const inLanes = <T>(most: number, make: (x_m: number) => T) =>
    lanes_x_m.flatMap((x_m) => Array.from({ length: below(most + 1) }, () => make(x_m)));
  return {
    streets: [
      { line: [[0, 0], ...lanes_x_m.map((x_m): Place => [x_m, 0])], width_m: 6 },
      ...lanes_x_m.map((x_m): MadeStreet => ({ line: [[x_m, 0], [x_m, 500]], width_m: 4 })), // prettier-ignore
      { line: [[lanes_x_m[below(3)], 500], [lanes_x_m[3 + below(3)], 500]], width_m: 4 }, // prettier-ignore
    ],
    stations: [{ at: [0, 5] }, { at: [lanes_x_m[below(6)], 520], crew: 0 }],
    hydrants: inLanes(1, (x_m) => ({ at: [x_m, 500 * random()], status: 'broken' as const })),
    obstacles: inLanes(3, (x_m) => ({ at: [x_m, 250 * random()], clear_width_m: 4 * random() })),
    buildings: inLanes(6, (x_m) => ({ at: [x_m + 12, 20 + 470 * random()], people: 1 + below(5) })),
  };
}

describe('a work list', () => {
  it(`has the figures of two full runs, with and without, in ${TOWNS} towns`, () => {
    let regained = 0;
    let together = 0;
    for (let seed = 1; seed <= TOWNS; seed++) {
      const made = seed % 2 === 0 ? townFullOfObstacles(seed) : townOfLanes(seed);
      const town = madeTown(made);
      const runs = new TwoRuns({ rows: { ...town, streets: madeStreetRows(made) }, town });
      const data = townData(town, 'stamp');
      const live = new LiveTown(data);
      for (const kind of WORK_KINDS) {
        const vehicle = WORK_VEHICLES[seed % WORK_VEHICLES.length];
        const { rows, steps } = workList(data, live, { kind, vehicle, cutoff_s: CUTOFF_S })!;
        const seen = rows.map(({ row, alone }) => ({ row, alone }));
        const full = rows.map(({ row }) => ({
          row,
          alone: Object.fromEntries(WORK_VEHICLES.map((code) => [code, runs.gain(kind, code, [], [row])])),
        }));
        expect(seen, `town ${seed}, ${kind}`).toEqual(full);
        const done: number[] = [];
        steps.forEach((step, i) => {
          const where = `town ${seed}, ${kind} for ${vehicle}, step ${i}: ${step.rows.join()} after ${done.join()}`;
          expect(step.gain, where).toEqual(runs.gain(kind, vehicle, done, step.rows));
          done.push(...step.rows);
          regained += step.gain.buildings;
          if (step.rows.length > 1) together++;
        });
        for (const { row } of rows.filter(({ step }) => step === null)) {
          const left = runs.gain(kind, vehicle, done, [row]);
          expect([left.buildings, left.to_unknown], `town ${seed}, ${kind} ${row} left`).toEqual([0, 0]);
        }
      }
    }
    expect(regained).toBeGreaterThan(TOWNS);
    expect(together).toBeGreaterThan(0);
  }, 180_000);
});
