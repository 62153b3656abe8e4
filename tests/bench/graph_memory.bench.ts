import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { reverseArcs } from '../../src/lib/domain/network/reverse_arcs.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { atMost, type Bench } from './bench.ts';
import { generatedTown } from './generated_town.ts';

/** Bytes of all typed arrays a resident graph holds, coordinates left out, over its directed arcs. */
export const bench: Bench = {
  name: 'graph-memory',
  async run() {
    const { network, costs } = generatedTown(100_000, 20_261);
    const reverse = reverseArcs(network);
    const bytes = (columns: object, but: string[] = []) =>
      Object.entries(columns).reduce(
        (sum, [name, value]) =>
          sum + (ArrayBuffer.isView(value) && !but.includes(name) ? value.byteLength : 0),
        0,
      );

    const before = await arrayBytes();
    const searcher = new Searcher(network);
    const { reached } = searcher.run(
      { cost: costs.cost_ms, pass: costs.pass },
      { node: Uint32Array.of(0), delay: Uint32Array.of(0), label: Uint32Array.of(0) },
      { least_pass: 1 },
    );
    const search = (await arrayBytes()) - before;

    const parts: [string, number][] = [
      ['packed graph, forward', bytes(network, ['node_deg'])],
      ['costs', bytes(costs)],
      ['reverse index', bytes(reverse)],
      ['one search state, after a search of everything', search],
    ];
    const per_arc = (size: number) => size / network.arc_count;
    const total = per_arc(parts.reduce((sum, [, size]) => sum + size, 0));
    return {
      rows: [...parts.map(([what, size]) => [what, per_arc(size)] as const), ['all', total] as const].map(
        ([what, ratio]) => ({
          what: `bytes an arc: ${what}`,
          rival: '',
          rival_ms: null,
          ours_ms: null,
          ratio,
        }),
      ),
      checks: [
        { what: 'the search reached the town', ok: reached.length > 80_000, seen: `${reached.length} nodes` },
        { what: 'the search state was seen', ok: search >= 8 * network.node_count, seen: `${search} bytes` },
        atMost('bytes an arc', total, 48),
      ],
    };
  },
};

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
