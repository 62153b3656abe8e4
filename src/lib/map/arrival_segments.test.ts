import { expect, it } from 'vitest';
import { seededRandom } from '../../../tests/support/seeded_random.ts';
import {
  mercatorX,
  mercatorY,
  packSegments,
  runsInSight,
  SEGMENT_FLOATS,
  UNITS,
} from './arrival_segments.ts';

const random = seededRandom(11);
const COUNT = 500;
const segments = {
  count: COUNT,
  ends_deg: Float64Array.from({ length: 4 * COUNT }, (_, i) => (i % 2 ? 49.4 : 8.6) + random() * 0.2),
  shares: Float64Array.from({ length: 2 * COUNT }, () => random()),
  edge: Uint32Array.from({ length: COUNT }, (_, i) => i),
};
const packed = packSegments(segments);
const { values } = packed;

it('packs every segment once, to a centimetre', () => {
  const seen = new Set<number>();
  for (let at = 0; at < COUNT; at++) {
    const edge = values[at * SEGMENT_FLOATS + 6]!;
    seen.add(edge);
    for (const end of [0, 1]) {
      const [lon, lat] = [segments.ends_deg[4 * edge + 2 * end]!, segments.ends_deg[4 * edge + 2 * end + 1]!];
      const x = values[at * SEGMENT_FLOATS + 2 * end]! / UNITS + packed.origin[0];
      const y = values[at * SEGMENT_FLOATS + 2 * end + 1]! / UNITS + packed.origin[1];
      const world_m = 40_075_017;
      expect(Math.abs(x - mercatorX(lon)) * world_m).toBeLessThan(0.01);
      expect(Math.abs(y - mercatorY(lat)) * world_m).toBeLessThan(0.01);
      expect(values[at * SEGMENT_FLOATS + 4 + end]).toBeCloseTo(segments.shares[2 * edge + end]!, 6);
    }
  }
  expect(seen.size).toBe(COUNT);
});

it('draws all that touches the box in sight', () => {
  for (let round = 0; round < 50; round++) {
    const [west, north] = [(random() - 0.5) * 20_000, (random() - 0.5) * 20_000];
    const box = { west, north, east: west + random() * 8000, south: north + random() * 8000 };
    const drawn = new Set<number>();
    for (const { first, count } of runsInSight(packed.chunks, box)) {
      for (let at = first; at < first + count; at++) drawn.add(at);
    }
    for (let at = 0; at < COUNT; at++) {
      const x = values[at * SEGMENT_FLOATS]!;
      const y = values[at * SEGMENT_FLOATS + 1]!;
      const inside = x >= box.west && x <= box.east && y >= box.north && y <= box.south;
      if (inside) expect(drawn.has(at)).toBe(true);
    }
  }
  const everything = { west: -Infinity, north: -Infinity, east: Infinity, south: Infinity };
  expect(runsInSight(packed.chunks, everything)).toEqual([{ first: 0, count: COUNT }]);
  expect(runsInSight(packed.chunks, { ...everything, east: -Infinity })).toEqual([]);
});

it('takes a town without streets', () => {
  expect(packSegments({ count: 0, ends_deg: [], shares: [], edge: [] }).chunks).toEqual([]);
});
