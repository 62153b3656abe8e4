import { describe, expect, it } from 'vitest';
import { decodeTwkbSequence } from './twkb.ts';

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** The hex strings were written by PostGIS 3.3: select encode(st_astwkb(geom, 0), 'hex'). */
const WRITTEN = [
  ['POINT(3 -4)', '01000607', { kind: 'point', parts: [[3, -4]], outer: [true] }],
  ['POINT Z(1 2 3)', '010801020406', { kind: 'point', parts: [[1, 2]], outer: [true] }],
  ['MULTIPOINT(1 1,2 3)', '04000202020204', { kind: 'point', parts: [[1, 1, 2, 3]], outer: [true] }],
  [
    'LINESTRING(1 1,5 5,300 2)',
    '02000302020808ce0405',
    { kind: 'line', parts: [[1, 1, 5, 5, 300, 2]], outer: [true] },
  ],
  [
    'MULTILINESTRING((0 0,5 5),(9 9,-7 1))',
    '0500020200000a0a0208081f0f',
    {
      kind: 'line',
      parts: [
        [0, 0, 5, 5],
        [9, 9, -7, 1],
      ],
      outer: [true, true],
    },
  ],
  [
    'POLYGON((0 0,10 0,10 10,0 10,0 0),(2 2,2 4,4 4,4 2,2 2))',
    '03000205000014000014130000130504040004040000030300',
    {
      kind: 'polygon',
      parts: [
        [0, 0, 10, 0, 10, 10, 0, 10, 0, 0],
        [2, 2, 2, 4, 4, 4, 4, 2, 2, 2],
      ],
      outer: [true, false],
    },
  ],
  [
    'MULTIPOLYGON(((0 0,10 0,10 10,0 10,0 0)),((20 20,30 20,30 30,20 20)))',
    '06000201050000140000141300001301042828140000141313',
    {
      kind: 'polygon',
      parts: [
        [0, 0, 10, 0, 10, 10, 0, 10, 0, 0],
        [20, 20, 30, 20, 30, 30, 20, 20],
      ],
      outer: [true, true],
    },
  ],
  [
    'GEOMETRYCOLLECTION(POINT(1 1),LINESTRING(0 0,5 5))',
    '0700020100020202000200000a0a',
    { kind: 'line', parts: [[0, 0, 5, 5]], outer: [true] },
  ],
  ['POLYGON EMPTY', '0310', null],
] as const;

describe('decodeTwkbSequence', () => {
  it.each(WRITTEN)('reads %s', (_wkt, hex, expected) => {
    expect(decodeTwkbSequence(bytes(hex), 1)).toEqual([expected]);
  });

  it('reads geometries written one after another', () => {
    const hex = WRITTEN.map(([, written]) => written).join('');
    expect(decodeTwkbSequence(bytes(hex), WRITTEN.length)).toEqual(WRITTEN.map(([, , expected]) => expected));
  });

  it('skips the ids of a collected geometry', () => {
    expect(decodeTwkbSequence(bytes('0404020e1202040404'), 1)).toEqual([
      { kind: 'point', parts: [[1, 2, 3, 4]], outer: [true] },
    ]);
  });

  it('refuses decimals and bytes left over', () => {
    expect(() => decodeTwkbSequence(bytes('21000607'), 1)).toThrow('expected precision 0');
    expect(() => decodeTwkbSequence(bytes('0100060701'), 1)).toThrow('end at byte 4 of 5');
  });
});
