import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { ImportReport } from '../../src/lib/contract/import.ts';
import { plainDijkstra } from '../support/plain_dijkstra.ts';
import { readCsvFile } from '../support/read_csv.ts';
import { runCliJson, type CliDatabase } from '../support/run_cli.ts';
import { describeWithData } from '../support/test_data.ts';
import { createTestDatabase, describeUnless, serverMissing } from '../support/test_database.ts';

type Row = Record<string, string>;

interface Files {
  arcs: Row[];
  stations: Row[];
  demand: Row[];
}

const ms = (seconds: string) => Math.round(Number(seconds) * 1000);

/** Arrivals at nodes from arcs.csv and stations.csv alone. */
function rebuiltArrivals({ arcs, stations }: Files): Map<string, number> {
  const by_id = new Map(arcs.map((arc) => [arc.arc_id, arc]));
  const open = arcs.filter(({ blocked }) => blocked === '0');
  const starts = new Map<string, number>();
  const offer = (node: string, at: number) => starts.set(node, Math.min(at, starts.get(node) ?? Infinity));
  for (const { arc_id, fraction, delay_s } of stations) {
    const arc = by_id.get(arc_id);
    if (!arc) continue;
    if (arc.blocked === '0') offer(arc.to_node, ms(delay_s) + (1 - Number(fraction)) * ms(arc.cost_s));
    const opposite = by_id.get(arc.opposite_arc_id);
    if (opposite?.blocked === '0')
      offer(opposite.to_node, ms(delay_s) + Number(fraction) * ms(opposite.cost_s));
  }
  return plainDijkstra(
    open.map(({ from_node, to_node, cost_s }) => ({ from: from_node, to: to_node, cost: ms(cost_s) })),
    starts,
  );
}

/** Arrival at a row's stop: over both ends of its arc, and any station on the same street travelling along it. */
function rebuiltAtStop(row: Row, files: Files, nodes: Map<string, number>, by_id: Map<string, Row>): number {
  const arc = by_id.get(row.arc_id)!;
  const opposite = by_id.get(arc.opposite_arc_id);
  const fraction = Number(row.fraction);
  let least = Infinity;
  if (arc.blocked === '0') least = Math.min(least, at(nodes, arc.from_node) + fraction * ms(arc.cost_s));
  if (opposite?.blocked === '0') {
    least = Math.min(least, at(nodes, arc.to_node) + (1 - fraction) * ms(opposite.cost_s));
  }
  for (const station of files.stations) {
    const same = station.arc_id === arc.arc_id;
    if (!same && station.arc_id !== arc.opposite_arc_id) continue;
    const from = same ? Number(station.fraction) : 1 - Number(station.fraction);
    if (arc.blocked === '0' && from <= fraction + 1e-9) {
      least = Math.min(least, ms(station.delay_s) + (fraction - from) * ms(arc.cost_s));
    }
    if (opposite?.blocked === '0' && from >= fraction - 1e-9) {
      least = Math.min(least, ms(station.delay_s) + (from - fraction) * ms(opposite.cost_s));
    }
  }
  return least;
}

const at = (nodes: Map<string, number>, node: string) => nodes.get(node) ?? Infinity;

function readFiles(folder: string): Files {
  return {
    arcs: readCsvFile(join(folder, 'arcs.csv')),
    stations: readCsvFile(join(folder, 'stations.csv')),
    demand: readCsvFile(join(folder, 'demand.csv')),
  };
}

function checkArrivals(files: Files): void {
  const nodes = rebuiltArrivals(files);
  const by_id = new Map(files.arcs.map((arc) => [arc.arc_id, arc]));
  let worst_ms = 0;
  for (const arc of files.arcs) {
    for (const [node, arrival_s] of [
      [arc.from_node, arc.arrival_from_s],
      [arc.to_node, arc.arrival_to_s],
    ]) {
      expect(arrival_s === '', `arc ${arc.arc_id}`).toBe(!nodes.has(node));
      if (arrival_s !== '') worst_ms = Math.max(worst_ms, Math.abs(ms(arrival_s) - at(nodes, node)));
    }
  }
  for (const row of files.demand) {
    if (row.arc_id === '') continue;
    const rebuilt = rebuiltAtStop(row, files, nodes, by_id);
    expect(row.arrival_s === '', `demand ${row.demand_id}`).toBe(rebuilt === Infinity);
    if (row.arrival_s !== '') worst_ms = Math.max(worst_ms, Math.abs(ms(row.arrival_s) - rebuilt));
  }
  expect(worst_ms).toBeLessThanOrEqual(2);
}

