import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LineString, MultiPolygon, Point, Position } from 'geojson';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { mainPositions, demoTown, type DemoTown } from '../../geodata/demo/town.ts';
import { writeDemoFiles } from '../../geodata/demo/write_files.ts';
import { demoJob, type DemoResult } from '../../src/cli/jobs/demo_job.ts';
import { metresPerLatDegree, metresPerLonDegree } from '../../src/lib/domain/geometry/metric.ts';
import { packNetwork } from '../../src/lib/domain/network/pack.ts';
import { isDrivable, isWalkable, STREET_CLASSES } from '../../src/lib/domain/network/street_set.ts';
import { VERDICTS } from '../../src/lib/domain/coverage/verdict.ts';
import { seconds } from '../../src/lib/domain/units/units.ts';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import type { OpenedDatabase } from '../../src/lib/server/db/open_database.ts';
import { ensureVerdicts } from '../../src/lib/server/services/coverage/ensure_verdicts.ts';
import { runCoverage } from '../../src/lib/server/services/coverage/run_coverage.ts';
import { loadRuleSets, readRuleSet } from '../../src/lib/server/services/rule_set.ts';
import { loadTown, type Town } from '../../src/lib/server/services/town/load_town.ts';
import { openEmbeddedForTest, openServerForTest, serverMissing } from '../support/test_database.ts';

const LEAST_OF_EACH_VERDICT = 20;

describe('the sample town as files', () => {
  let town: DemoTown;
  beforeAll(() => {
    town = demoTown();
  });

  test('the same bytes on every run', () => {
    expect(hashOf(demoTown())).toBe(hashOf(town));
    const around = { random: Math.random, now: Date.now };
    try {
      Math.random = Date.now = () => {
        throw new Error('the sample town asked for chance or time');
      };
      expect(hashOf(demoTown())).toBe(hashOf(town));
    } finally {
      Math.random = around.random;
      Date.now = around.now;
    }
  });

  test('as large as it is said to be', () => {
    const villages = town.layers.area.filter(({ properties }) => properties?.kind === 'village');
    expect(villages).toHaveLength(8);
    expect(town.layers.building.length).toBeGreaterThan(5_400);
    expect(town.layers.building.length).toBeLessThan(6_600);
  });

  test('every area says that it is made up', () => {
    for (const { properties } of town.layers.area) expect(properties?.name).toMatch(/^示例·.+（虚构）$/);
  });

  test('made within three seconds of one processor', () => {
    const took_s = [1, 2, 3].map(() => {
      const before = process.cpuUsage();
      demoTown();
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1e6;
    });
    expect(Math.min(...took_s)).toBeLessThan(3);
  });

  test('hydrants stand on mains', () => {
    const lines = town.mains.map((main) => mainPositions(main).map(metres));
    const off = town.layers.hydrant.filter(({ geometry }) => {
      const p = metres((geometry as Point).coordinates);
      return !lines.some((line) => distanceToLine_m(p, line) <= 5);
    });
    expect(off.length).toBeLessThanOrEqual(town.layers.hydrant.length * 0.05);
    expect(lines.length).toBeGreaterThan(50);
    expect(town.layers.hydrant.length).toBeGreaterThan(150);
  });

  test('houses stand on no street and on no other house', () => {
    const houses = town.layers.building.map(({ geometry }) =>
      (geometry as MultiPolygon).coordinates[0][0].map(metres),
    );
    const streets = town.layers.street.flatMap(({ geometry, properties }) => {
      const line = (geometry as LineString).coordinates.map(metres);
      const half_m = ((properties?.width_m as number | null) ?? 0) / 2;
      return line.slice(1).map((b, i) => ({ a: line[i], b, half_m }));
    });
    const on_street = houses.filter((house) =>
      streets.some(
        ({ a, b, half_m }) =>
          near(house[0], a, 120) && house.some((p) => distanceToSegment_m(p, a, b) < half_m - 0.05),
      ),
    );
    expect(on_street).toEqual([]);
    const inside_another = houses.filter((house, i) =>
      houses.some(
        (other, j) => i !== j && near(house[0], other[0], 90) && house.some((p) => isInside(p, other)),
      ),
    );
    expect(inside_another).toEqual([]);
  });

  test('the river is crossed on bridges only', () => {
    const [river] = town.layers.water_source
      .filter(({ properties }) => properties?.kind === 'river')
      .map(({ geometry }) => (geometry as { coordinates: Position[][] }).coordinates[0].map(metres));
    const wet = town.layers.street.filter(({ geometry }) =>
      (geometry as LineString).coordinates.some((p) => isInside(metres(p), river)),
    );
    expect(wet.length).toBeGreaterThanOrEqual(4);
    for (const { properties } of wet) expect(properties).toMatchObject({ bridge: true, level: 1 });
  });

  test('hydrants are good, weak, untested and broken; one village has no station', () => {
    const conditions = town.hydrants.map(({ attributes: { status, flow_lps, pressure_mpa } }) =>
      status !== 'working'
        ? status
        : flow_lps === null
          ? 'untested'
          : flow_lps < 15 || pressure_mpa! < 0.1
            ? 'weak'
            : 'good',
    );
    for (const condition of ['good', 'weak', 'untested', 'broken', 'unknown'])
      expect(conditions).toContain(condition);
    const rings = town.layers.area
      .filter(({ properties }) => properties?.kind === 'village')
      .map(({ id, geometry }) => ({ id, ring: (geometry as MultiPolygon).coordinates[0][0].map(metres) }));
    const without = rings.filter(
      ({ ring }) =>
        !town.layers.station.some(({ geometry }) => isInside(metres((geometry as Point).coordinates), ring)),
    );
    expect(without.map(({ id }) => id)).toEqual(['v6']);
  });
});

