import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findGaps, NO_LEG, type Gap, type GapPoints } from './gaps.ts';

interface Building {
  lon: number;
  lat: number;
  leg?: number;
  verdict?: number;
  area?: number;
  people?: number;
  arrival_s?: number;
}

const columns = (rows: Building[]): GapPoints => ({
  lon_deg: Float64Array.from(rows, (r) => r.lon),
  lat_deg: Float64Array.from(rows, (r) => r.lat),
  leg: Uint8Array.from(rows, (r) => r.leg ?? 0),
  verdict: Uint8Array.from(rows, (r) => r.verdict ?? 1),
  area: Float64Array.from(rows, (r) => r.area ?? NaN),
  people: Float64Array.from(rows, (r) => r.people ?? 1),
  arrival_s: Float64Array.from(rows, (r) => r.arrival_s ?? NaN),
});

/** Degrees of latitude that are `metres` long at 26 N (110,788.6 m a degree there). */
const north = (metres: number) => metres / 110_788.6;
const members = (rows: Building[], link_m = 100) =>
  findGaps(columns(rows), link_m).map((g) => [...g.members]);

describe('findGaps', () => {
  it('finds nothing where all is covered or nothing stands', () => {
    expect(members([])).toEqual([]);
    expect(members([{ lon: 119, lat: 26, leg: NO_LEG }])).toEqual([]);
  });

  it('links a chain, and breaks it where a step is longer than the link distance', () => {
    const row = (m: number): Building => ({ lon: 119, lat: 26 + north(m) });
    expect(members([row(0), row(90), row(180), row(270)])).toEqual([[0, 1, 2, 3]]);
    expect(members([row(0), row(99.9)])).toEqual([[0, 1]]);
    expect(members([row(0), row(100.1)])).toEqual([[0], [1]]);
  });

  it('never joins across legs or areas; no area is an area of its own', () => {
    const here = { lon: 119, lat: 26 };
    expect(
      members([
        { ...here, leg: 0, area: 1 },
        { ...here, leg: 1, area: 1 },
        { ...here, leg: 0, area: 2 },
        { ...here, leg: 0 },
        { ...here, leg: 0 },
        { ...here, leg: 0, area: 1 },
      ]),
    ).toEqual([[0, 5], [3, 4], [1], [2]]);
  });

  it('names the most frequent verdict, sums people and keeps the greatest known arrival', () => {
    const at = { lon: 119, lat: 26 };
    const [gap] = findGaps(
      columns([
        { ...at, verdict: 3, people: 2 },
        { ...at, verdict: 1, people: 3, arrival_s: 400 },
        { ...at, verdict: 3, people: 4.5, arrival_s: 350 },
        { ...at, verdict: 1, people: 0 },
      ]),
      100,
    );
    expect(gap).toMatchObject({ verdict: 1, buildings: 4, people: 9.5, worst_arrival_s: 400 });
    expect(gap.verdict_counts).toEqual(new Map([[3, 2], [1, 2]])); // prettier-ignore
    expect(findGaps(columns([at]), 100)[0].worst_arrival_s).toBeNaN();
  });

  it('ranks by people, then buildings, then lowest index', () => {
    const far = (k: number, people: number): Building => ({ lon: 119 + k, lat: 26, people });
    expect(members([far(0, 1), far(1, 5), far(2, 2), far(3, 1), far(3, 1), far(4, 5)])).toEqual([
      [1],
      [5],
      [3, 4],
      [2],
      [0],
    ]);
  });

  it('refuses columns of different length and positions off the globe', () => {
    const bad = { ...columns([{ lon: 0, lat: 0 }]), people: new Float64Array(2) };
    expect(() => findGaps(bad, 100)).toThrow('people has 2 values, expected 1');
    expect(() => members([{ lon: 0, lat: 200 }])).toThrow('point 0 is at 0, 200');
  });

  it('equals measuring every pair, anywhere on the globe', () => {
    const building = fc.record({
      dx: fc.integer({ min: 0, max: 600 }),
      dy: fc.integer({ min: 0, max: 600 }),
      jump: fc.constantFrom(0, 0, 0, 4),
      leg: fc.constantFrom(0, 1, NO_LEG),
      area: fc.constantFrom(7, NaN),
    });
    const place = fc.record({
      lon: fc.integer({ min: -170, max: 170 }),
      lat: fc.integer({ min: -70, max: 70 }),
    });
    fc.assert(
      fc.property(place, fc.array(building, { maxLength: 40 }), ({ lon, lat }, list) => {
        const rows = list.map((b) => ({
          lon: lon + b.dx / 100_000,
          lat: lat + b.jump + b.dy / 100_000,
          leg: b.leg,
          area: b.area,
        }));
        const found = members(rows).sort((a, b) => a[0] - b[0]);
        expect(found).toEqual(everyPair(rows, 100));
        for (const gap of findGaps(columns(rows), 100)) expectSpanningTree(gap, rows, 100);
      }),
      { numRuns: 300 },
    );
  });

  it('takes 100,000 buildings, also all in one place, without measuring every pair', () => {
    let seed = 1;
    const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
    const town = columns(
      Array.from({ length: 100_000 }, () => ({
        lon: 119 + random() * 0.2,
        lat: 26 + random() * 0.2,
        area: 1,
      })),
    );
    const tower = columns(Array.from({ length: 100_000 }, () => ({ lon: 119, lat: 26 })));
    const begun_ms = performance.now();
    expect(findGaps(town, 100).reduce((sum, g) => sum + g.buildings, 0)).toBe(100_000);
    expect(findGaps(tower, 100)).toHaveLength(1);
    expect(performance.now() - begun_ms).toBeLessThan(15_000);
  });
});