/** What each row says must follow from its own figures and the thresholds of the run. */
function checkVerdicts({ demand }: Files): void {
  for (const row of demand) {
    const legs = [row.arrive, row.hose, row.water];
    const named = { arrive: row.arrive, hose: row.hose, water: row.water }[row.failing_leg];
    if (row.verdict === 'covered') expect(legs, row.demand_id).toEqual(['pass', 'pass', 'pass']);
    else if (row.verdict === 'unknown') expect(named, row.demand_id).toBe('unknown');
    else expect(named, row.demand_id).toBe('fail');
    if (row.arrive !== 'fail') expect(ms(row.arrival_s), row.demand_id).toBeLessThanOrEqual(300_000);
    if (row.verdict === 'late') expect(ms(row.arrival_s), row.demand_id).toBeGreaterThan(300_000);
    if (row.hose === 'pass') expect(Number(row.hose_m), row.demand_id).toBeLessThanOrEqual(200);
    if (row.water !== 'fail') expect(Number(row.water_m), row.demand_id).toBeLessThanOrEqual(200);
  }
}

async function importAndJudge(database: CliDatabase, imports: string[][], folder: string) {
  const reports: ImportReport[] = [];
  for (const args of imports) reports.push(await runCliJson<ImportReport>(['import', ...args], database));
  await runCliJson(['coverage', '--out', join(folder, 'coverage')], database);
  await runCliJson(['water', '--out', join(folder, 'water')], database);
  return reports;
}

const newFolder = () => mkdtempSync(join(tmpdir(), 'firecover-real-'));

const TOWNS = [
  {
    name: 'liechtenstein',
    file: 'osm/liechtenstein-latest.osm.pbf',
    hydrants: 12,
    stations: 7,
    buildings: 15_500,
  },
  { name: 'andorra', file: 'osm/andorra-latest.osm.pbf', hydrants: 13, stations: 5, buildings: 5_000 },
  { name: 'monaco', file: 'osm/monaco-valhalla.osm.pbf', hydrants: 3, stations: 2, buildings: 1_100 },
];

for (const { name, file, ...expected } of TOWNS) {
  describeWithData(`${name}, through the command line`, [file], (path) => {
    describeUnless(serverMissing(), 'on a server', () => {
      const folder = newFolder();
      let files: Files;
      let report: ImportReport;
      beforeAll(async () => {
        [report] = await importAndJudge({ url: await createTestDatabase() }, [[path]], folder);
        files = readFiles(join(folder, 'coverage'));
      }, 300_000);

      it('imports everything the file holds', () => {
        const { layers } = report.files[0];
        expect(layers.hydrant?.inserted).toBe(expected.hydrants);
        expect(layers.station?.inserted).toBe(expected.stations);
        expect(layers.building?.inserted).toBeGreaterThanOrEqual(expected.buildings);
        expect(files.demand).toHaveLength(layers.building!.inserted);
        expect(files.stations).toHaveLength(expected.stations);
      });

      it('gives arrivals that a plain Dijkstra rebuilds from arcs.csv and stations.csv', () =>
        checkArrivals(files));

      it('gives verdicts that follow from their own row', () => checkVerdicts(files));
    });
  });
}

const FREEPORT = ['Roads', 'Building_Footprint', 'Fire_Hydrants', 'Fire_Stations', 'Subdivision'].map(
  (name) => `freeport/shp/${name}.zip`,
);
const FREEPORT_LAYERS = ['street', 'building', 'hydrant', 'station', 'area'];

