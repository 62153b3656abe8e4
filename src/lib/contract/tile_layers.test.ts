import { expect, it } from 'vitest';
import { parseTileAddress, parseTileLayers, TILE_LAYER_NAMES } from './tile_layers.ts';

it('reads the address of a tile', () => {
  expect(parseTileAddress('0', '0', '0')).toEqual({ z: 0, x: 0, y: 0 });
  expect(parseTileAddress('18', '262143', '0')).toEqual({ z: 18, x: 262143, y: 0 });
});

it.each([
  ['19', '0', '0'],
  ['1', '2', '0'],
  ['1', '0', '2'],
  ['-1', '0', '0'],
  ['1.5', '0', '0'],
  ['01', '0', '0'],
  ['1e1', '0', '0'],
  ['', '0', '0'],
  ['3', '0', '0.pbf'],
])('refuses %s/%s/%s', (z, x, y) => {
  expect(parseTileAddress(z, x, y)).toBeNull();
});

it('reads layers, each once and in drawing order', () => {
  expect(parseTileLayers('street')).toEqual(['street']);
  expect(parseTileLayers('hydrant,area,hydrant')).toEqual(['area', 'hydrant']);
  expect(parseTileLayers(TILE_LAYER_NAMES.join(','))).toEqual(TILE_LAYER_NAMES);
  for (const text of ['', 'streets', 'street,', 'street;drop', '__proto__', 'constructor']) {
    expect(parseTileLayers(text), text).toBeNull();
  }
});
