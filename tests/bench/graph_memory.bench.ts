import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LiveNetwork } from '../../src/lib/domain/network/live_network.ts';
import { reverseArcs } from '../../src/lib/domain/network/reverse_arcs.ts';
import { LiveSearch } from '../../src/lib/domain/search/live_search.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { atMost, type Bench, type BenchResult } from './bench.ts';
import { generatedTown } from './generated_town.ts';

const [NODES, SEED] = [100_000, 20_261];
const BYTES_AN_ARC = 48;

/** Bytes of all typed arrays a resident graph holds, coordinates left out, over its directed arcs. */
export const bench: Bench = {
  name: 'graph-memory',
  async run() {
    const [once, live] = [await searchedOnce(), await heldLive()];
    return { rows: [...once.rows, ...live.rows], checks: [...once.checks, ...live.checks] };
  },
};

async function searchedOnce(): Promise<BenchResult> {
  const { network, costs } = generatedTown(NODES, SEED);
  const reverse = reverseArcs(network);
  const before = await arrayBytes();
  const searcher = new Searcher(network);
  const { reached } = searcher.run(
    { cost: costs.cost_ms, pass: costs.pass },
    { node: Uint32Array.of(0), delay: Uint32Array.of(0), label: Uint32Array.of(0) },
    { least_pass: 1 },
  );
  const search = (await arrayBytes()) - before;
  return perArc('bytes an arc', network.arc_count, reached.length, search, 8 * network.node_count, {
    'packed graph, forward': bytesOf(network, ['node_deg']),
    costs: bytesOf(costs),
    'reverse index': bytesOf(reverse),
    'one search state, after a search of everything': search,
  });
}

/** The same town with both arcs of every street, as live edits take it. */
async function heldLive(): Promise<BenchResult> {
  const { network: base, streets, costs } = generatedTown(NODES, SEED, 'ignore');
  const { network, partner, next_part } = new LiveNetwork(base, streets);
  const cost = new Uint32Array(network.arc_count).fill(1);
  cost.set(costs.cost_ms);
  const pass = new Uint8Array(network.arc_count);
  pass.set(costs.pass);
  const before = await arrayBytes();
  const search = new LiveSearch({ ...network, partner }, { cost, pass }, 1);
  search.setSeeds(0, [{ node: 0, delay: 0 }]);
  const reached = search.settle().length;
  const state = (await arrayBytes()) - before;
  const held = search.arrival.byteLength + search.label.byteLength;
  return perArc('bytes an arc, live', network.arc_count, reached, state, held, {
    'packed graph with spare nodes': bytesOf(network, ['node_deg']),
    costs: bytesOf({ cost, pass }),
    'opposite arcs and parts': bytesOf({ partner, next_part }),
    'one live search with parents, after everything was settled': state,
  });
}

function perArc(
  what: string,
  arc_count: number,
  reached: number,
  state: number,
  least_state: number,
  parts: Record<string, number>,
): BenchResult {
  const total = Object.values(parts).reduce((sum, size) => sum + size, 0);
  return {
    rows: [...Object.entries(parts), ['all', total] as const].map(([part, size]) => ({
      what: `${what}: ${part}`,
      rival: '',
      rival_ms: null,
      ours_ms: null,
      ratio: size / arc_count,
    })),
    checks: [
      { what: `${what}: the search reached the town`, ok: reached > 0.8 * NODES, seen: `${reached} nodes` },
      { what: `${what}: the search state was seen`, ok: state >= least_state, seen: `${state} bytes` },
      atMost(what, total / arc_count, BYTES_AN_ARC),
    ],
  };
}

const bytesOf = (columns: object, but: string[] = []) =>
  Object.entries(columns).reduce(
    (sum, [name, value]) => sum + (ArrayBuffer.isView(value) && !but.includes(name) ? value.byteLength : 0),
    0,
  );

/** Bytes of all array buffers alive; what is no longer held is given back a little after its collection. */
async function arrayBytes(): Promise<number> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 3; round++) {
    collect();
    await wait(50);
  }
  return process.memoryUsage().arrayBuffers;
}
