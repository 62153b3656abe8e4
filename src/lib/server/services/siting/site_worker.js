/**
 * One siting question in a thread of its own, with its plan kept for questions about the answer. Plain JavaScript, because
 * it is started from its source file by the command line, the tests and the built server alike.
 *
 * Takes `{ town }` once; posts `{ stage }`, `{ planned }` and `{ standing }` as they come, then `{ outcome }`,
 * `{ refused: { code, message, figure } }` or `{ failure }`. Takes `{ stop }`, which ends the proof, and after the outcome
 * `{ id, ask }`, answered by `{ id, answer }`, `{ id, refused }` or `{ id, failure }`.
 */
import { parentPort, workerData } from 'node:worker_threads';
import { register } from 'tsx/esm/api';

register();
const { SiteWork } = await import('./site_work.ts');

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);
const stop = new AbortController();
const work = new SiteWork(workerData.question);

/** @param {unknown} error */
const faultOf = (error) => {
  if (error instanceof Error && error.name === 'BadInput') {
    const code = 'code' in error ? String(error.code) : '';
    const figure = 'figure' in error && typeof error.figure === 'number' ? error.figure : null;
    return { refused: { code, message: error.message, figure } };
  }
  return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
};

/** @param {import('./site_work.ts').SiteTown} town */
async function run(town) {
  try {
    const outcome = await work.run(town, {
      onStage: (stage) => port.postMessage({ stage }),
      onPlanned: (planned) => port.postMessage({ planned }),
      onStanding: (standing) => port.postMessage({ standing }),
      signal: stop.signal,
    });
    port.postMessage({ outcome });
  } catch (error) {
    port.postMessage(faultOf(error));
  }
}

/** @param {import('./site_thread.ts').SiteAsk} ask */
async function answered(ask) {
  if (ask.kind === 'gain') return work.gain(ask.at_deg);
  if (ask.kind === 'buildings') return work.buildings(ask.of, ask.rank);
  return work.files(ask.folder);
}

port.on('message', async ({ town, stop: is_stop, id, ask }) => {
  if (town) return run(town);
  if (is_stop) return stop.abort(new Error('The proof was ended'));
  try {
    port.postMessage({ id, answer: await answered(ask) });
  } catch (error) {
    port.postMessage({ id, ...faultOf(error) });
  }
});
