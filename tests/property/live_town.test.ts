import { describe, expect, it } from 'vitest';
import { LiveTown } from '../../src/lib/domain/live/live_town.ts';
import { townData } from '../../src/lib/server/services/live/town_data.ts';
import type { TownRows } from '../../src/lib/server/services/town/load_town.ts';
import { fullAnswer, plainAnswer } from '../support/full_way.ts';
import { madeStreetRows, madeTown } from '../support/made_town.ts';
import { RandomEdits } from '../support/random_edits.ts';
import { randomMade } from '../support/random_town.ts';
import { seededRandom } from '../support/seeded_random.ts';

const TOWNS = Number(process.env.LIVE_TOWNS ?? 40);
const STEPS = 25;

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
        expect(plainAnswer(new LiveTown(data).answer(question)), where).toEqual(seen);
      }
    }
  });
});
