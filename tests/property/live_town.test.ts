import { describe, expect, it } from 'vitest';
import { VERDICTS } from '../../src/lib/domain/coverage/verdict.ts';
import { EDGE_PICTURE_STRIDE } from '../../src/lib/domain/live/live_answer.ts';
import type { LiveQuestion } from '../../src/lib/domain/live/live_question.ts';
import { LiveTown } from '../../src/lib/domain/live/live_town.ts';
import { edgesBetween } from '../../src/lib/domain/network/linear_reference.ts';
import { NONE } from '../../src/lib/domain/network/network.ts';
import { judge } from '../../src/lib/server/services/coverage/judgement.ts';
import { editedTown } from '../../src/lib/server/services/scenario/edited_town.ts';
import { townData } from '../../src/lib/server/services/live/town_data.ts';
import { arrivalsInOrder, fullAnswer, plainAnswer } from '../support/full_way.ts';
import { madeStreetRows, madeTown } from '../support/made_town.ts';
import { RandomEdits } from '../support/random_edits.ts';
import { randomMade } from '../support/random_town.ts';
import { seededRandom } from '../support/seeded_random.ts';
import { describeWithData } from '../support/test_data.ts';
import { sampleTown, townOfFile, type ReadTown } from '../support/town_of_file.ts';

const TOWNS = 24;
const STEPS = 20;

/** Runs on foot and by vehicle have graphs of their own, which the slow way does not bring together. */
const onStreets = ({ vehicle, edits }: LiveQuestion) =>
  vehicle !== 'best' || !JSON.stringify(edits).includes('"walk"');

/**
 * Someone tries things out on a town: after every so many steps the answer is compared with a run over the edited rows
 * and with a town opened afresh.
 */
function tryOut(
  { rows, town }: ReadTown,
  seed: number,
  {
    steps,
    compare_every = 1,
    with_backup = false,
  }: { steps: number; compare_every?: number; with_backup?: boolean },
) {
  const data = townData(town, 'stamp');
  const live = new LiveTown(data);
  const verdicts = new Set<string>();
  const edits = new RandomEdits(data, seededRandom(seed));
  for (let step = 0; step < steps; step++) {
    const question = edits.next();
    const answer = live.answer(question);
    if ((step + 1) % compare_every !== 0) continue;
    const seen = plainAnswer(answer);
    const where = `seed ${seed}, step ${step}: ${JSON.stringify(question)}`;
    expect(seen, where).toEqual(fullAnswer({ rows, town }, question));
    if (with_backup && onStreets(question)) {
      const arrivals = arrivalsInOrder({ rows, town }, question);
      const { second_arrival_ms, second_in_time, third_in_time } = live.backup();
      const in_time = (at: number | undefined) =>
        at !== undefined && at <= 1000 * question.cutoff_s ? 1 : 0;
      expect(Array.from(second_arrival_ms), where).toEqual(arrivals.map(([, second]) => second ?? NONE));
      expect(Array.from(second_in_time), where).toEqual(arrivals.map(([, second]) => in_time(second)));
      expect(Array.from(third_in_time), where).toEqual(arrivals.map(([, , third]) => in_time(third)));
    }
    for (const { verdict } of seen.buildings) verdicts.add(verdict);
    const afresh = new LiveTown(data).answer(question);
    expect(plainAnswer(afresh), where).toEqual(seen);
    const picture = Buffer.from(answer.edge_picture.buffer);
    expect(Buffer.from(afresh.edge_picture.buffer).equals(picture), `picture, ${where}`).toBe(true);
  }
  return verdicts;
}

/** When a share of an edge is reached by its picture, whole ms. */
function drawnArrival_ms(picture: Float32Array, edge: number, t: number): number {
  const at = EDGE_PICTURE_STRIDE * edge;
  const [start_s, end_s, along_s, against_s, up_to, down_to] = picture.subarray(at, at + EDGE_PICTURE_STRIDE);
  const from_start_s = t <= up_to ? start_s + t * along_s : Infinity;
  const from_end_s = t >= down_to ? end_s + (1 - t) * against_s : Infinity;
  return 1000 * Math.min(from_start_s, from_end_s);
}

