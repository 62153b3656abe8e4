import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runReach, type ReachRequest } from './reach.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'firecover-reach-'));
});
afterAll(() => rm(folder, { recursive: true }));

type Options = Partial<Pick<ReachRequest, 'cutoff_s' | 'vehicle'>>;

/** Writes both files, runs reach and gives the lines of reach.csv. */
async function reach(arcs: string | Buffer, sources: string, { cutoff_s = 300, vehicle }: Options = {}) {
  const at = (name: string) => join(folder, name);
  await writeFile(at('arcs.csv'), arcs);
  await writeFile(at('sources.csv'), sources);
  await rm(at('reach.csv'), { force: true });
  const out = at('reach.csv');
  const summary = await runReach({
    network: at('arcs.csv'),
    sources: at('sources.csv'),
    cutoff_s,
    vehicle,
    out,
  });
  return { lines: (await readFile(out, 'utf8')).split('\n').slice(0, -1), summary };
}

const ARCS = 'from_node,to_node,cost_s\n';

describe('reach on plain files', () => {
  it('writes arrivals ascending, then by node, the cutoff included', async () => {
    const { lines, summary } = await reach(`${ARCS}1,2,60\n2,10,240\n2,9,240\n10,11,0.001\n`, 'node\n1\n');
    expect(lines).toEqual([
      'node,arrival_s,source',
      '1,0.000,1',
      '2,60.000,1',
      '9,300.000,1',
      '10,300.000,1',
    ]);
    expect(summary).toMatchObject({ nodes: 5, arcs: 4, sources: 1, reached: 4 });
  });

  it('takes columns in any order, a byte order mark, quotes and other columns', async () => {
    const arcs = '\uFEFFcost_s,length_m,to_node,from_node\r\n1.5,x,"b ""2"", too",a\r\n';
    expect((await reach(arcs, 'delay_s,node\n2,a\n')).lines.slice(1)).toEqual([
      'a,2.000,a',
      '"b ""2"", too",3.500,a',
    ]);
  });

  it('compares ids as text, exactly', async () => {
    const { lines } = await reach(`${ARCS}01,1,1\n1, 1,1\n`, 'node\n01\n');
    expect(lines.slice(1)).toEqual(['01,0.000,01', '1,1.000,01', ' 1,2.000,01']);
  });

  it('orders ids by code points where one is no number', async () => {
    const { lines } = await reach(`${ARCS}s,10,1\ns,9,1\ns,\u{1F692},1\ns,\uFF5E,1\n`, 'node\ns\n');
    expect(lines.slice(2).map((line) => line.split(',')[0])).toEqual(['10', '9', '\uFF5E', '\u{1F692}']);
  });

  it('lets parallel rows and zero costs be, ignores self-loops, keeps one-way', async () => {
    const { lines } = await reach(`${ARCS}a,b,5\na,b,3\na,a,1\nb,c,0\nd,a,1\n`, 'node\na\n');
    expect(lines.slice(1)).toEqual(['a,0.000,a', 'b,3.000,a', 'c,3.000,a']);
  });

  it('gives ties to the first source row and takes the smallest delay of a repeated source', async () => {
    const arcs = `${ARCS}y,m,10\nx,m,10\n`;
    expect((await reach(arcs, 'node,delay_s\ny,0\nx,0\n')).lines[3]).toBe('m,10.000,y');
    expect((await reach(arcs, 'node,delay_s\nx,0\ny,0\n')).lines[3]).toBe('m,10.000,x');
    const repeated = await reach(arcs, 'node,delay_s\nx,9\ny,4\nx,3\n');
    expect(repeated.lines.slice(1)).toEqual(['x,3.000,x', 'y,4.000,y', 'm,13.000,x']);
  });

  it('rounds the written cost to whole milliseconds, half up', async () => {
    const { lines } = await reach(`${ARCS}a,b,1.0005\na,c,1.0004999\na,d,1e-3\n`, 'node\na\n');
    expect(lines.slice(2)).toEqual(['d,0.001,a', 'c,1.000,a', 'b,1.001,a']);
  });

  it('is exact over the longest costs and cutoffs', async () => {
    const arcs = `${ARCS}a,b,2000000\nb,c,2000000\nc,d,2000000\nd,e,1999999.999\na,e,0.001\n`;
    const { lines } = await reach(arcs, 'node\na\n', { cutoff_s: 1e10 });
    expect(lines.slice(1)).toEqual([
      'a,0.000,a',
      'e,0.001,a',
      'b,2000000.000,a',
      'c,4000000.000,a',
      'd,6000000.000,a',
    ]);
  });

  it('lets a vehicle through where it fits or nobody knows, ignores sizes without one', async () => {
    const arcs = `from_node,to_node,cost_s,width_m,height_m\ns,a,1,2.99,\ns,b,1,3.0,\ns,c,1,,3.59\ns,d,1,,3.6\ns,e,1,,\n`;
    const nodes = ({ lines }: { lines: string[] }) => lines.slice(2).map((line) => line[0]);
    expect(nodes(await reach(arcs, 'node\ns\n', { vehicle: 'pumper' }))).toEqual(['b', 'd', 'e']);
    expect(nodes(await reach(arcs, 'node\ns\n'))).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});

describe('reach refuses bad input and writes nothing', () => {
  const cases: [string, string | Buffer, string, string, number | null, Options?][] = [
    ['a negative cost', `${ARCS}a,b,1\na,b,-0.1\n`, 'node\na\n', 'negative', 3],
    ['an empty cost', `${ARCS}a,b,\n`, 'node\na\n', 'empty-value', 2],
    ['a cost that is no number', `${ARCS}a,b,1\n\na,b,1 min\n`, 'node\na\n', 'not-a-number', 4],
    ['an infinite cost', `${ARCS}a,b,Infinity\n`, 'node\na\n', 'not-a-number', 2],
    ['a hexadecimal cost', `${ARCS}a,b,0x10\n`, 'node\na\n', 'not-a-number', 2],
    ['too long a cost', `${ARCS}a,b,2000000.001\n`, 'node\na\n', 'too-large', 2],
    ['an empty node id', `${ARCS},b,1\n`, 'node\na\n', 'empty-value', 2],
    ['an unknown source', `${ARCS}a,b,1\n`, 'node\na\nA\n', 'unknown-source', 3],
    ['a negative delay', `${ARCS}a,b,1\n`, 'node,delay_s\na,-1\n', 'negative', 2],
    ['an empty delay', `${ARCS}a,b,1\n`, 'node,delay_s\na,\n', 'empty-value', 2],
    ['a missing column', 'from,to_node,cost_s\na,b,1\n', 'node\na\n', 'missing-column', 1],
    ['a column twice', 'from_node,to_node,cost_s,cost_s\na,b,1,2\n', 'node\na\n', 'duplicate-column', 1],
    ['an empty file', '', 'node\na\n', 'empty-file', null],
    ['a header alone', ARCS, 'node\na\n', 'no-rows', null],
    ['no sources', `${ARCS}a,b,1\n`, 'node\n', 'no-rows', null],
    ['a short row', `${ARCS}a,b,1\na,b\n`, 'node\na\n', 'bad-csv', 3],
    ['an open quote', `${ARCS}a,"b,1\n`, 'node\na\n', 'bad-csv', null],
    ['text that is not UTF-8', Buffer.from(`${ARCS}\u00e9,b,1\n`, 'latin1'), 'node\nb\n', 'not-utf-8', null],
    ['a negative cutoff', `${ARCS}a,b,1\n`, 'node\na\n', 'bad-cutoff', null, { cutoff_s: -1 }],
    ['an unknown vehicle', `${ARCS}a,b,1\n`, 'node\na\n', 'unknown-vehicle', null, { vehicle: 'tank' }],
  ];
  it.each(cases)('%s', async (_name, arcs, sources, code, row, options) => {
    const refused = expect.objectContaining({
      name: 'BadInput',
      code,
      ...(row === null ? {} : { row: String(row) }),
    });
    await expect(reach(arcs, sources, options)).rejects.toEqual(refused);
    expect(existsSync(join(folder, 'reach.csv'))).toBe(false);
  });

  it('a file that is not there', async () => {
    const nowhere = join(folder, 'nowhere.csv');
    const request = { network: nowhere, sources: nowhere, cutoff_s: 1, out: join(folder, 'reach.csv') };
    await expect(runReach(request)).rejects.toMatchObject({ code: 'no-such-file', file: nowhere });
  });
});
