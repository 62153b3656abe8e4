import { beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/lib/server/db/database.ts';
import { NONE } from '../../src/lib/domain/network/network.ts';
import { OPEN } from '../../src/lib/domain/network/costs.ts';
import { Searcher } from '../../src/lib/domain/search/search.ts';
import { seededRandom } from '../support/seeded_random.ts';
import { describeUnless, openServerForTest, pgroutingMissing } from '../support/test_database.ts';

const SIDE = 40;
const LIMIT_MS = 60_000;

/** A 40 x 40 grid with missing links, one-way streets, parallel arcs and uneven costs. */
function streets() {
  const random = seededRandom(2026);
  const arcs: { id: number; from: number; to: number; cost_ms: number }[] = [];
  const add = (from: number, to: number) =>
    arcs.push({ id: arcs.length + 1, from, to, cost_ms: 1000 + Math.floor(random() * 9000) });
  for (let node = 0; node < SIDE * SIDE; node++) {
    const neighbours = [
      ...(node % SIDE < SIDE - 1 ? [node + 1] : []),
      ...(node + SIDE < SIDE * SIDE ? [node + SIDE] : []),
    ];
    for (const neighbour of neighbours) {
      if (random() < 0.2) continue;
      add(node, neighbour);
      if (random() < 0.85) add(neighbour, node);
      if (random() < 0.05) add(node, neighbour);
    }
  }
  return arcs;
}

describeUnless(pgroutingMissing(), 'pgr_drivingDistance, one source at a time', () => {
  const arcs = streets();
  let db: Database;
  beforeAll(async () => {
    db = await openServerForTest();
    await db.owner.script(
      'create extension pgrouting; create table arc (id int, source int, target int, cost float8, reverse_cost float8)',
    );
    await db.owner.transaction((tx) =>
      tx.query(
        `insert into arc select id, "from" + 1, "to" + 1, cost_ms, -1
         from jsonb_to_recordset($1::jsonb) as arc (id int, "from" int, "to" int, cost_ms int)`,
        [JSON.stringify(arcs)],
      ),
    );
    return () => db.close();
  }, 120_000);

  it('reaches the same nodes at the same cost', async () => {
    const sorted = arcs.toSorted((a, b) => a.from - b.from || a.id - b.id);
    const first_arc = new Uint32Array(SIDE * SIDE + 1);
    for (const { from } of sorted) first_arc[from + 1]++;
    for (let node = 0; node < SIDE * SIDE; node++) first_arc[node + 1] += first_arc[node];
    const graph = {
      node_count: SIDE * SIDE,
      first_arc,
      arc_head: Uint32Array.from(sorted, ({ to }) => to),
    };
    const costs = {
      cost: Uint32Array.from(sorted, ({ cost_ms }) => cost_ms),
      pass: new Uint8Array(sorted.length).fill(OPEN),
    };
    const searcher = new Searcher(graph);
    const random = seededRandom(5);
    for (let i = 0; i < 25; i++) {
      const source = Math.floor(random() * SIDE * SIDE);
      const theirs = await db.owner.query<{ node: number; agg_cost: number }>(
        `select node, agg_cost from pgr_drivingdistance(
           'select id, source, target, cost, reverse_cost from arc', $1::int, $2::float8) order by node`,
        [source + 1, LIMIT_MS],
      );
      const { arrival } = searcher.run(
        costs,
        { node: Uint32Array.of(source), delay: Uint32Array.of(0), label: Uint32Array.of(0) },
        { least_pass: 2, limit: LIMIT_MS },
      );
      const ours = Array.from(arrival, (agg_cost, node) => ({ node: node + 1, agg_cost })).filter(
        ({ agg_cost }) => agg_cost !== NONE,
      );
      expect(ours.length).toBeGreaterThan(1);
      expect(ours).toEqual(theirs);
    }
  });
});
