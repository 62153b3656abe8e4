import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run_cli.ts';
import { describeWithData } from '../support/test_data.ts';

const folder = mkdtempSync(join(tmpdir(), 'firecover-solve-'));
const file = (name: string, text: string) => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

interface Solved {
  objective: number;
  bound: number;
  gap: number;
  proven: boolean;
  chosen: string[];
  seconds: number;
  unservable: string[];
}

const LONG = file(
  'long.csv',
  ['demand,facility,cost', 'a,X,1', 'a,Y,4', 'b,X,3', 'b,Y,2', 'c,Y,5', 'd,Z,1'].join('\n'),
);
const RECTANGLE = file('rectangle.csv', ['demand,X,Y,Z', 'a,1,4,', 'b,3,2,', 'c,,5,', 'd,,,1'].join('\n'));
const WEIGHTS = file('weights.csv', 'demand,weight\na,5\nb,1\nc,1\nd,1\ne,9\n');

const run = async <Json>(args: string[]) => {
  const { exit_code, stdout } = await runCli(['solve', ...args, '--json']);
  return { exit_code, json: JSON.parse(stdout) as Json };
};
const solve = (...args: string[]) => run<Solved>(args);
const refused = (...args: string[]) =>
  run<{ error: { code: string; message: string; row: string | null } }>(args);

describe('solve', () => {
  it.each([
    ['long form', LONG],
    ['a rectangle', RECTANGLE],
  ])('answers from %s', async (_, matrix) => {
    const mclp = await solve('mclp', '--matrix', matrix, '--p', '1', '--radius', '4');
    expect(mclp).toMatchObject({ exit_code: 0, json: { objective: 2, bound: 2, proven: true, gap: 0 } });
    expect(mclp.json.unservable).toEqual(['c']);
    const median = await solve('pmedian', '--matrix', matrix, '--p', '2');
    expect(median.json).toMatchObject({ objective: 4 + 2 + 5 + 1, chosen: ['Y', 'Z'], proven: true });
    const centre = await solve('pcenter', '--matrix', matrix, '--p', '3');
    expect(centre.json).toMatchObject({ objective: 5, bound: 5, proven: true });
    const all = await solve('lscp', '--matrix', matrix, '--radius', '5');
    expect(all.json).toMatchObject({ objective: 2, chosen: ['Y', 'Z'] });
  });

  it('weighs demand, counts for mclp what no site serves, and refuses it for the others', async () => {
    const mclp = await solve('mclp', '--matrix', LONG, '--demand', WEIGHTS, '--p', '1', '--radius', '1');
    expect(mclp.json).toMatchObject({ objective: 5, chosen: ['X'], unservable: ['b', 'c', 'e'] });
    const all = await refused('lscp', '--matrix', LONG, '--demand', WEIGHTS, '--radius', '5');
    expect(all).toMatchObject({ exit_code: 2, json: { error: { code: 'cannot-serve' } } });
    expect(all.json.error.message).toMatch(/: e$/);
    const few = await refused('pmedian', '--matrix', LONG, '--p', '1');
    expect(few).toMatchObject({ exit_code: 2, json: { error: { code: 'cannot-serve' } } });
    expect(few.json.error.message).toContain('at least 2');
  });

  it('takes ids as they are written: quotes, commas, Chinese, leading zeros, a byte order mark and CRLF', async () => {
    const matrix = file(
      'ids.csv',
      '\uFEFFdemand,facility,cost\r\n"a, 1","X""q",5\r\n"乙","X""q",7\r\n01,"X""q",1\r\n1,"X""q",2\r\n 1,"东门, 二号",2\r\n',
    );
    const found = await solve('mclp', '--matrix', matrix, '--p', '2', '--radius', '2');
    expect(found.json).toMatchObject({
      objective: 3,
      chosen: ['X"q', '东门, 二号'],
      unservable: ['a, 1', '乙'],
    });
  });

  it('takes the first column of a rectangle as ids where its header says so, numbers or not', async () => {
    const chinese = file('chinese.csv', '需求点,F1,F2\n1,10,20\n2,30,5\n');
    const found = await solve('pmedian', '--matrix', chinese, '--p', '1');
    expect(found.json).toMatchObject({ objective: 25, chosen: ['F2'], facilities: 2 });
    for (const header of ['d,F1,F2', 'Node,10,11', 'site_id,a,b']) {
      const [, , second] = header.split(',');
      const other = await solve(
        'pmedian',
        '--matrix',
        file('d.csv', `${header}\n1,10,20\n2,30,5\n`),
        '--p',
        '1',
      );
      expect(other.json, header).toMatchObject({ objective: 25, chosen: [second], facilities: 2 });
    }
    const plain = await solve(
      'pmedian',
      '--matrix',
      file('f.csv', 'F1,F2,F3\n1,10,20\n2,30,5\n'),
      '--p',
      '1',
    );
    expect(plain.json).toMatchObject({ objective: 3, chosen: ['F1'], facilities: 3 });
  });

  it('reads column names in any case', async () => {
    const matrix = file('case.csv', 'Demand,FACILITY,Cost\na,X,1\nb,X,2\n');
    const weights = file('case_weights.csv', 'DEMAND,Weight\na,3\nb,4\n');
    const found = await solve('pmedian', '--matrix', matrix, '--demand', weights, '--p', '1');
    expect(found.json).toMatchObject({ objective: 11, chosen: ['X'] });
  });

  it('reads past blank lines before the header and after the rows', async () => {
    const blank = file('blank.csv', '\n\ndemand,facility,cost\na,X,1e0\nb,X,2\n\n\n');
    const found = await solve('pmedian', '--matrix', blank, '--p', '1');
    expect(found.json).toMatchObject({ objective: 3, chosen: ['X'], proven: true });
  });

  it('reads columns under other names', async () => {
    const other = file('other.csv', 'to,from,metres\na,X,1\nb,X,2\n');
    const found = await solve(
      'pcenter',
      '--matrix',
      other,
      '--p',
      '1',
      '--map',
      'to=demand,from=facility,metres=cost',
    );
    expect(found.json).toMatchObject({ objective: 2, chosen: ['X'] });
  });

  it.each([
    ['a pair twice', 'demand,facility,cost\na,X,1\na,X,1\n', 'duplicate-pair', '3'],
    ['a negative cost', 'demand,facility,cost\na,X,-1\n', 'negative', '2'],
    ['a cost that is no number', 'demand,facility,cost\na,X,1\nb,X,far\n', 'not-a-number', '3'],
    ['a row too short', 'demand,X,Y\na,1\n', 'bad-csv', '2'],
    ['demand twice', 'demand,X\na,1\na,2\n', 'duplicate-demand', '3'],
    ['an empty file', '', 'empty-file', null],
    ['a header without rows', 'demand,facility,cost\n', 'no-rows', null],
    ['a cost that is the word NaN', 'demand,facility,cost\na,X,NaN\n', 'not-a-number', '2'],
    ['a cost without end', 'demand,X,Y\na,1,2\nb,1,Infinity\n', 'not-a-number', '3'],
    ['a cost left empty in long form', 'demand,facility,cost\na,X,\n', 'empty-value', '2'],
    ['a facility that stands twice', 'demand,X,X\na,1,2\n', 'duplicate-column', '1'],
    ['a quote that never ends', 'demand,facility,cost\n"a,X,1\n', 'bad-csv', '2'],
  ])('refuses %s', async (name, text, code, row) => {
    const matrix = file(`${name}.csv`, text);
    const answer = await refused('pmedian', '--matrix', matrix, '--p', '1');
    expect(answer).toMatchObject({ exit_code: 2, json: { error: { code, row } } });
  });

  it('refuses more sites than there are, and questions without their numbers', async () => {
    expect(await refused('pmedian', '--matrix', LONG, '--p', '4')).toMatchObject({
      exit_code: 2,
      json: { error: { code: 'too-many-sites' } },
    });
    expect((await refused('mclp', '--matrix', LONG, '--p', '1')).json.error.message).toContain('--radius');
    expect((await refused('pmedian', '--matrix', LONG, '--p', '1.5')).exit_code).toBe(2);
    expect((await refused('median', '--matrix', LONG)).exit_code).toBe(2);
  });
});

