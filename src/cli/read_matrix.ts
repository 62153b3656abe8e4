import { parse } from 'csv-parse/sync';
import { readFile } from 'node:fs/promises';
import { BadInput } from '../lib/contract/errors.ts';
import { csvRows, numberCell } from './csv_rows.ts';

/** Demand, facilities and what serving one from the other costs, as their file names them. */
export interface NamedMatrix {
  demand: string[];
  facility: string[];
  /** Demand number to facility number to cost. */
  pairs: Map<number, number>[];
}

/** No cost is larger: more than any metres or seconds, and its sums stay exact to a millionth. */
const MOST_COST = 1e9;

const LONG = ['demand', 'facility', 'cost'] as const;
/** Headers of a first column that names demand in a rectangular file. */
const ID_HEADER =
  /^(|id|.*_id|name|origin|fid|gid|objectid|index|key|row|node|point|customer|client|zone|tract|block|building|demand.*|dest.*|需求.*|建筑.*|编号|名称|序号)$/i;
/** A name that ends in its number. */
const NUMBERED = /^(.*?)\d+$/;

/**
 * A cost matrix as CSV with a header: in long form demand,facility,cost, or rectangular with facilities as columns and
 * demand as rows, named by the first column where its header says so, stands apart from the others or its cells are no
 * numbers, else by row number from 1. An empty cell or missing pair means "cannot serve".
 *
 * @param renamed columns of the file by the name they go under here, as `--map` gives them.
 * @throws BadInput with the row for duplicate pairs, negative or non-numeric costs.
 */
export async function readMatrix(
  path: string,
  renamed: Readonly<Record<string, string>>,
): Promise<NamedMatrix> {
  const header = await headerOf(path);
  const columns = header.map((column) => renamed[column] ?? column.toLowerCase());
  return LONG.every((column) => columns.includes(column))
    ? readLong(path, renamed)
    : readRectangle(path, header);
}

/** The file's own name of a column that goes under `name` here. */
export const columnNamed = (name: string, renamed: Readonly<Record<string, string>>) =>
  Object.keys(renamed).find((column) => renamed[column] === name) ?? name;

async function readLong(path: string, renamed: Readonly<Record<string, string>>): Promise<NamedMatrix> {
  const matrix: NamedMatrix = { demand: [], facility: [], pairs: [] };
  const demand_number = new Map<string, number>();
  const facility_number = new Map<string, number>();
  const columns = LONG.map((column) => columnNamed(column, renamed));
  for await (const { line, cells } of csvRows(path, columns)) {
    const [demand, facility, cost] = cells as string[];
    const d = numberOf(demand_number, matrix.demand, named(path, line, columns[0], demand));
    const f = numberOf(facility_number, matrix.facility, named(path, line, columns[1], facility));
    const row = (matrix.pairs[d] ??= new Map());
    if (row.has(f)) {
      throw new BadInput(
        'duplicate-pair',
        `demand ${demand} and facility ${facility} stand here twice`,
        path,
        line,
      );
    }
    row.set(f, numberCell(path, line, columns[2], cost, MOST_COST));
  }
  return matrix;
}

async function readRectangle(path: string, header: readonly string[]): Promise<NamedMatrix> {
  const rows: { line: number; cells: string[] }[] = [];
  for await (const { line, cells } of csvRows(path, header)) rows.push({ line, cells: cells as string[] });
  const has_names =
    ID_HEADER.test(header[0].trim()) ||
    standsApart(header) ||
    rows.some(({ cells }) => Number.isNaN(Number(cells[0])));
  const facility = has_names ? header.slice(1) : [...header];
  if (facility.length === 0) {
    const message = `expected the columns ${LONG.join(', ')}, or one column a facility`;
    throw new BadInput('missing-column', message, path, 1);
  }
  const matrix: NamedMatrix = { demand: [], facility, pairs: [] };
  const numbers = new Map<string, number>();
  rows.forEach(({ line, cells }, k) => {
    const name = has_names ? named(path, line, header[0], cells[0]) : String(k + 1);
    if (numbers.has(name))
      throw new BadInput('duplicate-demand', `demand ${name} stands here twice`, path, line);
    const d = numberOf(numbers, matrix.demand, name);
    matrix.pairs[d] = new Map();
    facility.forEach((column, f) => {
      const text = cells[has_names ? f + 1 : f];
      if (text.trim() !== '') matrix.pairs[d].set(f, numberCell(path, line, column, text, MOST_COST));
    });
  });
  return matrix;
}

/** All columns but the first are one word with numbers, as in d,f1,f2: the first is no facility. */
function standsApart([first, ...others]: readonly string[]): boolean {
  const stems = new Set(others.map((name) => NUMBERED.exec(name)?.[1]));
  const [stem] = stems;
  return others.length > 1 && stems.size === 1 && stem !== undefined && NUMBERED.exec(first)?.[1] !== stem;
}

function numberOf(numbers: Map<string, number>, names: string[], name: string): number {
  const known = numbers.get(name);
  if (known !== undefined) return known;
  numbers.set(name, names.length);
  return names.push(name) - 1;
}

function named(path: string, line: number, column: string, text: string): string {
  if (text.trim() === '') throw new BadInput('empty-value', `${column} is empty, expected an id`, path, line);
  return text;
}

/** The first row; anything wrong with the file is said by reading it whole. */
async function headerOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const [header] = parse(text.slice(0, 1_000_000), {
    bom: true,
    to: 1,
    skip_empty_lines: true,
    relax_column_count: true,
  }) as string[][];
  return (header ?? [...LONG]).map((name) => name.trim());
}
