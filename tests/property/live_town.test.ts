import { describe, expect, it } from 'vitest';
import type { LiveQuestion } from '../../src/lib/domain/live/live_question.ts';
import { LiveTown } from '../../src/lib/domain/live/live_town.ts';
import { NONE } from '../../src/lib/domain/network/network.ts';
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
    expect(plainAnswer(new LiveTown(data).answer(question)), where).toEqual(seen);
  }
}

describe('a town that answers while it is edited comes to what a run over the edited rows comes to', () => {
  it(`on ${TOWNS} towns nobody planned, ${STEPS} steps in each`, () => {
    for (let seed = 1; seed <= TOWNS; seed++) {
      const made = randomMade(seed);
      const town = madeTown(made);
      tryOut({ rows: { ...town, streets: madeStreetRows(made) }, town }, 1000 + seed, {
        steps: STEPS,
        with_backup: true,
      });
    }
  }, 240_000);

  it('on the sample town', () => tryOut(sampleTown(), 7, { steps: 60, compare_every: 10 }), 240_000);
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
