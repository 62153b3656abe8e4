import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fixed3, type CsvValue } from '../lib/contract/csv.ts';
import { BadInput } from '../lib/contract/errors.ts';
import type { RuleSet, VehicleRule } from '../lib/domain/rules/rule_set.ts';
import { reachFromArcs, type PlainReach } from '../lib/domain/search/reach.ts';
import { projectRoot } from '../lib/server/db/project_root.ts';
import { writeCsv } from '../lib/server/services/files/write_file.ts';
import { csvRows, millisecondsCell, numberCell } from './csv_rows.ts';

export interface ReachRequest {
  /** arcs.csv: from_node,to_node,cost_s[,length_m,width_m,height_m]. */
  network: string;
  /** sources.csv: node[,delay_s]. */
  sources: string;
  cutoff_s: number;
  /** Code of a vehicle in the rule set; without it widths and heights are ignored. */
  vehicle?: string;
  /** Where reach.csv goes. */
  out: string;
}

export interface ReachSummary {
  nodes: number;
  arcs: number;
  /** Rows left out because the vehicle does not fit. */
  blocked: number;
  sources: number;
  reached: number;
  cutoff_s: number;
  vehicle: string | null;
  out: string;
}

/** No single cost or delay may be longer: 23 days. */
const LONGEST_S = 2_000_000;

/**
 * `firecover reach`: the search on plain files, with no database. Writes node,arrival_s,source for every node reached
 * within the cutoff, by arrival, then node (in number order where every node id is a number, else by
 * code points). Throws BadInput, and then writes nothing.
 */
export async function runReach(request: ReachRequest): Promise<ReachSummary> {
  const { cutoff_s } = request;
  if (!Number.isFinite(cutoff_s) || cutoff_s < 0) {
    throw new BadInput('bad-cutoff', `cutoff: expected seconds, zero or more, got ${cutoff_s}`);
  }
  const vehicle = request.vehicle === undefined ? null : await vehicleRule(request.vehicle);
  const nodes = new NodeIds();
  const arcs = await readArcs(request.network, nodes, vehicle);
  const sources = await readSources(request.sources, nodes);
  const reach = reachFromArcs(
    { node_count: nodes.text.length, ...arcs },
    sources,
    Math.floor(cutoff_s * 1000 + 0.5),
  );
  await writeCsv(request.out, ['node', 'arrival_s', 'source'], reachRows(reach, nodes.text, sources.node));
  return {
    nodes: nodes.text.length,
    arcs: arcs.from.length,
    blocked: arcs.blocked,
    sources: sources.node.length,
    reached: reach.node.length,
    cutoff_s,
    vehicle: request.vehicle ?? null,
    out: request.out,
  };
}

/** Node ids as written, numbered in order of appearance. */
class NodeIds {
  readonly text: string[] = [];
  readonly #number = new Map<string, number>();

  numberOf(id: string): number {
    let number = this.#number.get(id);
    if (number === undefined) {
      number = this.text.push(id) - 1;
      this.#number.set(id, number);
    }
    return number;
  }

  known = (id: string) => this.#number.get(id);
}

async function readArcs(path: string, nodes: NodeIds, vehicle: VehicleRule | null) {
  const arcs = { from: [] as number[], to: [] as number[], cost_ms: [] as number[], blocked: 0 };
  const limits = vehicle ? ['width_m', 'height_m'] : [];
  for await (const { line, cells } of csvRows(path, ['from_node', 'to_node', 'cost_s'], limits)) {
    const [from, to, cost_s, width_m, height_m] = cells;
    const ends = [
      nodes.numberOf(idCell(path, line, 'from_node', from)),
      nodes.numberOf(idCell(path, line, 'to_node', to)),
    ];
    const cost_ms = millisecondsCell(path, line, 'cost_s', cost_s!, LONGEST_S);
    if (vehicle) {
      const width = limitCell(path, line, 'width_m', width_m);
      const height = limitCell(path, line, 'height_m', height_m);
      if ((width ?? Infinity) < vehicle.passes_clear_width_m || (height ?? Infinity) < vehicle.height_m) {
        arcs.blocked++;
        continue;
      }
    }
    arcs.from.push(ends[0]);
    arcs.to.push(ends[1]);
    arcs.cost_ms.push(cost_ms);
  }
  return arcs;
}

async function readSources(path: string, nodes: NodeIds) {
  const sources = { node: [] as number[], delay_ms: [] as number[] };
  for await (const { line, cells } of csvRows(path, ['node'], ['delay_s'])) {
    const id = idCell(path, line, 'node', cells[0]);
    const node = nodes.known(id);
    if (node === undefined) {
      const message = `the source "${id}" is no node of the network`;
      throw new BadInput('unknown-source', message, path, line);
    }
    sources.node.push(node);
    sources.delay_ms.push(
      cells[1] === null ? 0 : millisecondsCell(path, line, 'delay_s', cells[1], LONGEST_S),
    );
  }
  return sources;
}

function idCell(path: string, line: number, column: string, text: string | null): string {
  if (text) return text;
  throw new BadInput('empty-value', `${column} is empty`, path, line);
}

/** A width or height; an empty cell or a column that is not there leaves it unknown, and the vehicle passes. */
function limitCell(path: string, line: number, column: string, text: string | null): number | null {
  return text === null || text.trim() === '' ? null : numberCell(path, line, column, text, Infinity);
}

function* reachRows(
  reach: PlainReach,
  ids: readonly string[],
  source_node: readonly number[],
): Generator<CsvValue[]> {
  const before = idOrder(ids);
  const { node, arrival_ms, source } = reach;
  const order = Uint32Array.from(node.keys()).sort(
    (a, b) => arrival_ms[a] - arrival_ms[b] || before(ids[node[a]], ids[node[b]]),
  );
  for (const i of order) yield [ids[node[i]], fixed3(arrival_ms[i] / 1000), ids[source_node[source[i]]]];
}

/** Ids in number order where all of them are numbers (equal numbers by their text), else by code points. */
function idOrder(ids: readonly string[]): (a: string, b: string) => number {
  const numeric = ids.every((id) => /^-?\d+(\.\d+)?$/.test(id));
  return numeric ? (a, b) => Number(a) - Number(b) || byCodePoint(a, b) : byCodePoint;
}

/** Code point order; the language's own comparison goes by UTF-16 units and misplaces rare characters. */
function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const [x, y] = [a.codePointAt(i)!, b.codePointAt(i)!];
    if (x !== y) return x - y;
  }
  return a.length - b.length;
}

async function vehicleRule(code: string): Promise<VehicleRule> {
  const shipped = join(projectRoot(), 'geodata/rules/cn.json');
  const { vehicles } = JSON.parse(await readFile(shipped, 'utf8')) as RuleSet;
  if (Object.hasOwn(vehicles, code)) return vehicles[code as keyof RuleSet['vehicles']];
  const expected = Object.keys(vehicles).join(', ');
  throw new BadInput('unknown-vehicle', `vehicle: expected one of ${expected}, got "${code}"`);
}
