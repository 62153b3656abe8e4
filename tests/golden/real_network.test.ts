import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, inject, it } from 'vitest';
import { readOsmPbf } from '../../geodata/import/osm_pbf.ts';
import { LOCAL_ADMINISTRATOR, type Database } from '../../src/lib/server/db/database.ts';
import { openServer } from '../../src/lib/server/db/server_driver.ts';
import { loadTown, type Town } from '../../src/lib/server/services/town/load_town.ts';
import { buildWalkways } from '../../src/lib/server/services/town/walkways.ts';
import { isDrivable } from '../../src/lib/domain/network/street_set.ts';
import { DRIVABLE, gdalConfig, gdalMissing } from '../support/gdal.ts';
import { RULES } from '../support/made_town.ts';
import { readCsvFile } from '../support/read_csv.ts';
import { runCliJson } from '../support/run_cli.ts';
import { seededRandom } from '../support/seeded_random.ts';
import { describeWithData } from '../support/test_data.ts';
import { createTestDatabase, describeUnless, serverMissing } from '../support/test_database.ts';

/** Liechtenstein's network against the file it came from, read and measured by others. */
describeWithData('the packed network', ['osm/liechtenstein-latest.osm.pbf'], (path) => {
  describeUnless(serverMissing(), 'against the file and PostGIS', () => {
    let url: string;
    let arcs: Record<string, string>[];
    let db: Database;
    let town: Town;
    beforeAll(async () => {
      url = await createTestDatabase();
      const folder = mkdtempSync(join(tmpdir(), 'firecover-network-'));
      await runCliJson(['import', path], { url });
      await runCliJson(['coverage', '--out', folder], { url });
      arcs = readCsvFile(join(folder, 'arcs.csv'));
      db = await openServer(url);
      town = await loadTown(db.as(LOCAL_ADMINISTRATOR), RULES);
      return () => db.close();
    }, 300_000);

    describeUnless(gdalMissing, 'and GDAL', () => {
      it('has the length of the ways GDAL reads, on the ellipsoid, one-way counted once', async () => {
        const length_m = streetLength_m(arcs);
        const config = gdalConfig(inject('runFolder'));
        for (const layer of ['lines', 'multipolygons']) {
          const args = [
            '-q',
            '-oo',
            `CONFIG_FILE=${config}`,
            '-f',
            'PostgreSQL',
            `PG:${keywords(url)}`,
            path,
            layer,
          ];
          execFileSync('ogr2ogr', [...args, '-nln', `gdal_${layer}`, '-lco', 'GEOMETRY_NAME=geom']);
        }
        const [{ truth_m }] = await db.owner.query<{ truth_m: number }>(
          `select (select sum(st_length(geom::geography)) from gdal_lines where highway ~ $1) +
             (select coalesce(sum(st_perimeter(geom::geography)), 0) from gdal_multipolygons
              where highway ~ $1 and osm_way_id is not null) as truth_m`,
          [DRIVABLE.source],
        );
        expect(Math.abs(length_m / truth_m - 1), `${length_m} m`).toBeLessThan(0.005);
      });
    });

    it('has the components that shared OSM node ids give, so a bridge does not join what it crosses', async () => {
      const above = new Map<number, number>();
      const root = (node: number): number => {
        let top = node;
        while (above.get(top) !== undefined) top = above.get(top)!;
        return top;
      };
      const nodes = new Set<number>();
      const options = { layer: 'street' as const, crs: 'auto', encoding: 'auto', map: {} };
      for await (const item of readOsmPbf(path, options)) {
        if (item.kind !== 'row' || item.layer !== 'street') continue;
        const street = item.attributes as { street_class: 'residential'; vertex_keys: number[] };
        if (!isDrivable(street.street_class)) continue;
        for (const key of street.vertex_keys) {
          nodes.add(key);
          const [a, b] = [root(key), root(street.vertex_keys[0])];
          if (a !== b) above.set(a, b);
        }
      }
      expect(componentsOf(arcs)).toBe(nodes.size - above.size);
    });

    it('costs what the rule set’s speed makes of the length, for 50 seeded arcs', () => {
      const random = seededRandom(7);
      const speeds = new Set(Object.values(RULES.vehicles.pumper.speed_kmh));
      for (let i = 0; i < 50; i++) {
        const { length_m, cost_s } = arcs[Math.floor(random() * arcs.length)];
        const off_s = [...speeds].map((kmh) => Math.abs(Number(length_m) / (kmh / 3.6) - Number(cost_s)));
        expect(Math.min(...off_s), `${length_m} m in ${cost_s} s`).toBeLessThan(0.001);
      }
    });

    it('finds for 200 seeded buildings the walkable way PostGIS finds, within 1 m', async () => {
      const walkways = buildWalkways(town);
      const random = seededRandom(11);
      const acting = db.as(LOCAL_ADMINISTRATOR);
      let compared = 0;
      for (let i = 0; i < 200; i++) {
        const building = Math.floor(random() * town.buildings.length);
        const door = walkways.doorOf(town.footprints[building])!;
        if (!door.path_mapped) continue;
        const [{ nearest_m }] = await acting.query<{ nearest_m: number }>(
          `select min(st_distance(building.geom::geography, near.geom::geography)) as nearest_m
           from building, lateral (
             select street.geom from street where street_class <> 'motorway'
             order by street.geom <-> building.geom limit 40
           ) near
           where building.id = $1`,
          [town.buildings[building].id],
        );
        expect(Math.abs(door.straight_m - nearest_m), `building ${town.buildings[building].id}`).toBeLessThan(
          1,
        );
        compared++;
      }
      expect(compared).toBeGreaterThan(190);
    }, 120_000);
  });
});

/** A connection URL in libpq's other form, the one GDAL adds its own name to. */
function keywords(url: string): string {
  const { hostname, port, username, pathname } = new URL(url);
  return `host=${hostname} port=${port} user=${username} dbname=${pathname.slice(1)}`;
}

/** Every street once: one-way streets stand once in arcs.csv, others twice. */
const streetLength_m = (arcs: readonly Record<string, string>[]) =>
  arcs.reduce((sum, arc) => sum + Number(arc.length_m) / (arc.opposite_arc_id === '' ? 1 : 2), 0);

function componentsOf(arcs: readonly Record<string, string>[]): number {
  const label = new Map<string, string>();
  const members = new Map<string, string[]>();
  for (const { from_node, to_node } of arcs) {
    for (const node of [from_node, to_node]) {
      if (label.has(node)) continue;
      label.set(node, node);
      members.set(node, [node]);
    }
    const [a, b] = [label.get(from_node)!, label.get(to_node)!];
    if (a === b) continue;
    const [small, large] = members.get(a)!.length < members.get(b)!.length ? [a, b] : [b, a];
    for (const node of members.get(small)!) label.set(node, large);
    members.get(large)!.push(...members.get(small)!);
    members.delete(small);
  }
  return members.size;
}
