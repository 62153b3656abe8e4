import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { readCsvFile } from '../support/read_csv.ts';
import { runCliJson, type CliDatabase } from '../support/run_cli.ts';
import { describeWithData } from '../support/test_data.ts';
import { createTestDatabase, describeUnless, serverMissing } from '../support/test_database.ts';

/**
 * What `site` proposes for a real town, gone over from the files it writes alone: nothing of the engine is used here.
 */
type Row = Record<string, string>;

const FREEPORT = ['Roads', 'Building_Footprint', 'Fire_Hydrants', 'Fire_Stations', 'Subdivision'].map(
  (name) => `freeport/shp/${name}.zip`,
);
const LAYERS = ['street', 'building', 'hydrant', 'station', 'area'];
const SITES = 20;
const SUPPLY_HOSE_M = 200;
/** A hydrant stands this far beyond the kerb at least; no street of the town is wider than the other figure. */
const KERB_FROM_M = 0.5;
const WIDEST_M = 30;
/** Beside a bend the street's nearest point lies this far along from the one the place was set out from, at most. */
const BEND_M = 1.5;

interface Result {
  objective: number;
  bound: number;
  gap: number;
  proven: boolean;
  chosen: string[];
  gain_buildings: number;
  gain_people: number | null;
  made_sure: number;
  unservable: number;
  total_weight: number;
  served_weight: number;
  share_after: number;
  budget: { sites: number; gain: number }[];
  candidates: number;
  pairs: number;
  check: { agrees: boolean; served_before: number; served_after: number };
}

