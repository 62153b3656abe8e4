import { expect, it } from 'vitest';
import { randomTown } from '../../../../../tests/support/random_town.ts';
import { MOST_VERTICES, PackedTowns } from './packed_towns.ts';

const whole = { stamp: 's', area_id: null } as const;

it('packs once and compresses once, and every answer is the own copy of who asked', async () => {
  const towns = new PackedTowns(randomTown(4));
  const [first, second] = await Promise.all([
    towns.answer({ ...whole, encoding: 'br' }),
    towns.answer({ ...whole, encoding: 'br' }),
  ]);
  expect(first).toEqual(second);
  if (first.kind !== 'packed' || second.kind !== 'packed') throw new Error(first.kind);
  expect(first.body.buffer).not.toBe(second.body.buffer);
  structuredClone(first.body, { transfer: [first.body.buffer] });
  expect(await towns.answer({ ...whole, encoding: 'br' })).toEqual(second);
});

it('advises an area where the whole is too large', async () => {
  const town = randomTown(4);
  const vertices = MOST_VERTICES + 1;
  const towns = new PackedTowns({
    ...town,
    streets: { ...town.streets, vertex_key: new Float64Array(vertices) },
  });
  expect(await towns.answer({ ...whole, encoding: 'br' })).toEqual({
    kind: 'too-large',
    vertices,
    most: MOST_VERTICES,
  });
  expect(await towns.answer({ ...whole, area_id: 77, encoding: 'br' })).toEqual({ kind: 'no-area' });
});
