import type { z } from 'zod';
import type { HydrantTest, newTestSchema, TestAnswer } from '../../../contract/api_hydrant_records.ts';
import type { Actor, Database } from '../../db/database.ts';
import {
  audit,
  holdHydrant,
  hydrantExists,
  insertTest,
  latestTestBeside,
  sameTest,
  testsOf,
  updateCondition,
} from '../../queries/hydrant_writes.ts';
import { refuseFuture } from './refuse_future.ts';

/**
 * Appends a test. The latest by its day decides the hydrant's condition, of the same day the one recorded last; a test
 * with the same content is kept once.
 *
 * @returns null where there is no such hydrant to be seen.
 * @throws BadInput for a day after today.
 */
export async function recordTest(
  database: Database,
  actor: Actor,
  hydrant_id: number,
  test: z.output<typeof newTestSchema>,
): Promise<TestAnswer | null> {
  refuseFuture('tested_on', test.tested_on);
  return database.as(actor).transaction(async (tx): Promise<TestAnswer | null> => {
    const before = await holdHydrant(tx, hydrant_id);
    if (!before) return null;
    const known = await sameTest(tx, hydrant_id, test);
    const kept = known ?? (await insertTest(tx, hydrant_id, test));
    const others = await latestTestBeside(tx, hydrant_id, kept.id);
    const latest = [before.tested_on, others].reduce((a, b) => (a === null || (b && b > a) ? b : a));
    const decides = latest === null || test.tested_on >= latest;
    if (known || !decides) return { test: kept, hydrant: conditionOf(before), added: !known, decides };
    const now = await updateCondition(tx, hydrant_id, test);
    const { area_id } = before;
    await audit(tx, actor, {
      action: 'hydrant-test',
      area_id,
      layer: 'hydrant',
      id: hydrant_id,
      body: { test: kept.id },
    });
    return { test: kept, hydrant: conditionOf(now), added: true, decides };
  });
}

const conditionOf = ({ area_id: _, ...condition }: NonNullable<Awaited<ReturnType<typeof holdHydrant>>>) =>
  condition;

/** Its tests, newest first; null where there is no such hydrant to be seen. */
export const listTests = (
  database: Database,
  actor: Actor,
  hydrant_id: number,
): Promise<HydrantTest[] | null> =>
  database
    .as(actor)
    .transaction(async (tx) => ((await hydrantExists(tx, hydrant_id)) ? testsOf(tx, hydrant_id) : null));
