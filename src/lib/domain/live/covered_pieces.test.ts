import { expect, it } from 'vitest';
import { coveredPieces } from './covered_pieces.ts';

const NOWHERE = [1, 0, NaN, NaN];
const within = (limit_s: number, ...picture: number[]) =>
  coveredPieces(Float32Array.from([0, 0, 0, 0, 0, 0, 0, 0, ...picture]), 1, limit_s);

it('reaches into an edge from both ends', () => {
  expect(within(60, 50, 55, 40, 20, ...NOWHERE)).toEqual([0, 0.25, 0.75, 1]);
  expect(within(200, 50, 55, 40, 20, ...NOWHERE)).toEqual([0, 1]);
  expect(within(50, 50, 55, 40, 20, ...NOWHERE)).toEqual([]);
});

it('drives no shut direction, and nowhere from an end nobody reaches', () => {
  expect(within(60, 50, 55, Infinity, 20, ...NOWHERE)).toEqual([0.75, 1]);
  expect(within(60, Infinity, Infinity, 40, 20, ...NOWHERE)).toEqual([]);
});

it('stops at what stands in the way', () => {
  expect(within(500, 50, 55, 40, 20, 0.25, 0.5, NaN, NaN)).toEqual([0, 0.25, 0.5, 1]);
});

it('spreads from a station on the edge, each way at its own cost, up to what stands there', () => {
  expect(within(70, Infinity, Infinity, 40, 80, 1, 0, 0.5, 60)).toEqual([0.375, 0.75]);
  expect(within(170, Infinity, Infinity, 40, 80, 0.625, 0.75, 0.5, 60)).toEqual([0, 0.625]);
  expect(within(59, Infinity, Infinity, 40, 80, 1, 0, 0.5, 60)).toEqual([]);
});
