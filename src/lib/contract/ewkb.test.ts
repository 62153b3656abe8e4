import { describe, expect, it } from 'vitest';
import { decodeEwkb, encodeEwkb, type EwkbGeometry } from './ewkb.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();

describe('EWKB', () => {
  it('writes the bytes PostGIS writes for srid 4326', () => {
    expect(hex(encodeEwkb({ type: 'Point', coordinates: [1, 2] }))).toBe(
      '0101000020E6100000000000000000F03F0000000000000040',
    );
    expect(
      hex(
        encodeEwkb({
          type: 'MultiPolygon',
          coordinates: [
            [
              [
                [0, 0],
                [1, 0],
                [0, 1],
                [0, 0],
              ],
            ],
          ],
        }),
      ),
    ).toBe(
      '0106000020E6100000010000000103000000010000000400000000000000000000000000000000000000000000000000F03F' +
        '00000000000000000000000000000000000000000000F03F00000000000000000000000000000000',
    );
  });

  const kinds: EwkbGeometry[] = [
    { type: 'Point', coordinates: [9.5, 47.1] },
    {
      type: 'MultiPoint',
      coordinates: [
        [9.5, 47.1],
        [-1, -2],
      ],
    },
    {
      type: 'LineString',
      coordinates: [
        [0, 0],
        [1, 1],
        [2, 0],
      ],
    },
    {
      type: 'MultiLineString',
      coordinates: [
        [
          [0, 0],
          [1, 1],
        ],
        [
          [5, 5],
          [6, 6],
          [7, 7],
        ],
      ],
    },
    {
      type: 'Polygon',
      coordinates: [
        [
          [0, 0],
          [9, 0],
          [9, 9],
          [0, 0],
        ],
        [
          [2, 1],
          [3, 1],
          [3, 2],
          [2, 1],
        ],
      ],
    },
    {
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [0, 0],
            [1, 0],
            [0, 1],
            [0, 0],
          ],
        ],
        [
          [
            [5, 5],
            [6, 5],
            [5, 6],
            [5, 5],
          ],
        ],
      ],
    },
  ];
  it.each(kinds)('reads back a $type', (geometry) => {
    expect(decodeEwkb(encodeEwkb(geometry))).toEqual(geometry);
  });

  it('reads big-endian bytes and drops heights', () => {
    // select st_asewkb('srid=4326;point z (1 2 3)'::geometry, 'XDR')
    const bytes = Buffer.from('00A0000001000010E63FF000000000000040000000000000004008000000000000', 'hex');
    expect(decodeEwkb(bytes)).toEqual({ type: 'Point', coordinates: [1, 2] });
  });

  it('names the type it does not read', () => {
    expect(() => decodeEwkb(Buffer.from('010700000000000000', 'hex'))).toThrow('EWKB type 7');
  });
});
