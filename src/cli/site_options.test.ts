import { expect, it } from 'vitest';
import { main } from './main.ts';

const WRONG = [
  [],
  ['--what', 'hydrant'],
  ['--what', 'tower', '--count', '3'],
  ['--what', 'hydrant', '--count', '0'],
  ['--what', 'hydrant', '--count', '3', '--cover-all'],
  ['--what', 'hydrant', '--count', '3', '--cover', '0.9'],
  ['--what', 'hydrant', '--cover', '1.2'],
  ['--what', 'hydrant', '--cover', '0.9', '--backup', '0.5'],
  ['--what', 'hydrant', '--count', '3', '--weigh', 'trees'],
  ['--what', 'hydrant', '--count', '3', '--along', 'rivers'],
  ['--what', 'micro-station', '--count', '3', '--along', 'mains'],
  ['--what', 'micro-station', '--count', '3', '--strict'],
  ['--what', 'hydrant', '--cover-all', '--minimise', 'mean'],
  ['--what', 'hydrant', '--count', '3', '--backup', '0.5', '--minimise', 'worst'],
  ['--what', 'hydrant', '--count', '3', '--minimise', 'most'],
];

it.each(WRONG.map((options) => [options.join(' '), options] as const))(
  'site %s is bad input, before any database is opened',
  async (_, options) => {
    expect(await main(['site', ...options])).toBe(2);
  },
);
