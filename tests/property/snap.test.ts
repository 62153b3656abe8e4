import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metresPerLatDegree, metresPerLonDegree } from '../../src/lib/domain/geometry/metric.ts';
import { edgeAt, pointAt, slice } from '../../src/lib/domain/network/along.ts';
import { packNetwork } from '../../src/lib/domain/network/pack.ts';
import { SnapIndex } from '../../src/lib/domain/network/snap.ts';
import { placeAt, streetSet, type StreetRow } from '../support/street_rows.ts';

const metre = fc.integer({ min: -400, max: 400 });
const place = fc.tuple(metre, metre);
const street: fc.Arbitrary<StreetRow> = fc.record({
  line_m: fc.uniqueArray(place, { minLength: 2, maxLength: 5, selector: String }),
});
const town = fc.array(street, { minLength: 1, maxLength: 12 });

function indexOf(rows: StreetRow[]) {
  const streets = streetSet(rows);
  const { network } = packNetwork(streets, { include: () => true, join_m: 0.1, cuts: [], oneway: 'obey' });
  return { streets, network, index: new SnapIndex(network, streets) };
}

/** Points a segment of the twin is walked in; at most 1,140 m long, so 3 m apart at most. */
const STEPS = 400;

/** The town's edges as points every few metres: the distance of the nearest is the twin's answer. */
function sampledDistance_m(
  { streets, network }: ReturnType<typeof indexOf>,
  [lon, lat]: [number, number],
): number {
  const kx = metresPerLonDegree(lat);
  const ky = metresPerLatDegree(lat);
  let least_m = Infinity;
  for (let edge = 0; edge < network.edge_count; edge++) {
    const way = network.edge_street[edge];
    const line = slice(streets, way, network.edge_start_mm[edge] / 1000, network.edge_end_mm[edge] / 1000);
    for (let v = 0; v + 3 < line.length; v += 2) {
      for (let i = 0; i <= STEPS; i++) {
        const t = i / STEPS;
        const x = (line[v] + t * (line[v + 2] - line[v]) - lon) * kx;
        const y = (line[v + 1] + t * (line[v + 3] - line[v + 1]) - lat) * ky;
        least_m = Math.min(least_m, Math.hypot(x, y));
      }
    }
  }
  return least_m;
}

const gap_m = (a: [number, number], b: [number, number]) =>
  Math.hypot((a[0] - b[0]) * metresPerLonDegree(a[1]), (a[1] - b[1]) * metresPerLatDegree(a[1]));

describe('snapping', () => {
  it('finds the nearest point of the network, as a walk over all of it does', () => {
    fc.assert(
      fc.property(town, fc.tuple(fc.integer({ min: -3000, max: 3000 }), metre), (rows, [x_m, y_m]) => {
        const all = indexOf(rows);
        const at = placeAt(x_m, y_m);
        const snap = all.index.nearest(...at);
        const twin_m = sampledDistance_m(all, at);
        expect(snap.distance_m).toBeLessThanOrEqual(twin_m + 1e-6);
        expect(snap.distance_m).toBeGreaterThan(twin_m - 1.5);
        expect(gap_m(at, [snap.lon, snap.lat])).toBeCloseTo(snap.distance_m, 6);
        const way = all.network.edge_street[snap.edge];
        expect(gap_m(pointAt(all.streets, way, snap.along_mm / 1000), [snap.lon, snap.lat])).toBeLessThan(
          0.003,
        );
        const { edge_start_mm, edge_end_mm } = all.network;
        const length_mm = edge_end_mm[snap.edge] - edge_start_mm[snap.edge];
        expect(snap.along_mm).toBeCloseTo(edge_start_mm[snap.edge] + snap.t * length_mm, 3);
        if (snap.t > 0.001 && snap.t < 0.999)
          expect(edgeAt(all.network, way, snap.along_mm / 1000)).toBe(snap.edge);
      }),
      { numRuns: 120 },
    );
  });

  it('finds the nearest way of a footprint and the point facing it', () => {
    const box = fc.tuple(metre, metre, fc.integer({ min: 4, max: 60 }), fc.integer({ min: 4, max: 60 }));
    fc.assert(
      fc.property(town, box, (rows, [x, y, w, h]) => {
        const all = indexOf(rows);
        const corners = [
          [x, y],
          [x + w, y],
          [x + w, y + h],
          [x, y + h],
          [x, y],
        ] as const;
        const ring = corners.flatMap(([x_m, y_m]) => placeAt(x_m, y_m));
        const snap = all.index.nearestToFootprint(ring, [0, 5]);
        const door: [number, number] = [snap.door_lon, snap.door_lat];
        const seen_m = gap_m(door, [snap.lon, snap.lat]);
        expect(Math.abs(seen_m - snap.distance_m)).toBeLessThan(1e-5 * seen_m + 1e-6);
        for (const [i, j] of [
          [0, 0],
          [0.3, 0],
          [1, 0.6],
          [0.5, 1],
          [0, 0.2],
          [0.5, 0.5],
        ]) {
          const { distance_m } = all.index.nearest(...placeAt(x + i * w, y + j * h));
          expect(snap.distance_m).toBeLessThanOrEqual(distance_m * 1.00001 + 1e-6);
        }
        const again_m = all.index.nearest(...door).distance_m;
        expect(Math.abs(again_m - snap.distance_m)).toBeLessThan(1e-5 * again_m + 1e-6);
      }),
      { numRuns: 150 },
    );
  });
});

