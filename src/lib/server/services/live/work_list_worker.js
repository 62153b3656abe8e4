/**
 * Work lists of one town in a thread of their own: they take seconds to minutes. Plain JavaScript, because it is started
 * from its source file by the command line, the tests and the built server alike.
 *
 * Posts `{ share }` now and then, then `{ lists }` or `{ failure }`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { decodePackedTown } = await import('../../../contract/packed_town.ts');
const { LiveTown } = await import('../../../domain/live/live_town.ts');
const { WORK_KINDS } = await import('../../../domain/live/work_items.ts');
const { workList } = await import('../../../domain/live/work_list.ts');

const MS_BETWEEN_REPORTS = 200;
/** Of the whole, about: opening the town, then each kind of work. */
const OPENING_SHARE = 0.1;
const KIND_SHARE = { obstacle: 0.7, hydrant: 0.15, station: 0.05 };

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const { bytes, vehicle, cutoff_s } = workerData;

let reported_at = 0;
/** @param {number} share */
function report(share) {
  if (performance.now() - reported_at < MS_BETWEEN_REPORTS) return;
  reported_at = performance.now();
  port.postMessage({ share });
}

try {
  const data = decodePackedTown(bytes);
  const town = new LiveTown(data, { onProgress: (share) => report(OPENING_SHARE * share) });
  let before = OPENING_SHARE;
  const lists = WORK_KINDS.map((kind) => {
    const list = workList(data, town, {
      kind,
      vehicle,
      cutoff_s,
      onProgress: (share) => report(before + KIND_SHARE[kind] * share),
    });
    before += KIND_SHARE[kind];
    return [kind, list];
  });
  port.postMessage({ lists: Object.fromEntries(lists) });
} catch (error) {
  port.postMessage({ failure: error instanceof Error ? (error.stack ?? error.message) : String(error) });
}