for (const kind of ['embedded', 'server'] as const) {
  const missing = kind === 'server' ? serverMissing() : null;
  describe.skipIf(missing !== null)(
    `the sample town in the database (${kind}${missing ? `: ${missing}` : ''})`,
    () => {
      let db: OpenedDatabase;
      let first: DemoResult;
      let town: Town;

      beforeAll(async () => {
        const opened = await (kind === 'server' ? openServerForTest() : openEmbeddedForTest());
        db = { ...opened, embedded: null, created: false, lock: null, discard: opened.close };
        await loadRuleSets(db);
        first = await load(db);
        const acting = db.as(LOCAL_ADMINISTRATOR);
        town = await loadTown(acting, await readRuleSet(acting, 'cn'));
      }, 120_000);
      afterAll(() => db?.close());

      test('every row is taken as it stands', () => {
        for (const { layers, notes } of first.import.files) {
          expect(notes).toEqual([]);
          for (const counts of Object.values(layers)) {
            expect(counts).toMatchObject({ rejected: 0, repaired: 0, inserted: counts.read });
          }
        }
        for (const table of [
          'duty',
          'target',
          'hazard_event',
          'repair_order',
          'station_vehicle',
          'hydrant_test',
        ]) {
          expect(first.added[table], table).toBeGreaterThan(5);
        }
      });

      test('a second time changes nothing', async () => {
        const again = await load(db);
        expect(again.sha256).toBe(first.sha256);
        for (const { layers } of again.import.files) {
          for (const counts of Object.values(layers)) {
            expect(counts).toMatchObject({ inserted: 0, updated: 0, missing: 0, unchanged: counts.read });
          }
        }
        expect(Object.values({ ...again.added, ...again.changed }).every((n) => n === 0)).toBe(true);
      }, 60_000);

      test('every building lies in a village, every obstacle on a street near it', () => {
        expect(town.buildings.filter(({ area_id }) => area_id === null)).toEqual([]);
        expect(town.obstacles.length).toBeGreaterThan(50);
      });

      test('streets are one component of about 2,500 edges, and so are all ways', () => {
        const drive = pack(town, isDrivable);
        expect(components(drive)).toBe(1);
        expect(drive.edge_count).toBeGreaterThan(2_250);
        expect(drive.edge_count).toBeLessThan(2_750);
        expect(components(pack(town, isWalkable))).toBe(1);
      });

      test('each verdict at least twenty times, in the stored run and in a pumper run', async () => {
        const run_id = await ensureVerdicts(db, LOCAL_ADMINISTRATOR);
        const rows = await db
          .as(LOCAL_ADMINISTRATOR)
          .query<{ verdict: string; count: number }>(
            'select verdict, count(*) from building_verdict where run_id = $1 group by 1',
            [run_id],
          );
        const stored = new Map(rows.map(({ verdict, count }) => [verdict, count]));
        const options = {
          vehicle: 'pumper',
          cutoff_s: seconds(300),
          turnout_s: null,
          station_kinds: null,
        } as const;
        const judged = runCoverage(town, options).buildings;
        for (const verdict of VERDICTS) {
          expect(stored.get(verdict), verdict).toBeGreaterThanOrEqual(LEAST_OF_EACH_VERDICT);
          const count = judged.filter((building) => building.verdict === verdict).length;
          expect(count, `${verdict} for the pumper`).toBeGreaterThanOrEqual(LEAST_OF_EACH_VERDICT);
        }
      }, 60_000);
    },
  );
}

