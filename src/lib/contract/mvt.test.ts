import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { describe, expect, it } from 'vitest';
import { encodeMvt, TILE_EXTENT } from './mvt.ts';
import type { TileGeometry } from './twkb.ts';

const read = (bytes: Uint8Array) => new VectorTile(new PbfReader(bytes));
const points = (feature: { loadGeometry(): { x: number; y: number }[][] }) =>
  feature.loadGeometry().map((part) => part.map(({ x, y }) => [x, y]));

const polygon = (parts: number[][], outer: boolean[]): TileGeometry => ({ kind: 'polygon', parts, outer });

describe('encodeMvt', () => {
  it('carries ids, kinds, coordinates and values of every type', () => {
    const tile = read(
      encodeMvt([
        {
          name: 'street',
          id: [7, 4_000_000_000],
          geometry: [
            { kind: 'line', parts: [[0, 0, 10, -5, 4096, 4160]], outer: [true] },
            { kind: 'point', parts: [[1, 2, 3, 4]], outer: [true] },
          ],
          columns: { name: ['北街', null], width_m: [3.5, 4], oneway: [true, false], level: [-1, 0] },
        },
      ]),
    );
    const layer = tile.layers['street']!;
    expect(layer.version).toBe(2);
    expect(layer.extent).toBe(TILE_EXTENT);
    expect(layer.length).toBe(2);
    const [line, pair] = [layer.feature(0), layer.feature(1)];
    expect([line.id, line.type, pair.id, pair.type]).toEqual([7, 2, 4_000_000_000, 1]);
    expect(points(line)).toEqual([
      [
        [0, 0],
        [10, -5],
        [4096, 4160],
      ],
    ]);
    expect(points(pair)).toEqual([[[1, 2]], [[3, 4]]]);
    expect(line.properties).toEqual({ name: '北街', width_m: 3.5, oneway: true, level: -1 });
    expect(pair.properties).toEqual({ width_m: 4, oneway: false, level: 0 });
  });

  it('turns shells and holes the way the format asks, whichever way they came', () => {
    const square = [0, 0, 0, 10, 10, 10, 10, 0, 0, 0];
    const hole = [2, 2, 2, 4, 4, 4, 4, 2, 2, 2];
    const bytes = encodeMvt([
      { name: 'building', id: [1], geometry: [polygon([square, hole], [true, false])], columns: {} },
    ]);
    const feature = read(bytes).layers['building']!.feature(0);
    const { geometry } = feature.toGeoJSON(0, 0, 0);
    expect(geometry.type).toBe('Polygon');
    expect(points(feature)[0]).toEqual([
      [10, 0],
      [10, 10],
      [0, 10],
      [0, 0],
      [10, 0],
    ]);
  });

  it('drops what rounding collapsed: points, flat rings with their holes, features left with nothing', () => {
    const bytes = encodeMvt([
      {
        name: 'building',
        id: [1, 2, 3, 4],
        geometry: [
          polygon(
            [
              [5, 5, 6, 6, 5, 5],
              [1, 1, 2, 2, 2, 1, 1, 1],
              [0, 0, 9, 0, 9, 9, 0, 0],
            ],
            [true, false, true],
          ),
          polygon([[5, 5, 5, 5, 5, 5, 5, 5]], [true]),
          { kind: 'line', parts: [[3, 3, 3, 3]], outer: [true] },
          null,
        ],
        columns: {},
      },
    ]);
    const layer = read(bytes).layers['building']!;
    expect(layer.length).toBe(1);
    expect(layer.feature(0).id).toBe(1);
    expect(points(layer.feature(0))).toEqual([
      [
        [0, 0],
        [9, 0],
        [9, 9],
        [0, 0],
      ],
    ]);
  });
});
