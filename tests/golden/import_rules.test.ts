import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { cruise, type ICruiseResult } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * A small house with one trespass per import rule, cruised with the project's own configuration: each rule
 * must bite exactly there, and nowhere in the lawful files beside them.
 */
const LAWFUL: Record<string, string> = {
  'src/lib/domain/units/units.ts': `export const one_m = 1;`,
  'src/lib/domain/geometry/length.ts': `import { one_m } from '../units/units.ts'; export const two_m = one_m * 2;`,
  'src/lib/domain/network/network.ts': `import { two_m } from '../geometry/length.ts'; import type { RuleSet } from '../rules/rule_set.ts'; export type Street = 'main'; export const cost = (r: RuleSet) => two_m + r.value;`,
  'src/lib/domain/rules/rule_set.ts': `import type { Street } from '../network/network.ts'; export interface RuleSet { value: number; street: Street }`,
  'src/lib/domain/search/reach.ts': `import { cost } from '../network/network.ts'; import index from 'flatbush'; export const reach = () => [cost, index];`,
  'src/lib/domain/coverage/verdict.ts': `import { reach } from '../search/reach.ts'; export const verdict = reach;`,
  'src/lib/contract/summary.ts': `import { verdict } from '../domain/coverage/verdict.ts'; import { z } from 'zod'; export const summary = [verdict, z];`,
  'src/lib/server/db/driver.ts': `import pg from 'pg'; import { PGlite } from '@electric-sql/pglite'; export const drivers = [pg, PGlite];`,
  'src/lib/server/queries/summary.ts': `import { drivers } from '../db/driver.ts'; import { summary } from '../../contract/summary.ts'; export const q = [drivers, summary];`,
  'src/lib/api/client.ts': `import { summary } from '../contract/summary.ts'; export const client = summary;`,
  'src/lib/api/worker/engine.ts': `import { verdict } from '../../domain/coverage/verdict.ts'; export const engine = verdict;`,
  'src/lib/state/view.ts': `import { client } from '../api/client.ts'; export const view = client;`,
  'src/lib/format/number.ts': `export const number = String;`,
  'src/lib/ui/panel.ts': `import { number } from '../format/number.ts'; export const panel = number;`,
  'src/lib/ui/round.ts': `import { b } from './round_back.ts'; export const a = () => b;`,
  'geodata/import/csv.ts': `import { summary } from '../../src/lib/contract/summary.ts'; export const csv = summary;`,
  'src/cli/import.ts': `import { csv } from '../../geodata/import/csv.ts'; import { q } from '../lib/server/queries/summary.ts'; export const run = [csv, q];`,
  'src/routes/+page.ts': `import { view } from '../lib/state/view.ts'; export const load = view;`,
  'src/routes/+page.server.ts': `import { q } from '../lib/server/queries/summary.ts'; export const load = q;`,
  'src/lib/domain/units/units.test.ts': `import { one_m } from './units.ts'; export const t = one_m;`,
};