describe('snapping, one thing each', () => {
  const rows: StreetRow[] = [
    {
      line_m: [
        [0, 0],
        [100, 0],
      ],
    },
    {
      line_m: [
        [0, 50],
        [100, 50],
      ],
    },
  ];
  const { index } = indexOf(rows);
  const ring = (...corners: [number, number][]) =>
    [...corners, corners[0]].flatMap(([x, y]) => placeAt(x, y));

  it('gives a way through a footprint distance 0 and the first point inside as the door', () => {
    const snap = index.nearestToFootprint(ring([30, -10], [60, -10], [60, 10], [30, 10]), [0, 5]);
    expect(snap).toMatchObject({ edge: 0, distance_m: 0 });
    expect(snap.along_mm).toBeCloseTo(30_000, 0);
    expect(gap_m([snap.door_lon, snap.door_lat], placeAt(30, 0))).toBeLessThan(0.001);
  });

  it('gives a way that lies wholly inside distance 0, one in a courtyard the distance to its wall', () => {
    const outer = ring([-20, -20], [120, -20], [120, 20], [-20, 20]);
    expect(index.nearestToFootprint(outer, [0, 5])).toMatchObject({ edge: 0, distance_m: 0, t: 0 });
    const court = ring([-5, -5], [105, -5], [105, 5], [-5, 5]);
    expect(index.nearestToFootprint([...outer, ...court], [0, 5, 10]).distance_m).toBeCloseTo(5, 4);
  });

  it('gives ties to the lowest edge, then the nearest to its start', () => {
    expect(index.nearest(...placeAt(40, 25))).toMatchObject({ edge: 0 });
    const level = index.nearestToFootprint(ring([20, 10], [60, 10], [60, 20], [20, 20]), [0, 5]);
    expect(level.edge).toBe(0);
    expect(level.along_mm).toBeCloseTo(20_000, 0);
  });

  it('takes a line for a line: its inside is not a footprint', () => {
    const bank = [
      [-20, -20],
      [120, -20],
      [120, 20],
      [-20, 20],
    ].flatMap(([x, y]) => placeAt(x, y));
    expect(index.nearestToFootprint(bank, [0, 4]).distance_m).toBeCloseTo(20, 3);
  });

  it('has no limit of distance, and refuses to be built over nothing', () => {
    expect(index.nearest(119.1, 26).distance_m).toBeGreaterThan(140_000);
    const { network, streets } = indexOf(rows);
    expect(() => new SnapIndex(network, streets, () => false)).toThrow(RangeError);
  });
});
