import { OPACITY_UNLESS_HIDDEN, TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

/** From afar a dot, from close by a mark whose form tells the status. */
export const HYDRANT: TownLayer = {
  id: 'hydrant',
  legend: [
    { kind: 'symbol', symbol: 'hydrant-working', label: (words) => words.statuses.working },
    { kind: 'symbol', symbol: 'hydrant-broken', label: (words) => words.statuses.broken },
    { kind: 'symbol', symbol: 'hydrant-unknown', label: (words) => words.statuses.unknown },
  ],
  picks: { hydrant_dot: 'hydrant', hydrant: 'hydrant' },
  style: ({ palette }) => [
    {
      id: 'hydrant_dot',
      type: 'circle',
      source: TOWN,
      'source-layer': 'hydrant',
      maxzoom: 14,
      paint: {
        'circle-color': [
          'match',
          ['get', 'status'],
          'working',
          palette.hydrant,
          'broken',
          palette.hydrant_broken,
          palette.hydrant_unknown,
        ],
        'circle-opacity': OPACITY_UNLESS_HIDDEN,
        'circle-stroke-opacity': OPACITY_UNLESS_HIDDEN,
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 11, 0.8, 13, 1.8, 14, 3],
        'circle-stroke-color': palette.symbol_edge,
        'circle-stroke-width': ['interpolate', ['linear'], ['zoom'], 12, 0, 14, 1],
      },
    },
    {
      id: 'hydrant',
      type: 'symbol',
      source: TOWN,
      'source-layer': 'hydrant',
      minzoom: 14,
      layout: {
        'icon-image': ['concat', 'hydrant-', ['get', 'status']],
        'icon-size': ['interpolate', ['linear'], ['zoom'], 14, 0.6, 17, 1],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
      paint: { 'icon-opacity': OPACITY_UNLESS_HIDDEN },
    },
  ],
};
