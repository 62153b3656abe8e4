import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NONE, type Network } from '../../src/lib/domain/network/network.ts';
import type { ArcCosts } from '../../src/lib/domain/network/costs.ts';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { RoundTrips, type DrivePoint } from '../../src/lib/domain/water/round_trip.ts';
import { runCoverage } from '../../src/lib/server/services/coverage/run_coverage.ts';
import { plainDijkstra, type PlainArc } from '../support/plain_dijkstra.ts';
import { randomTown } from '../support/random_town.ts';

/** Every street direction as a row, and two places on streets as nodes of their own. */
function plainArcs(
  drive: Network,
  { cost_ms, pass }: ArcCosts,
  places: Record<string, DrivePoint>,
): PlainArc[] {
  const arcs: PlainArc[] = [];
  const add = (from: string | number, to: string | number, cost: number) =>
    arcs.push({ from: String(from), to: String(to), cost: Math.floor(cost + 0.5) });
  for (let edge = 0; edge < drive.edge_count; edge++) {
    const [start, end] = [drive.edge_start_node[edge], drive.edge_end_node[edge]];
    const costOf = (arc: number) => (arc !== NONE && pass[arc] >= 1 ? cost_ms[arc] : null);
    const along = costOf(drive.edge_arc[2 * edge]);
    const against = costOf(drive.edge_arc[2 * edge + 1]);
    const here = Object.entries(places).filter(([, place]) => place.edge === edge);
    if (along !== null) {
      add(start, end, along);
      for (const [name, { t }] of here) {
        add(start, name, t * along);
        add(name, end, (1 - t) * along);
        for (const [other, { t: u }] of here) if (other !== name && u >= t) add(name, other, (u - t) * along);
      }
    }
    if (against !== null) {
      add(end, start, against);
      for (const [name, { t }] of here) {
        add(end, name, (1 - t) * against);
        add(name, start, t * against);
        for (const [other, { t: u }] of here)
          if (other !== name && u <= t) add(name, other, (t - u) * against);
      }
    }
  }
  return arcs;
}

it('out and back are what a plain search from each end finds', () => {
  let asymmetric = 0;
  let without = 0;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.array(fc.tuple(fc.nat(), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 2,
        maxLength: 6,
      }),
      (seed, picks) => {
        const { drive, costs } = runCoverage(randomTown(seed), {
          vehicle: 'pumper',
          cutoff_s: seconds(300),
          turnout_s: null,
          station_kinds: null,
        });
        fc.pre(drive.edge_count > 0);
        const [home, ...others] = picks.map(([pick, t]): DrivePoint => ({
          edge: pick % drive.edge_count,
          t,
        }));
        const tripTo = new RoundTrips(drive, costs).from(home);
        for (const other of others) {
          const arcs = plainArcs(drive, costs, { home, other });
          const out = plainDijkstra(arcs, new Map([['home', 0]])).get('other');
          const back = plainDijkstra(arcs, new Map([['other', 0]])).get('home');
          const trip = tripTo(other);
          if (out === undefined || back === undefined) {
            without++;
            expect(trip).toBeNull();
          } else {
            if (out !== back) asymmetric++;
            expect(trip).toEqual({ out_s: out / 1000, back_s: back / 1000 });
          }
        }
      },
    ),
    { numRuns: 60, seed: 20_261_122 },
  );
  expect(asymmetric).toBeGreaterThan(5);
  expect(without).toBeGreaterThan(0);
});
