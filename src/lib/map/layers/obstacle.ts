import { OPACITY_UNLESS_HIDDEN, TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

/** What stands in the way now; cleared ones are not drawn. */
export const OBSTACLE: TownLayer = {
  id: 'obstacle',
  legend: [{ kind: 'symbol', symbol: 'obstacle', label: (words) => words.obstacle_standing }],
  picks: { obstacle: 'obstacle' },
  style: () => [
    {
      id: 'obstacle',
      type: 'symbol',
      source: TOWN,
      'source-layer': 'obstacle',
      minzoom: 14,
      filter: ['==', ['get', 'status'], 'standing'],
      layout: {
        'icon-image': 'obstacle',
        'icon-size': ['interpolate', ['linear'], ['zoom'], 14, 0.45, 18, 0.9],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
      paint: { 'icon-opacity': OPACITY_UNLESS_HIDDEN },
    },
  ],
};