describeWithData('twenty hydrants for freeport', FREEPORT, (...paths) => {
  describeUnless(serverMissing(), 'on a server', () => {
    const folder = mkdtempSync(join(tmpdir(), 'firecover-site-'));
    let result: Result;
    let sites: Row[];
    let candidates: Row[];
    let pairs: Row[];
    let demand: Row[];
    let before: Row[];
    let after: Row[];
    let arcs: Row[];

    beforeAll(async () => {
      const database: CliDatabase = { url: await createTestDatabase() };
      for (const [i, path] of paths.entries()) {
        await runCliJson(['import', path, '--layer', LAYERS[i]], database);
      }
      const named = ['--count', String(SITES), '--scenario', 'twenty hydrants'];
      await runCliJson(['site', '--what', 'hydrant', ...named, '--out', join(folder, 'site')], database);
      await runCliJson(['coverage', '--out', join(folder, 'before')], database);
      await runCliJson(
        ['coverage', '--scenario', 'twenty hydrants', '--out', join(folder, 'after')],
        database,
      );
      result = JSON.parse(readFileSync(join(folder, 'site/result.json'), 'utf8')) as Result;
      const read = (file: string) => readCsvFile(join(folder, file));
      [sites, candidates, pairs, demand] = ['sites', 'candidates', 'pairs', 'demand'].map((name) =>
        read(`site/${name}.csv`),
      );
      [before, after, arcs] = ['before/demand', 'after/demand', 'before/arcs'].map((name) =>
        read(`${name}.csv`),
      );
    }, 600_000);

    const servedBy = (candidate: string) =>
      pairs.filter(({ candidate_id }) => candidate_id === candidate).map(({ demand_id }) => demand_id);

    it('counts as demand the buildings short of water, as water does', () => {
      const short = before.filter(({ water }) => water === 'fail').map(({ demand_id }) => demand_id);
      expect(demand.map(({ demand_id }) => demand_id)).toEqual(short);
      expect(short.length).toBeGreaterThan(10_000);
    });

    it('proposes twenty of the candidates, each with its place, street and arc', () => {
      expect(sites).toHaveLength(SITES);
      expect(sites.map(({ candidate_id }) => candidate_id)).toEqual(result.chosen);
      const by_id = new Map(candidates.map((row) => [row.candidate_id, row]));
      const arc_ids = new Set(arcs.map(({ arc_id }) => arc_id));
      for (const [k, site] of sites.entries()) {
        const { lon, lat, street, arc_id, fraction, rank } = by_id.get(site.candidate_id)!;
        expect(site).toMatchObject({ lon, lat, street, arc_id, fraction, rank, kind: 'hydrant' });
        expect(rank).toBe(String(k + 1));
        expect(arc_ids).toContain(arc_id);
      }
      expect(candidates).toHaveLength(result.candidates);
      expect(pairs).toHaveLength(result.pairs);
    });

    it('pairs exactly what lies within the hose: along streets, measured over arcs.csv, and to the kerb', () => {
      const graph = lengths(arcs);
      const by_arc = new Map(arcs.map((arc) => [arc.arc_id, arc]));
      const short = new Set(demand.map(({ demand_id }) => demand_id));
      const stops = before.filter(({ demand_id }) => short.has(demand_id));
      let exact = 0;
      for (const site of sites) {
        const near = nearby(graph, by_arc, site, SUPPLY_HOSE_M + 1);
        const cost = new Map(
          pairs
            .filter(({ candidate_id }) => candidate_id === site.candidate_id)
            .map((pair) => [pair.demand_id, Number(pair.cost)]),
        );
        expect(cost.size).toBeGreaterThan(0);
        const along = new Map(stops.map((stop) => [stop.demand_id, distanceTo(near, by_arc, site, stop)]));
        const aside_m = middleOf([...cost].map(([id, given_m]) => given_m - along.get(id)!));
        expect(aside_m, site.candidate_id).toBeGreaterThanOrEqual(KERB_FROM_M - 0.05);
        expect(aside_m, site.candidate_id).toBeLessThanOrEqual(WIDEST_M / 2 + KERB_FROM_M);
        let off_m = 0;
        for (const [id, along_m] of along) {
          const given_m = cost.get(id);
          if (given_m !== undefined) off_m = Math.max(off_m, Math.abs(along_m + aside_m - given_m));
          else off_m = Math.max(off_m, SUPPLY_HOSE_M - along_m - aside_m);
        }
        expect(off_m, site.candidate_id).toBeLessThan(BEND_M);
        if (off_m < 0.05) exact++;
      }
      expect(exact).toBeGreaterThanOrEqual(SITES * 0.75);
      expect(pairs.filter(({ cost }) => Number(cost) > SUPPLY_HOSE_M)).toEqual([]);
    });

    it('gains what it says, site after site, each the best that is left', () => {
      const served = new Set<string>();
      const left = new Map(sites.map((site) => [site.candidate_id, servedBy(site.candidate_id)]));
      let so_far = 0;
      for (const [k, site] of sites.entries()) {
        const gains = [...left.values()].map((ids) => ids.filter((id) => !served.has(id)).length);
        const fresh = left.get(site.candidate_id)!.filter((id) => !served.has(id));
        expect(fresh.length).toBe(Math.max(...gains));
        expect(site).toMatchObject({ gain_buildings: String(fresh.length), gain_people: '' });
        for (const id of fresh) served.add(id);
        left.delete(site.candidate_id);
        so_far += fresh.length;
        expect(result.budget[k].gain).toBeGreaterThanOrEqual(so_far);
      }
      expect(served.size).toBe(result.objective);
      expect(result).toMatchObject({ gain_buildings: served.size, gain_people: null });
      expect(result.budget.at(-1)).toEqual({ sites: SITES, gain: served.size });
      const named = demand.filter(({ rank }) => rank !== '').map(({ demand_id }) => demand_id);
      expect(new Set(named)).toEqual(served);
    });

    it('gives a bound nothing beats, close to one found here by other means', () => {
      const { objective, bound, gap, proven } = result;
      expect(bound).toBeGreaterThanOrEqual(objective);
      expect(gap).toBeCloseTo((bound - objective) / objective, 9);
      expect(proven).toBe(gap === 0);
      const own = lagrangianBound(pairs, demand, SITES, objective);
      expect(own).toBeGreaterThanOrEqual(objective - 1e-6);
      expect(bound, `bound found here ${own}`).toBeLessThanOrEqual(own * 1.02);
    });

    it('names who no place can serve', () => {
      const paired = new Set(pairs.map(({ demand_id }) => demand_id));
      const without = demand.filter(({ demand_id }) => !paired.has(demand_id));
      expect(without).toEqual(demand.filter(({ servable }) => servable === '0'));
      expect(result.unservable).toBe(without.length);
    });

    it('comes to exactly that when the town is judged again with the scenario', () => {
      const state = new Map(before.map(({ demand_id, water }) => [demand_id, water]));
      const rank = new Map(demand.map((row) => [row.demand_id, row.rank]));
      let made_sure = 0;
      for (const { demand_id, water } of after) {
        const was = state.get(demand_id)!;
        const helped = water === 'pass' && was !== 'pass';
        if (rank.has(demand_id)) expect(helped, demand_id).toBe(rank.get(demand_id) !== '');
        else if (helped && was === 'unknown') made_sure++;
      }
      expect(result.made_sure).toBe(made_sure);
      expect(result.check).toEqual({
        agrees: true,
        served_before: 0,
        served_after: result.gain_buildings + made_sure,
        differing: [],
      });
      expect(result.share_after).toBeCloseTo(result.gain_buildings / before.length, 12);
    });
  });
});

