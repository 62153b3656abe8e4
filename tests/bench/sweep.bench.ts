import { ArrivalHeap } from '../../src/lib/domain/search/arrival_heap.ts';
import { kArrivals } from '../../src/lib/domain/search/k_arrivals.ts';
import { NONE } from '../../src/lib/domain/network/network.ts';
import type { SearchCosts, SearchGraph, SearchResult, Seeds } from '../../src/lib/domain/search/search.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { TiledSweeper } from '../../src/lib/domain/search/tiled_sweep.ts';
import { atLeast, atMost, median, timed, type Bench } from './bench.ts';
import { generatedTown } from './generated_town.ts';
import { seededRandom } from './seeded_random.ts';

const NODES = 1_000_000;
const STATIONS = 1000;
const K = 3;

type Nearest = Pick<SearchResult, 'arrival' | 'label'>;

/** The nearest of 1,000 stations for every node of a large graph, and the three nearest. */
export const bench: Bench = {
  name: 'sweep',
  async run({ say }) {
    const { network, costs: arc_costs } = generatedTown(NODES, 20_261);
    const costs = { cost: arc_costs.cost_ms, pass: arc_costs.pass };
    say(`town of ${network.node_count} nodes, ${network.arc_count} arcs`);
    const random = seededRandom(7);
    const seeds = {
      node: Uint32Array.from({ length: STATIONS }, () => Math.floor(random() * network.node_count)),
      delay: new Uint32Array(STATIONS).fill(60_000),
      label: Uint32Array.from({ length: STATIONS }, (_, label) => label),
    };
    const sweeper = new TiledSweeper(network);
    const searcher = new Searcher(network);
    const swept = sweeper.run(costs, seeds, 1);
    const kept = { arrival: swept.arrival.slice(), label: swept.label.slice() };
    const heap = byHeap(network, costs, seeds);
    const ranked = kArrivals(network, costs, seeds, { k: K, least_pass: 1 });
    const first = {
      arrival: ranked.arrival.filter((_, slot) => slot % K === 0),
      label: ranked.label.filter((_, slot) => slot % K === 0),
    };
    const better = scan(network, costs, kept);
    const checks = [
      same('4-ary heap', kept, heap),
      same('bucket queue', kept, searcher.run(costs, seeds, { least_pass: 1 })),
      same('first of three', kept, first),
      { what: 'no arc leads to anything earlier', ok: better === 0, seen: `${better} do` },
    ];

    const ours = median(await timed(15, 3, () => sweeper.run(costs, seeds, 1)));
    const floor = median(await timed(15, 3, () => scan(network, costs, kept)));
    const bucket = median(await timed(9, 2, () => searcher.run(costs, seeds, { least_pass: 1 })));
    const rival = median(await timed(7, 2, () => byHeap(network, costs, seeds)));
    const three = median(await timed(5, 1, () => kArrivals(network, costs, seeds, { k: K, least_pass: 1 })));
    const row = (what: string, name: string, rival_ms: number, ours_ms: number) => ({
      what,
      rival: name,
      rival_ms,
      ours_ms,
      ratio: rival_ms / ours_ms,
    });
    const what = `nearest of 1,000 stations, ${network.node_count} nodes`;
    const rows = [
      row(what, 'linear scan of the arcs (the floor)', floor, ours),
      row(what, '4-ary heap', rival, ours),
      row(what, 'one bucket queue over all', bucket, ours),
      row('the three nearest, each once', '4-ary heap, the nearest alone', rival, three),
    ];
    checks.push(
      atMost('sweep / linear scan', ours / floor, 5, ' x'),
      atLeast('sweep, 4-ary heap', rows[1].ratio, 3.5, ' x'),
    );
    return { rows, checks };
  },
};

function same(what: string, ours: Nearest, theirs: Nearest) {
  let [reached, differ] = [0, 0];
  for (let node = 0; node < ours.arrival.length; node++) {
    if (theirs.arrival[node] !== NONE) reached++;
    if (ours.arrival[node] !== theirs.arrival[node] || ours.label[node] !== theirs.label[node]) differ++;
  }
  return {
    what: `${what}: same arrivals and stations`,
    ok: differ === 0 && reached > 0.9 * NODES,
    seen: `${differ} of ${reached} differ`,
  };
}

/** One pass over all arcs: how many lead to an earlier arrival, or as early from a lower label. */
function scan({ node_count, first_arc, arc_head }: SearchGraph, { cost, pass }: SearchCosts, found: Nearest) {
  const { arrival, label } = found;
  let better = 0;
  for (let node = 0; node < node_count; node++) {
    const here = arrival[node];
    if (here === NONE) continue;
    for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) {
      if (pass[arc] < 1) continue;
      const there = here + cost[arc];
      const head = arc_head[arc];
      if (there < arrival[head] || (there === arrival[head] && label[node] < label[head])) better++;
    }
  }
  return better;
}

/** Dijkstra on the same columns with a 4-ary heap. */
function byHeap(
  { node_count, first_arc, arc_head }: SearchGraph,
  { cost, pass }: SearchCosts,
  seeds: Seeds,
): Nearest {
  const arrival = new Uint32Array(node_count).fill(NONE);
  const label = new Uint32Array(node_count).fill(NONE);
  const heap = new ArrivalHeap();
  const offer = (node: number, there: number, from: number) => {
    if (there > arrival[node] || (there === arrival[node] && from >= label[node])) return;
    arrival[node] = there;
    label[node] = from;
    heap.push(node, there);
  };
  for (let i = 0; i < seeds.node.length; i++) offer(seeds.node[i], seeds.delay[i], seeds.label[i]);
  while (heap.size > 0) {
    const here = heap.least;
    const node = heap.pop();
    if (here !== arrival[node]) continue;
    for (let arc = first_arc[node]; arc < first_arc[node + 1]; arc++) {
      if (pass[arc] >= 1) offer(arc_head[arc], here + cost[arc], label[node]);
    }
  }
  return { arrival, label };
}
