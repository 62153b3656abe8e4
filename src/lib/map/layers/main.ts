import type { ExpressionSpecification, FilterSpecification, LineLayerSpecification } from 'maplibre-gl';
import type { TownLayer } from './town_layer.ts';

/** Tiles of their own: while the layer is hidden none is asked for. */
const MAINS = 'mains';
const FIRST_ZOOM = 12;
const LAST_CUT_ZOOM = 16;

const line = { type: 'line', source: MAINS, 'source-layer': 'water_main', minzoom: FIRST_ZOOM } as const;
const line_width: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['zoom'],
  12,
  1.4,
  16,
  ['step', ['coalesce', ['get', 'diameter_mm'], 0], 3, 200, 4.4],
];
const is = (dead_end: boolean): FilterSpecification => ['==', ['get', 'dead_end'], dead_end];

/** Water mains: solid in a loop, dashed where fed from one end only, dotted where nobody recorded it. */
export const MAIN: TownLayer = {
  id: 'main',
  legend: [
    { kind: 'line', colour: 'hydrant', label: (words) => words.main_loop },
    { kind: 'line', colour: 'hydrant', dashed: true, label: (words) => words.main_branch },
    { kind: 'line', colour: 'hydrant_unknown', dotted: true, label: (words) => words.main_unknown },
  ],
  picks: { main: 'water_main', main_branch: 'water_main', main_unknown: 'water_main' },
  sources: ({ origin }) => ({
    [MAINS]: {
      type: 'vector',
      tiles: [`${origin}/tiles/water_main/{z}/{x}/{y}`],
      minzoom: FIRST_ZOOM,
      maxzoom: LAST_CUT_ZOOM,
    },
  }),
  style: ({ palette }): LineLayerSpecification[] => [
    {
      ...line,
      id: 'main_unknown',
      filter: ['!', ['has', 'dead_end']],
      layout: { 'line-cap': 'round' },
      paint: { 'line-color': palette.hydrant_unknown, 'line-width': 2.6, 'line-dasharray': [0.01, 2.2] },
    },
    {
      ...line,
      id: 'main_branch',
      filter: is(true),
      paint: { 'line-color': palette.hydrant, 'line-width': line_width, 'line-dasharray': [2.6, 1.6] },
    },
    {
      ...line,
      id: 'main',
      filter: is(false),
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.hydrant, 'line-width': line_width },
    },
  ],
};