function middleOf(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

type Graph = Map<string, { to: string; length_m: number }[]>;

function lengths(arcs: readonly Row[]): Graph {
  const graph: Graph = new Map();
  const join = (from: string, to: string, length_m: number) => {
    const here = graph.get(from);
    if (here) here.push({ to, length_m });
    else graph.set(from, [{ to, length_m }]);
  };
  for (const { from_node, to_node, length_m } of arcs) {
    join(from_node, to_node, Number(length_m));
    join(to_node, from_node, Number(length_m));
  }
  return graph;
}

/** Distances along streets, either way, from a point of an arc to the nodes within a limit. */
function nearby(graph: Graph, by_arc: Map<string, Row>, { arc_id, fraction }: Row, limit_m: number) {
  const arc = by_arc.get(arc_id)!;
  const length_m = Number(arc.length_m);
  const distance = new Map<string, number>();
  const waiting: [number, string][] = [
    [Number(fraction) * length_m, arc.from_node],
    [(1 - Number(fraction)) * length_m, arc.to_node],
  ];
  while (waiting.length > 0) {
    waiting.sort(([a], [b]) => b - a);
    const [here_m, node] = waiting.pop()!;
    if (here_m > limit_m || distance.has(node)) continue;
    distance.set(node, here_m);
    for (const { to, length_m: step_m } of graph.get(node) ?? []) waiting.push([here_m + step_m, to]);
  }
  return distance;
}

function distanceTo(near: Map<string, number>, by_arc: Map<string, Row>, site: Row, stop: Row): number {
  const arc = by_arc.get(stop.arc_id)!;
  const length_m = Number(arc.length_m);
  const along_m = Number(stop.fraction) * length_m;
  const same = arc.arc_id === site.arc_id;
  return Math.min(
    (near.get(arc.from_node) ?? Infinity) + along_m,
    (near.get(arc.to_node) ?? Infinity) + length_m - along_m,
    same ? Math.abs(Number(site.fraction) * length_m - along_m) : Infinity,
  );
}

/**
 * An upper bound of what so many sites can serve: the rule "served only by an open site" is dropped at a price for each
 * building, and the prices are moved until the bound hardly falls (Lagrangian relaxation, subgradient steps).
 */
function lagrangianBound(
  pairs: readonly Row[],
  demand: readonly Row[],
  sites: number,
  known: number,
): number {
  const row = new Map(demand.map(({ demand_id }, i) => [demand_id, i]));
  const column = new Map<string, number[]>();
  for (const { demand_id, candidate_id } of pairs) {
    const rows = column.get(candidate_id);
    if (rows) rows.push(row.get(demand_id)!);
    else column.set(candidate_id, [row.get(demand_id)!]);
  }
  const columns = [...column.values()];
  const price = new Float64Array(demand.length);
  for (const rows of columns) for (const r of rows) price[r]++;
  for (let r = 0; r < price.length; r++) price[r] = price[r] === 0 ? 0 : 1 / Math.sqrt(price[r]);
  let best = Infinity;
  let pace = 1;
  for (let round = 0, idle = 0; round < 250; round++) {
    const worth = columns.map((rows) => rows.reduce((sum, r) => sum + price[r], 0));
    const open = [...worth.keys()].sort((a, b) => worth[b] - worth[a]).slice(0, sites);
    let bound = open.reduce((sum, c) => sum + worth[c], 0);
    const slope = new Float64Array(demand.length);
    for (const c of open) for (const r of columns[c]) slope[r]++;
    for (let r = 0; r < price.length; r++) {
      bound += Math.max(0, 1 - price[r]);
      if (price[r] < 1) slope[r]--;
    }
    if (bound < best - 1e-9) [best, idle] = [bound, 0];
    else if (++idle === 8) [pace, idle] = [pace / 1.5, 0];
    const steepness = slope.reduce((sum, s) => sum + s * s, 0);
    if (steepness === 0) break;
    const step = (pace * (bound - known * 0.999)) / steepness;
    for (let r = 0; r < price.length; r++) price[r] = Math.min(1, Math.max(0, price[r] - step * slope[r]));
  }
  return best;
}