const TRESPASS: readonly { rule: string; file: string; text: string }[] = [
  { rule: 'no-unresolved', file: 'src/lib/ui/lost.ts', text: `import './nowhere.ts';` },
  { rule: 'not-to-tests', file: 'src/lib/domain/units/bad_test.ts', text: `import './units.test.ts';` },
  { rule: 'domain-is-pure', file: 'src/lib/domain/units/bad_node.ts', text: `import 'node:fs';` },
  { rule: 'domain-is-pure', file: 'src/lib/domain/coverage/bad_zod.ts', text: `import 'zod';` },
  {
    rule: 'domain-is-pure',
    file: 'src/lib/domain/coverage/bad_contract.ts',
    text: `import '../../contract/summary.ts';`,
  },
  {
    rule: 'domain-units',
    file: 'src/lib/domain/units/bad.ts',
    text: `import '../geometry/length.ts';`,
  },
  {
    rule: 'domain-geometry',
    file: 'src/lib/domain/geometry/bad.ts',
    text: `import '../network/network.ts';`,
  },
  {
    rule: 'domain-network',
    file: 'src/lib/domain/network/bad.ts',
    text: `import '../search/reach.ts';`,
  },
  {
    rule: 'domain-search',
    file: 'src/lib/domain/search/bad.ts',
    text: `import '../coverage/verdict.ts';`,
  },
  {
    rule: 'domain-rules-type-only',
    file: 'src/lib/domain/rules/bad.ts',
    text: `import { cost } from '../network/network.ts'; export const c = cost;`,
  },
  { rule: 'contract', file: 'src/lib/contract/bad.ts', text: `import '../server/queries/summary.ts';` },
  { rule: 'server', file: 'src/lib/server/bad.ts', text: `import '../api/client.ts';` },
  { rule: 'server', file: 'src/lib/server/bad_geodata.ts', text: `import '../../../geodata/import/csv.ts';` },
  { rule: 'drivers-only-in-db', file: 'src/lib/server/queries/bad.ts', text: `import 'pg';` },
  {
    rule: 'drivers-only-in-db',
    file: 'src/cli/bad_driver.ts',
    text: `import '@electric-sql/pglite';`,
  },
  { rule: 'api', file: 'src/lib/api/bad.ts', text: `import '../domain/units/units.ts';` },
  { rule: 'api-worker', file: 'src/lib/api/worker/bad.ts', text: `import '../../state/view.ts';` },
  { rule: 'state', file: 'src/lib/state/bad.ts', text: `import '../ui/panel.ts';` },
  { rule: 'views-take-props', file: 'src/lib/ui/bad.ts', text: `import '../state/view.ts';` },
  { rule: 'views-take-props', file: 'src/lib/map/bad.ts', text: `import '../api/client.ts';` },
  {
    rule: 'views-take-props',
    file: 'src/lib/charts/bad.ts',
    text: `import '../server/queries/summary.ts';`,
  },
  { rule: 'geodata', file: 'geodata/bad.ts', text: `import '../src/lib/server/queries/summary.ts';` },
  { rule: 'cli-has-no-screen', file: 'src/cli/bad.ts', text: `import '../lib/ui/panel.ts';` },
  { rule: 'routes-leave-cli-alone', file: 'src/routes/bad.ts', text: `import '../cli/import.ts';` },
  {
    rule: 'pages-leave-server-alone',
    file: 'src/routes/bad_page.ts',
    text: `import '../lib/server/queries/summary.ts';`,
  },
  {
    rule: 'pages-leave-server-alone',
    file: 'src/routes/bad_alias.ts',
    text: `import '$lib/server/queries/summary';`,
  },
  {
    rule: 'no-cycles',
    file: 'src/lib/ui/round_back.ts',
    text: `import { a } from './round.ts'; export const b = () => a;`,
  },
];

const PACKAGES = ['flatbush', 'zod', 'pg', '@electric-sql/pglite'];

describe('import rules', () => {
  const project = resolve(import.meta.dirname, '../..');
  const house = mkdtempSync(join(tmpdir(), 'firecover-rules-'));
  let bites: string[] = [];

  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), text);
  };

  beforeAll(async () => {
    for (const [file, text] of Object.entries(LAWFUL)) write(file, text);
    for (const { file, text } of TRESPASS) write(file, text);
    for (const name of PACKAGES) {
      write(
        `node_modules/${name}/package.json`,
        JSON.stringify({ name, version: '1.0.0', main: 'index.js' }),
      );
      write(`node_modules/${name}/index.js`, 'module.exports = {};');
    }
    write(
      'package.json',
      JSON.stringify({ dependencies: Object.fromEntries(PACKAGES.map((p) => [p, '1'])) }),
    );
    const { compilerOptions } = JSON.parse(readFileSync(join(project, 'tsconfig.imports.json'), 'utf8'));
    write('tsconfig.json', JSON.stringify({ compilerOptions: { module: 'esnext', ...compilerOptions } }));

    const options = await extractDepcruiseOptions(join(project, '.dependency-cruiser.cjs'));
    const result = await cruise(
      ['src', 'geodata'],
      { ...options, baseDir: house, validate: true, tsConfig: { fileName: join(house, 'tsconfig.json') } },
      undefined,
      { tsConfig: extractTSConfig(join(house, 'tsconfig.json')) },
    );
    const { summary } = result.output as ICruiseResult;
    bites = summary.violations.map(({ rule, from }) => `${rule.name} ${from}`).sort();
  }, 60_000);

  afterAll(() => rmSync(house, { recursive: true, force: true }));

  it.each(TRESPASS)('$rule bites in $file', ({ rule, file }) => {
    expect(bites).toContain(`${rule} ${file}`);
  });

  it('spares every lawful import', () => {
    const trespassers = new Set(TRESPASS.map(({ file }) => file));
    expect(bites.filter((bite) => !trespassers.has(bite.split(' ')[1]!))).toEqual([]);
  });

  it('shows every rule of the configuration biting', async () => {
    const options = await extractDepcruiseOptions(join(project, '.dependency-cruiser.cjs'));
    const names = options.ruleSet!.forbidden!.map(({ name }) => name);
    expect(new Set(TRESPASS.map(({ rule }) => rule))).toEqual(new Set(names));
  });
});
