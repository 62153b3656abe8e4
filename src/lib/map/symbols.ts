import type { Palette } from './palette.ts';

/** A small drawing as SVG paths in a box of `size`, painted in order: on the map by canvas, in a legend as SVG. */
export interface MapSymbol {
  size: number;
  parts: readonly { path: string; fill?: keyof Palette; stroke?: keyof Palette; width?: number }[];
}

const disc = (r: number) => `M12 ${12 - r}a${r} ${r} 0 1 0 .01 0z`;
const FLAME =
  'M12.4 5.2c.4 3.2 4.2 4.6 4.2 8.6a4.6 4.6 0 0 1-9.2 0c0-1.9.9-3.2 2-4.2.1 1.3.6 2.1 1.4 2.2 1.5.1 1.9-2.6 1.6-6.6z';

/** Status is in the form as well as in the colour: full, crossed, hollow with a question mark. */
export const SYMBOLS = {
  'station-brigade': {
    size: 24,
    parts: [
      {
        path: 'M4 1h16a3 3 0 0 1 3 3v16a3 3 0 0 1-3 3H4a3 3 0 0 1-3-3V4a3 3 0 0 1 3-3z',
        fill: 'station',
        stroke: 'symbol_edge',
        width: 1.5,
      },
      { path: FLAME, fill: 'station_mark' },
    ],
  },
  'station-micro': {
    size: 24,
    parts: [
      { path: disc(9.5), fill: 'station', stroke: 'symbol_edge', width: 1.5 },
      { path: FLAME, fill: 'station_mark' },
    ],
  },
  'hydrant-working': {
    size: 24,
    parts: [
      { path: disc(7.5), fill: 'hydrant', stroke: 'symbol_edge', width: 2 },
      { path: 'M9.5 8.6v6.8M14.5 8.6v6.8M9.5 12h5', stroke: 'symbol_edge', width: 1.8 },
    ],
  },
  'hydrant-broken': {
    size: 24,
    parts: [
      { path: disc(7.5), fill: 'symbol_edge', stroke: 'hydrant_broken', width: 2.2 },
      { path: 'M9 9l6 6M15 9l-6 6', stroke: 'hydrant_broken', width: 2.2 },
    ],
  },
  'hydrant-unknown': {
    size: 24,
    parts: [
      { path: disc(7.5), fill: 'symbol_edge', stroke: 'hydrant_unknown', width: 2 },
      { path: 'M10 10.3a2 2 0 1 1 3 1.8c-.7.4-1 .8-1 1.5M12 15.6v.1', stroke: 'hydrant_unknown', width: 1.8 },
    ],
  },
  obstacle: {
    size: 24,
    parts: [
      { path: 'M12 3.5L20.5 12L12 20.5L3.5 12z', fill: 'symbol_edge', stroke: 'obstacle', width: 2.2 },
      { path: 'M8.5 12h7', stroke: 'obstacle', width: 2.4 },
    ],
  },
  'hazard-major': {
    size: 24,
    parts: [
      {
        path: 'M8.2 2.5h7.6L21.5 8.2v7.6L15.8 21.5H8.2L2.5 15.8V8.2z',
        fill: 'hazard_major',
        stroke: 'symbol_edge',
        width: 1.8,
      },
      { path: 'M12 7v6M12 16.6v.1', stroke: 'symbol_edge', width: 2.6 },
    ],
  },
  'hazard-serious': {
    size: 24,
    parts: [
      { path: 'M12 2.8L22 20.5H2z', fill: 'hazard_serious', stroke: 'symbol_edge', width: 1.8 },
      { path: 'M12 9.5v5M12 17.6v.1', stroke: 'symbol_edge', width: 2.2 },
    ],
  },
  'hazard-minor': {
    size: 24,
    parts: [
      { path: 'M12 4.8L20 19H4z', fill: 'symbol_edge', stroke: 'hazard_minor', width: 2.4 },
      { path: 'M12 10v4M12 16.4v.1', stroke: 'hazard_minor', width: 2 },
    ],
  },
  'water-point': {
    size: 24,
    parts: [
      {
        path: 'M12 4.5c2.6 3.4 5 6.2 5 9a5 5 0 0 1-10 0c0-2.8 2.4-5.6 5-9z',
        fill: 'hydrant',
        stroke: 'symbol_edge',
        width: 1.8,
      },
    ],
  },
  gained: {
    size: 24,
    parts: [{ path: 'M12 2L22.5 20.5H1.5z', fill: 'gained', stroke: 'symbol_edge', width: 2 }],
  },
  lost: {
    size: 24,
    parts: [{ path: 'M12 22L22.5 3.5H1.5z', fill: 'lost', stroke: 'symbol_edge', width: 2 }],
  },
  sooner: {
    size: 24,
    parts: [{ path: 'M12 5L20 19H4z', fill: 'symbol_edge', stroke: 'gained', width: 2.4 }],
  },
  later: {
    size: 24,
    parts: [{ path: 'M12 19L20 5H4z', fill: 'symbol_edge', stroke: 'lost', width: 2.4 }],
  },
  closed: {
    size: 24,
    parts: [
      { path: disc(9.5), fill: 'closed', stroke: 'symbol_edge', width: 2 },
      { path: 'M7.5 12h9', stroke: 'symbol_edge', width: 3.4 },
    ],
  },
} as const satisfies Record<string, MapSymbol>;

export type SymbolName = keyof typeof SYMBOLS;