/** One link fewer than members, each short enough, and every member reached. */
function expectSpanningTree(gap: Gap, rows: { lon: number; lat: number }[], link_m: number): void {
  expect(gap.links).toHaveLength(2 * (gap.buildings - 1));
  const reached = new Set([gap.members[0]]);
  for (let round = 0; round < gap.buildings; round++) {
    for (let k = 0; k < gap.links.length; k += 2) {
      const [i, j] = [gap.links[k], gap.links[k + 1]];
      expect(distance_m(rows[i], rows[j])).toBeLessThanOrEqual(link_m);
      if (reached.has(i)) reached.add(j);
      if (reached.has(j)) reached.add(i);
    }
  }
  expect([...reached].sort((a, b) => a - b)).toEqual([...gap.members]);
}

/** The brute-force twin: flood fill over all pairs, distances on the ellipsoid's local plane. */
function everyPair(
  rows: { lon: number; lat: number; leg: number; area: number }[],
  link_m: number,
): number[][] {
  const left = new Set(rows.flatMap((r, i) => (r.leg === NO_LEG ? [] : [i])));
  const clusters: number[][] = [];
  for (const start of left) {
    left.delete(start);
    const cluster = [start];
    for (const i of cluster) {
      for (const j of left) {
        const same = rows[i].leg === rows[j].leg && Object.is(rows[i].area, rows[j].area);
        if (!same || distance_m(rows[i], rows[j]) > link_m) continue;
        left.delete(j);
        cluster.push(j);
      }
    }
    clusters.push(cluster.sort((a, b) => a - b));
  }
  return clusters.sort((a, b) => a[0] - b[0]);
}

function distance_m(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const lat = ((a.lat + b.lat) / 2) * (Math.PI / 180);
  const w = 1 - 0.0066943799901413 * Math.sin(lat) ** 2;
  const dx = (a.lon - b.lon) * (Math.PI / 180) * Math.cos(lat) * (6378137 / Math.sqrt(w));
  const dy = (a.lat - b.lat) * (Math.PI / 180) * ((6378137 * (1 - 0.0066943799901413)) / w ** 1.5);
  return Math.hypot(dx, dy);
}
