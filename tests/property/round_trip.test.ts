import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NONE, type Network } from '../../src/lib/domain/network/network.ts';
import type { ArcCosts } from '../../src/lib/domain/network/costs.ts';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { RoundTrips, type DrivePoint } from '../../src/lib/domain/water/round_trip.ts';
import { runCoverage } from '../../src/lib/server/services/coverage/run_coverage.ts';
import { plainDijkstra, type PlainArc } from '../support/plain_dijkstra.ts';
import { randomTown } from '../support/random_town.ts';

/** Every street direction as a row, and places on streets as nodes of their own. */
function plainArcs(
  drive: Network,
  { cost_ms, pass }: ArcCosts,
  places: Record<string, DrivePoint>,
): PlainArc[] {
  const directions = Array.from({ length: drive.edge_count }, (_, edge) => edge).flatMap((edge) => {
    const [start, end] = [drive.edge_start_node[edge], drive.edge_end_node[edge]];
    const here = Object.entries(places).filter(([, place]) => place.edge === edge);
    const ahead = here.map(([name, { t }]) => ({ name, share: t }));
    const behind = here.map(([name, { t }]) => ({ name, share: 1 - t }));
    return [
      { arc: drive.edge_arc[2 * edge], from: start, to: end, stops: ahead },
      { arc: drive.edge_arc[2 * edge + 1], from: end, to: start, stops: behind },
    ].filter(({ arc }) => arc !== NONE && pass[arc] >= 1);
  });
  return directions.flatMap(({ arc, from, to, stops }) => {
    const row = (a: string | number, b: string | number, share: number): PlainArc => ({
      from: String(a),
      to: String(b),
      cost: Math.floor(share * cost_ms[arc] + 0.5),
    });
    return [
      row(from, to, 1),
      ...stops.flatMap(({ name, share }) => [row(from, name, share), row(name, to, 1 - share)]),
      ...stops.flatMap((a) =>
        stops
          .filter((b) => b.name !== a.name && b.share >= a.share)
          .map((b) => row(a.name, b.name, b.share - a.share)),
      ),
    ];
  });
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