const SAN_FRANCISCO = 'facility/spopt_sf/SF_network_distance_candidateStore_16_censusTract_205_new.csv';

describeWithData('solve on San Francisco', [SAN_FRANCISCO], (source) => {
  it('finds the four known values, proven', async () => {
    const [, ...rows] = readFileSync(source, 'utf8').trim().split(/\r?\n/);
    const cells = rows.map((row) => row.split(','));
    const matrix = file(
      'sf.csv',
      ['demand,facility,cost', ...cells.map(([cost, site, name]) => `${name},${site},${cost}`)].join('\n'),
    );
    const weights = new Map(cells.map(([, , name, weight]) => [name, weight]));
    const demand = file(
      'sf_demand.csv',
      ['demand,weight', ...[...weights].map((pair) => pair.join(','))].join('\n'),
    );
    const given = ['--matrix', matrix, '--demand', demand];
    const answers = await Promise.all([
      solve('mclp', ...given, '--p', '4', '--radius', '5000'),
      solve('pmedian', ...given, '--p', '4'),
      solve('pcenter', ...given, '--p', '4'),
      solve('lscp', ...given, '--radius', '5000'),
    ]);
    expect(answers.map(({ json }) => json.proven)).toEqual([true, true, true, true]);
    const [mclp, median, centre, all] = answers.map(({ json }) => json.objective);
    expect(mclp).toBe(875_247);
    expect(median).toBeCloseTo(2_848_268_129.71, 1);
    expect(centre).toBeCloseTo(7403.0638, 4);
    expect(all).toBe(8);
  });
});