/** A town of tests/support/random_town.ts with its rows. */
function unplanned(seed: number): ReadTown {
  const made = randomMade(seed);
  const town = madeTown(made);
  return { rows: { ...town, streets: madeStreetRows(made) }, town };
}

describe('a town that answers while it is edited comes to what a run over the edited rows comes to', () => {
  it(`on ${TOWNS} towns nobody planned, ${STEPS} steps in each`, () => {
    const verdicts = new Set<string>();
    for (let seed = 1; seed <= TOWNS; seed++) {
      const seen = tryOut(unplanned(seed), 1000 + seed, { steps: STEPS, with_backup: true });
      for (const verdict of seen) verdicts.add(verdict);
    }
    expect(verdicts).toEqual(new Set(VERDICTS));
  }, 240_000);

  it('draws streets as they are reached', () => {
    let drawn = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const before = unplanned(seed);
      const data = townData(before.town, 'stamp');
      const live = new LiveTown(data);
      const edits = new RandomEdits(data, seededRandom(seed));
      for (let step = 0; step < 6; step++) {
        const question = { ...edits.next(), vehicle: 'mini' } as const;
        const { edge_picture } = live.answer(question);
        const { runs } = judge(
          editedTown(before, question.edits).town,
          'mini',
          question.cutoff_s,
          question.turnout_s,
        );
        const [{ drive, open, stations }] = runs;
        for (let edge = 0; edge < data.drive.edge_count; edge++) {
          const from_mm = data.drive.edge_start_mm[edge];
          const to_mm = data.drive.edge_end_mm[edge];
          const parts = edgesBetween(drive, data.drive.edge_street[edge], from_mm, to_mm).map(
            (part) => part.edge,
          );
          if (stations.some((station) => station.edge !== null && parts.includes(station.edge))) continue;
          for (const part of parts) {
            const middle_mm = (drive.edge_start_mm[part] + drive.edge_end_mm[part]) / 2;
            const { arrival } = open.at(part, 0.5);
            const seen_ms = drawnArrival_ms(edge_picture, edge, (middle_mm - from_mm) / (to_mm - from_mm));
            const off_ms = offBy_ms(seen_ms, arrival);
            expect(Math.abs(off_ms), `seed ${seed}, edge ${edge}`).toBeLessThan(2 + parts.length);
            drawn++;
          }
        }
      }
    }
    expect(drawn).toBeGreaterThan(5000);
  }, 120_000);

  it('on the sample town', () => {
    tryOut(sampleTown(), 7, { steps: 60, compare_every: 10 });
  }, 240_000);

  it('on the sample town with every fifth building a large school', () => {
    const { rows, town } = sampleTown();
    const buildings = town.buildings.map((building, i) =>
      i % 5 === 0 ? { ...building, use: '学校', height_m: 12, footprint_m2: 1500 } : building,
    );
    const large = { rows: { ...rows, buildings }, town: { ...town, buildings } };
    expect(townData(large.town, 'stamp').asking.building.length).toBeGreaterThan(1000);
    tryOut(large, 8, { steps: 40, compare_every: 10 });
  }, 240_000);
});

for (const file of ['liechtenstein-latest.osm.pbf', 'heidelberg.test.osm.pbf']) {
  describeWithData(`the same on ${file}`, [`osm/${file}`], (path) => {
    it(
      'step by step',
      async () => tryOut(await townOfFile(path), 11, { steps: 36, compare_every: 12 }),
      240_000,
    );
  });
}

/** Both never, or this far apart. */
function offBy_ms(seen_ms: number, arrival_ms: number): number {
  if (arrival_ms === NONE) return seen_ms === Infinity ? 0 : Infinity;
  return seen_ms - arrival_ms;
}
