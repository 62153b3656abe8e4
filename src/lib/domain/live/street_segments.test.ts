import { expect, it } from 'vitest';
import { gridCity } from '../../../../tests/support/grid_city.ts';
import { streetSet } from '../../../../tests/support/street_rows.ts';
import { distance_m } from '../geometry/metric.ts';
import { packNetwork } from '../network/pack.ts';
import { streetSegments } from './street_segments.ts';

it('cuts every edge into its straight pieces, with the share of the edge at both ends', () => {
  const bent = {
    line_m: [
      [0, 400],
      [30, 440],
      [30, 500],
    ] as const,
  };
  const streets = streetSet([...gridCity(4, 5, 100), bent]);
  const { network } = packNetwork(streets, { include: () => true, join_m: 0.1, cuts: [], oneway: 'ignore' });
  const { count, ends_deg, shares, edge } = streetSegments(network, streets);
  expect(count).toBe(network.edge_count + 1);
  const length_m = new Float64Array(network.edge_count);
  for (let i = 0; i < count; i++) {
    const [from, to] = shares.subarray(2 * i, 2 * i + 2);
    const follows = i > 0 && edge[i - 1] === edge[i];
    expect(from).toBe(follows ? shares[2 * i - 1] : 0);
    if (i === count - 1 || edge[i + 1] !== edge[i]) expect(to).toBe(1);
    const [a_lon, a_lat, b_lon, b_lat] = ends_deg.subarray(4 * i, 4 * i + 4);
    length_m[edge[i]] += distance_m(a_lon, a_lat, b_lon, b_lat);
  }
  length_m.forEach((metres, e) =>
    expect(metres).toBeCloseTo((network.edge_end_mm[e] - network.edge_start_mm[e]) / 1000, 2),
  );
  expect(Array.from(shares.slice(-4), (share) => Math.round(1000 * share))).toEqual([0, 455, 455, 1000]);
});
