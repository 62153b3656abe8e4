import { expect, it } from 'vitest';
import { EDGE_PICTURE_STRIDE } from '../domain/live/live_answer.ts';
import { EDGES_PER_ROW, EdgeTexels } from './edge_texels.ts';

const ROW = EDGES_PER_ROW * EDGE_PICTURE_STRIDE;

it('holds a picture without Infinity and NaN, and names the rows that changed', () => {
  const texels = new EdgeTexels(2.5 * EDGES_PER_ROW);
  expect(texels.rows).toBe(3);
  const picture = new Float32Array(2.5 * ROW).fill(7);
  picture[0] = Infinity;
  picture[6] = NaN;
  expect(texels.write(picture)).toEqual([{ first: 0, count: 3 }]);
  expect([...texels.row(0, 1).subarray(0, 8)]).toEqual([1e9, 7, 7, 7, 7, 7, -1, 7]);
  expect(texels.row(1, 2).length).toBe(2 * ROW);

  expect(texels.write(picture)).toEqual([]);
  picture[3] = 8;
  picture[2 * ROW] = 9;
  expect(texels.write(picture)).toEqual([
    { first: 0, count: 1 },
    { first: 2, count: 1 },
  ]);
});

it('refuses a picture of more edges than it was made for', () => {
  const texels = new EdgeTexels(10);
  expect(() => texels.write(new Float32Array(2 * ROW))).toThrow(`expected at most ${ROW} floats`);
});
