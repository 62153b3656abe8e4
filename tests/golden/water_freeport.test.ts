import loadHighs from 'highs';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { readCsvFile } from '../support/read_csv.ts';
import { runCliJson, type CliDatabase } from '../support/run_cli.ts';
import { describeWithData } from '../support/test_data.ts';
import { createTestDatabase, describeUnless, serverMissing } from '../support/test_database.ts';

/**
 * What `water` says a real town is short of, by subdivision, gone over from the files it writes alone: nothing of the
 * engine is used here. Distances are measured on a sphere with the radius of curvature there, bounds are found by
 * giving each subdivision to an integer solver as it stands.
 */
type Row = Record<string, string>;

const FREEPORT = ['Roads', 'Building_Footprint', 'Fire_Hydrants', 'Fire_Stations', 'Subdivision'].map(
  (name) => `freeport/shp/${name}.zip`,
);
const LAYERS = ['street', 'building', 'hydrant', 'station', 'area'];
const CIRCLE_M = 150;
const SPACING_M = 120;

interface Point {
  geometry: { coordinates: [number, number] };
  properties: Record<string, string | number | null>;
}

describeWithData('shortfall of freeport by subdivision', FREEPORT, (...paths) => {
  describeUnless(serverMissing(), 'on a server', () => {
    let summary: Record<string, number>;
    let areas: Row[];
    let hydrants: Row[];
    let demand: Row[];
    let needs: Row[];
    let gaps: Row[];
    let pairs: Row[];
    let measure: Row[];
    let shortfall: Row[];
    let proposed: Point[];
    let by_rule: Point[];

    beforeAll(async () => {
      const database: CliDatabase = { url: await createTestDatabase() };
      for (const [i, path] of paths.entries()) {
        await runCliJson(['import', path, '--layer', LAYERS[i]], database);
      }
      const folder = mkdtempSync(join(tmpdir(), 'firecover-water-'));
      summary = await runCliJson(['water', '--out', folder], database);
      const read = (name: string) => readCsvFile(join(folder, `${name}.csv`));
      const points = (name: string) =>
        (JSON.parse(readFileSync(join(folder, `${name}.geojson`), 'utf8')) as { features: Point[] }).features;
      [areas, hydrants, demand, needs] = ['areas', 'hydrants', 'demand', 'needs'].map(read);
      [gaps, pairs, measure, shortfall] = ['street_gaps', 'short_pairs', 'measure_first', 'shortfall'].map(
        read,
      );
      [proposed, by_rule] = ['proposed', 'by_rule'].map(points);
    }, 600_000);

    it('has a row for every subdivision, and one for what lies in none', () => {
      expect(areas).toHaveLength(117);
      expect(areas.at(-1)!.area_id).toBe('');
      expect(new Set(areas.map(({ area_id }) => area_id)).size).toBe(117);
    });

    it('counts hydrants as hydrants.csv lists them', () => {
      const of = countedBy(hydrants, ({ area_id, status }) => `${area_id} ${status}`);
      for (const { area_id, working, broken, unknown, total, rate } of areas) {
        const [w, b, u] = ['working', 'broken', 'unknown'].map((status) => of(`${area_id} ${status}`));
        expect([working, broken, unknown, total].map(Number), `area ${area_id}`).toEqual([
          w,
          b,
          u,
          w + b + u,
        ]);
        expect(rate).toBe(w + b + u === 0 ? '' : (w / (w + b + u)).toFixed(6));
      }
      expect(hydrants).toHaveLength(summary.hydrants);
    });

    it('counts buildings, and those short of water, as demand.csv lists them', () => {
      const all = countedBy(demand, ({ area_id }) => area_id);
      const short = countedBy(demand, ({ area_id, water }) => `${area_id} ${water}`);
      for (const row of areas) {
        expect([Number(row.demand), Number(row.demand_short)], `area ${row.area_id}`).toEqual([
          all(row.area_id),
          short(`${row.area_id} fail`),
        ]);
      }
      expect(sum(areas, 'demand')).toBe(demand.length);
      expect(sum(areas, 'demand_short')).toBe(summary.demand_short);
      expect(demand.filter(({ water }) => water === 'unknown')).toHaveLength(summary.demand_unknown);
    });

    it('calls no building served where no hydrant was ever measured', () => {
      expect(hydrants.filter(({ flow_lps }) => flow_lps !== '')).toEqual([]);
      expect(demand.filter(({ water, verdict }) => water === 'pass' || verdict === 'covered')).toEqual([]);
      expect(needs.filter(({ supply, known_lps }) => supply === 'pass' || Number(known_lps) > 0)).toEqual([]);
    });

    it('lets the sum decide for those that ask for more than one hydrant gives, and for no others', () => {
      const water = new Map(demand.map((row) => [row.demand_id, row.water]));
      for (const { demand_id, flow_lps, decided_by, supply } of needs) {
        expect(decided_by, demand_id).toBe(Number(flow_lps) > 15 ? 'sum' : 'source');
        if (decided_by === 'sum') expect(supply, demand_id).toBe(water.get(demand_id));
      }
    });

    it('proposes as many hydrants as are missing, which serve every short building that any place serves', () => {
      const short = new Set(
        demand
          .filter(({ water }) => water === 'fail')
          .map(({ area_id, demand_id }) => `${area_id} ${demand_id}`),
      );
      expect(pairs.filter(({ area_id, demand_id }) => !short.has(`${area_id} ${demand_id}`))).toEqual([]);
      const count = countedBy(proposed, ({ properties }) => String(properties.area_id ?? ''));
      for (const { area_id, hydrants_missing } of areas)
        expect(Number(hydrants_missing)).toBe(count(area_id));
      const key = (area: unknown, candidate: unknown) => `${String(area ?? '')} ${String(candidate)}`;
      const serves = groupedBy(pairs, ({ area_id, candidate_id }) => key(area_id, candidate_id));
      const served = new Set<string>();
      for (const { properties } of proposed) {
        const own = serves.get(key(properties.area_id, properties.candidate_id))!;
        expect(own).toHaveLength(Number(properties.buildings));
        for (const { demand_id } of own) served.add(demand_id);
      }
      expect(served).toEqual(new Set(pairs.map(({ demand_id }) => demand_id)));
      expect(short.size - served.size).toBe(summary.demand_unservable);
      expect(proposed).toHaveLength(summary.hydrants_missing);
    });

    it(
      'and no fewer can than the bound says: an integer solver finds none',
      { timeout: 300_000 },
      async () => {
        const highs = await loadHighs();
        const by_area = groupedBy(pairs, ({ area_id }) => area_id);
        let [missing, bound, proven] = [0, 0, 0];
        for (const { area_id, hydrants_missing, missing_bound } of areas) {
          const own = leastCover(highs, by_area.get(area_id) ?? []);
          expect(Number(missing_bound), `area ${area_id}`).toBeLessThanOrEqual(own.size);
          expect(Number(hydrants_missing), `area ${area_id}`).toBeGreaterThanOrEqual(own.bound);
          [missing, bound] = [missing + Number(hydrants_missing), bound + own.bound];
          if (own.bound === Number(hydrants_missing)) proven++;
        }
        expect(missing).toBe(summary.hydrants_missing);
        expect(sum(areas, 'missing_bound')).toBe(summary.missing_bound);
        expect(missing / bound - 1, `at least ${bound} by the solver`).toBeLessThan(0.02);
        expect(proven).toBeGreaterThan(100);
      },
    );

    it('sums up what needs.csv says of each building', () => {
      const count = (holds: (row: Row) => boolean) =>
        countedBy(needs.filter(holds), ({ area_id }) => area_id);
      const figures: [string, (area_id: string) => number][] = [
        ['need_unknown', count(({ missing }) => missing !== '')],
        ['supply_pass', count(({ supply }) => supply === 'pass')],
        ['supply_fail', count(({ supply }) => supply === 'fail')],
        ['supply_unknown', count(({ supply }) => supply === 'unknown')],
        ['circle_short', count(({ circle }) => circle === 'fail')],
        ['only_on_paper', count(({ only_on_paper }) => only_on_paper === '1')],
      ];
      for (const [column, of] of figures) {
        for (const row of areas)
          expect(Number(row[column]), `${column} ${row.area_id}`).toBe(of(row.area_id));
      }
      expect(needs.map(({ demand_id }) => demand_id)).toEqual(demand.map(({ demand_id }) => demand_id));
      expect(needs.map(({ hose_way }) => hose_way)).toEqual(demand.map(({ water }) => water));
    });

    it('draws its circles as measured here: 150 m to the nearest hydrant that may be good', () => {
      const by_id = new Map(needs.map((need) => [need.demand_id, need]));
      const standing = hydrants.filter(({ usable }) => usable !== '0');
      expect(standing.every(({ usable }) => usable === 'unknown')).toBe(true);
      for (const building of demand) {
        const { circle, straight_m } = by_id.get(building.demand_id)!;
        const nearest_m = Math.min(...standing.map((hydrant) => straight(building, hydrant)));
        if (Math.abs(nearest_m - CIRCLE_M) < 0.5) continue;
        expect(circle, building.demand_id).toBe(nearest_m <= CIRCLE_M ? 'unknown' : 'fail');
        if (straight_m !== '') expect(Math.abs(Number(straight_m) - nearest_m)).toBeLessThan(0.5);
      }
    });

    it('adds up the gaps of streets, none shorter than the rule, none counted twice', () => {
      const one_sided = gaps.filter(({ side }) => side === '');
      const by_area = groupedBy(one_sided, ({ area_id }) => area_id);
      for (const { area_id, street_gaps, street_gap_m } of areas) {
        const own = by_area.get(area_id) ?? [];
        expect(Number(street_gaps)).toBe(own.length);
        expect(Number(street_gap_m)).toBeCloseTo(sum(own, 'length_m'), 1);
      }
      expect(sum(one_sided, 'length_m')).toBeCloseTo(summary.gap_m, 0);
      for (const { from_m, to_m, length_m, gap_m } of one_sided) {
        expect(Number(to_m) - Number(from_m)).toBeCloseTo(Number(length_m), 2);
        if (gap_m === '') continue;
        expect(Number(gap_m)).toBeGreaterThan(SPACING_M);
      }
      for (const own of groupedBy(one_sided, ({ street_id }) => street_id).values()) {
        const along = own.map(({ from_m, to_m }) => [Number(from_m), Number(to_m)]);
        along.sort(([a], [b]) => a - b);
        for (let i = 1; i < along.length; i++) expect(along[i][0]).toBeGreaterThanOrEqual(along[i - 1][1]);
      }
    });

    it('counts the hydrants that the rule is short of as by_rule.geojson places them', () => {
      const count = countedBy(by_rule, ({ properties }) => String(properties.area_id ?? ''));
      for (const { area_id, missing_by_rule, missing_by_rule_bound } of areas) {
        expect(Number(missing_by_rule), `area ${area_id}`).toBe(count(area_id));
        expect(Number(missing_by_rule_bound)).toBeLessThanOrEqual(Number(missing_by_rule));
      }
      expect(by_rule).toHaveLength(summary.missing_by_rule);
      expect(sum(areas, 'missing_by_rule_bound')).toBe(summary.missing_by_rule_bound);
    });

    it('fills every gap: n hydrants make n + 1 spans, none longer than the rule', () => {
      // One at a crossing closes two streets' spans and stands on one of them: one less may stand on this one.
      const by_street = countedBy(by_rule, ({ properties }) => String(properties.street_id));
      for (const [street_id, own] of groupedBy(gaps, (gap) => gap.street_id)) {
        const length_m = Math.max(
          ...own.filter(({ side }) => side === '').map((gap) => Number(gap.length_m)),
        );
        const spans = Math.ceil(length_m / SPACING_M - 1e-6);
        expect(by_street(street_id), `street ${street_id}`).toBeGreaterThanOrEqual(spans - 2);
      }
    });

    it('says nothing of pools where nobody recorded whether mains serve', () => {
      for (const row of areas) {
        expect(row).toMatchObject({ has_mains: 'unknown', pool_m3_missing: '', places_missing_dry: '' });
      }
    });

    it('ranks what to measure by the buildings each settles beyond those before it', () => {
      let cumulative = 0;
      measure.forEach((row, i) => {
        cumulative += Number(row.buildings);
        expect(row).toMatchObject({ rank: String(i + 1), cumulative: String(cumulative) });
        if (i > 0) expect(Number(row.buildings)).toBeLessThanOrEqual(Number(measure[i - 1].buildings));
      });
      expect(cumulative).toBe(summary.settled_by_all);
      expect(measure).toHaveLength(summary.to_measure);
      const known = new Map(hydrants.map((row) => [row.hydrant_id, row.reason]));
      for (const { id, measure: what } of measure) {
        for (const each of what.split(';')) expect(known.get(id)).toContain(each);
      }
    });

    it('tells the same in the table of shortfall', () => {
      const same: [string, string][] = [
        ...[['own_hydrants', 'total'] as [string, string], ['own_working', 'working'] as [string, string]],
        ...[
          ['own_no_water', 'demand_short'] as [string, string],
          ['own_buildings', 'demand'] as [string, string],
        ],
        ['own_missing_by_demand', 'hydrants_missing'],
        ['own_missing_by_demand_bound', 'missing_bound'],
        ['own_missing_by_rule', 'missing_by_rule'],
        ['own_missing_by_rule_bound', 'missing_by_rule_bound'],
        ['own_street_gaps', 'street_gaps'],
        ['own_circle_short', 'circle_short'],
        ['own_need_unknown', 'need_unknown'],
      ];
      const by_id = new Map(areas.map((area) => [area.area_id, area]));
      expect(shortfall.length).toBeGreaterThanOrEqual(116);
      for (const row of shortfall) {
        const area = by_id.get(row.area_id);
        if (!area) continue;
        for (const [here, there] of same) expect(row[here], `${here} ${row.area_id}`).toBe(area[there]);
        expect(Number(row.own_hydrants)).toBe(
          Number(row.own_working) + Number(row.own_broken) + Number(row.own_status_unknown),
        );
      }
    });
  });
});

function groupedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}

function countedBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): (key: string) => number {
  const groups = groupedBy(items, keyOf);
  return (key) => groups.get(key)?.length ?? 0;
}

const sum = (rows: readonly Row[], column: string) =>
  rows.reduce((total, row) => total + Number(row[column]), 0);

/** Metres; the earth as a sphere of the ellipsoid's radii of curvature at 26.5 degrees north. */
function straight(a: Row, b: Row): number {
  const rad = Math.PI / 180;
  const sin2 = Math.sin(26.5 * rad) ** 2;
  const flattening = 1 - 0.00669437999 * sin2;
  const north_m = ((6378137 * (1 - 0.00669437999)) / flattening ** 1.5) * rad;
  const east_m =
    (6378137 / Math.sqrt(flattening)) * rad * Math.cos(((Number(a.lat) + Number(b.lat)) / 2) * rad);
  return Math.hypot((Number(a.lon) - Number(b.lon)) * east_m, (Number(a.lat) - Number(b.lat)) * north_m);
}

type Solver = Awaited<ReturnType<typeof loadHighs>>;

/** Fewest candidates that serve all demand in these pairs: a choice, and what no choice goes below. */
function leastCover(highs: Solver, pairs: readonly Row[]): { size: number; bound: number } {
  if (pairs.length === 0) return { size: 0, bound: 0 };
  const lists = new Set(
    [...groupedBy(pairs, ({ demand_id }) => demand_id).values()].map((own) =>
      own
        .map(({ candidate_id }) => `x${candidate_id}`)
        .sort()
        .join(' + '),
    ),
  );
  const columns = [...new Set(pairs.map(({ candidate_id }) => `x${candidate_id}`))];
  const program = [
    'Minimize',
    ` obj: ${columns.join('\n + ')}`,
    'Subject To',
    ...Array.from(lists, (list, i) => ` d${i}: ${list.replaceAll(' + ', '\n + ')} >= 1`),
    'Binaries',
    ...columns.map((column) => ` ${column}`),
    'End',
  ].join('\n');
  const solved = highs.solve(program, { output_flag: false, time_limit: 20 });
  if (solved.Status !== 'Optimal') return { size: Infinity, bound: 0 };
  const size = Math.round(solved.ObjectiveValue);
  return { size, bound: size };
}
