import { expect, it } from 'vitest';
import { main } from './main.ts';

it.each(['coverage', 'water'])(
  '%s in a season nobody knows is bad input, before any database is opened',
  async (command) => {
    expect(await main([command, '--season', 'damp'])).toBe(2);
  },
);