describeWithData('freeport, five zipped shapefiles through the command line', FREEPORT, (...paths) => {
  describeUnless(serverMissing(), 'on a server', () => {
    const folder = newFolder();
    let files: Files;
    let reports: ImportReport[];
    beforeAll(async () => {
      const imports = paths.map((path, i) => [path, '--layer', FREEPORT_LAYERS[i]]);
      reports = await importAndJudge({ url: await createTestDatabase() }, imports, folder);
      files = readFiles(join(folder, 'coverage'));
    }, 300_000);

    it('loses nothing but the 150 roads without points, each named', () => {
      const [roads, buildings, hydrants, stations, areas] = reports.map(({ files: [file] }) => file);
      expect(roads.layers.street).toMatchObject({ read: 15_777, rejected: 150 });
      const named = roads.notes.filter(({ code }) => code === 'null-geometry');
      expect(named).toHaveLength(150);
      for (const { row, message } of named) expect(message, row).toMatch(/\((ST_NAME|OBJECTID_1) .+\)/);
      expect(buildings.layers.building).toMatchObject({ read: 14_768, inserted: 14_768 });
      expect(hydrants.layers.hydrant).toMatchObject({ read: 176, inserted: 176 });
      expect(stations.layers.station).toMatchObject({ read: 1, inserted: 1 });
      expect(areas.layers.area).toMatchObject({ read: 116, inserted: 116 });
      expect(files.demand).toHaveLength(14_768);
    });

    it('joins streets within 0.1 m: 12,245 nodes, 15,630 edges, 623 components before loops are split', () => {
      const summary = JSON.parse(readFileSync(join(folder, 'coverage/summary.json'), 'utf8'));
      const { loops_split } = summary.joining as { loops_split: number };
      const nodes = new Set(files.arcs.flatMap(({ from_node, to_node }) => [from_node, to_node]));
      const edges = new Set(
        files.arcs.map(({ arc_id, opposite_arc_id }) => Math.min(+arc_id, +(opposite_arc_id || Infinity))),
      );
      expectWithin(nodes.size - loops_split, 12_245, 0.01);
      expectWithin(edges.size - loops_split, 15_630, 0.01);
      expectWithin(components(files.arcs), 623, 0.01);
      expect(summary.joining.near_misses).toBeGreaterThan(0);
    });

    it('gives arrivals that a plain Dijkstra rebuilds', () => checkArrivals(files));

    it('gives verdicts that follow from their own row', () => checkVerdicts(files));
  });
});

function expectWithin(seen: number, expected: number, share: number) {
  expect(Math.abs(seen - expected) / expected, `${seen} against ${expected}`).toBeLessThanOrEqual(share);
}

function components(arcs: readonly Row[]): number {
  const above = new Map<string, string>();
  const root = (node: string): string => {
    let top = node;
    while (above.has(top)) top = above.get(top)!;
    return top;
  };
  const nodes = new Set<string>();
  for (const { from_node, to_node } of arcs) {
    nodes.add(from_node).add(to_node);
    const [a, b] = [root(from_node), root(to_node)];
    if (a !== b) above.set(a, b);
  }
  return nodes.size - above.size;
}

const MONACO = 'osm/monaco-valhalla.osm.pbf';
describeWithData('both databases', [MONACO], (path) => {
  describeUnless(serverMissing(), 'the same input', () => {
    it('gives byte-equal coverage and water files', { timeout: 600_000 }, async () => {
      const [server, embedded] = [newFolder(), newFolder()];
      await importAndJudge({ url: await createTestDatabase() }, [[path]], server);
      await importAndJudge({ folder: join(embedded, 'data') }, [[path]], embedded);
      for (const file of [
        'coverage/summary.json',
        'coverage/arcs.csv',
        'coverage/stations.csv',
        'coverage/demand.csv',
        'coverage/places.csv',
        'coverage/gaps.geojson',
        'coverage/rings.geojson',
        'water/hydrants.csv',
        'water/demand.csv',
        'water/areas.csv',
        'water/proposed.geojson',
        'water/needs.csv',
        'water/street_gaps.csv',
        'water/by_rule.geojson',
        'water/measure_first.csv',
        'water/repairs.csv',
        'water/shortfall.csv',
      ]) {
        const same = readFileSync(join(server, file)).equals(readFileSync(join(embedded, file)));
        expect(same, file).toBe(true);
      }
    });
  });
});
