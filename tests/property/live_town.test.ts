import { describe, expect, it } from 'vitest';
import type { LiveQuestion } from '../../src/lib/domain/live/live_question.ts';
import { LiveTown } from '../../src/lib/domain/live/live_town.ts';
import { NONE } from '../../src/lib/domain/network/network.ts';
import { townData } from '../../src/lib/server/services/live/town_data.ts';
import type { TownRows } from '../../src/lib/server/services/town/load_town.ts';
import { arrivalsInOrder, fullAnswer, plainAnswer } from '../support/full_way.ts';
import { madeStreetRows, madeTown } from '../support/made_town.ts';
import { RandomEdits } from '../support/random_edits.ts';
import { randomMade } from '../support/random_town.ts';
import { seededRandom } from '../support/seeded_random.ts';

const TOWNS = Number(process.env.LIVE_TOWNS ?? 40);
const STEPS = 25;

/** Runs on foot and by vehicle have graphs of their own, which the slow way does not bring together. */
const onStreets = ({ vehicle, edits }: LiveQuestion) =>
  vehicle !== 'best' || !JSON.stringify(edits).includes('"walk"');

describe('a town that answers while it is edited', () => {
  it(`comes to what a run over the edited rows comes to, ${STEPS} steps in each of ${TOWNS} towns`, () => {
    for (let seed = 1; seed <= TOWNS; seed++) {
      const made = randomMade(seed);
      const town = madeTown(made);
      const rows: TownRows = { ...town, streets: madeStreetRows(made) };
      const data = townData(town, 'stamp');
      const live = new LiveTown(data);
      const edits = new RandomEdits(data, seededRandom(1000 + seed));
      for (let step = 0; step < STEPS; step++) {
        const question = edits.next();
        const seen = plainAnswer(live.answer(question));
        const where = `town ${seed}, step ${step}: ${JSON.stringify(question)}`;
        expect(seen, where).toEqual(fullAnswer({ rows, town }, question));
        if (onStreets(question)) {
          const { second_arrival_ms, second_in_time, third_in_time } = live.backup();
          const arrivals = arrivalsInOrder({ rows, town }, question);
          expect(Array.from(second_arrival_ms), where).toEqual(arrivals.map(([, second]) => second ?? NONE));
          const in_time = (at: number | undefined) =>
            at !== undefined && at <= 1000 * question.cutoff_s ? 1 : 0;
          expect(Array.from(second_in_time), where).toEqual(arrivals.map(([, second]) => in_time(second)));
          expect(Array.from(third_in_time), where).toEqual(arrivals.map(([, , third]) => in_time(third)));
        }
        expect(plainAnswer(new LiveTown(data).answer(question)), where).toEqual(seen);
      }
    }
  });
});