function load(db: OpenedDatabase): Promise<DemoResult> {
  return demoJob({ db, progress: () => {}, signal: new AbortController().signal }, {});
}

function hashOf(town: DemoTown): string {
  const folder = mkdtempSync(join(inject('runFolder') ?? tmpdir(), 'demo-'));
  try {
    const hash = createHash('sha256');
    for (const path of writeDemoFiles(town, folder)) hash.update(readFileSync(path));
    return hash.update(JSON.stringify([town.tables, town.updates])).digest('hex');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function pack({ streets }: Town, uses: typeof isDrivable) {
  return packNetwork(streets, {
    include: (street) => uses(STREET_CLASSES[streets.street_class[street]]),
    join_m: 0.1,
    oneway: 'obey',
    cuts: [],
  }).network;
}

function components({
  node_count,
  edge_count,
  edge_start_node,
  edge_end_node,
}: ReturnType<typeof pack>): number {
  const parent = Uint32Array.from({ length: node_count }, (_, node) => node);
  const root = (node: number) => {
    while (parent[node] !== node) node = parent[node] = parent[parent[node]];
    return node;
  };
  for (let edge = 0; edge < edge_count; edge++)
    parent[root(edge_start_node[edge])] = root(edge_end_node[edge]);
  return parent.filter((_, node) => root(node) === node).length;
}

type Metres = readonly [number, number];
const X_M = metresPerLonDegree(24.89);
const Y_M = metresPerLatDegree(24.89);
const metres = ([lon, lat]: Position): Metres => [(lon - 118) * X_M, (lat - 24.89) * Y_M];
const distance_m = (a: Metres, b: Metres) => Math.hypot(a[0] - b[0], a[1] - b[1]);
const near = (p: Metres, q: Metres, reach_m: number) =>
  Math.abs(p[0] - q[0]) < reach_m && Math.abs(p[1] - q[1]) < reach_m;

function distanceToSegment_m(p: Metres, a: Metres, b: Metres): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const squared = dx * dx + dy * dy || 1;
  const t = Math.min(1, Math.max(0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / squared));
  return distance_m(p, [a[0] + t * dx, a[1] + t * dy]);
}

const distanceToLine_m = (p: Metres, line: readonly Metres[]) =>
  Math.min(...line.slice(1).map((b, i) => distanceToSegment_m(p, line[i], b)));

function isInside([x, y]: Metres, ring: readonly Metres[]): boolean {
  let inside = false;
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i];
    const [bx, by] = ring[j];
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside;
  }
  return inside;
}
