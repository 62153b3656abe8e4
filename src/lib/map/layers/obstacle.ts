import type { LayerSpecification } from 'maplibre-gl';
import { TOWN } from '../source.ts';

/** What stands in the way now; cleared ones are not drawn. */
export const obstacleLayers = (): LayerSpecification[] => [
  {
    id: 'obstacle',
    type: 'symbol',
    source: TOWN,
    'source-layer': 'obstacle',
    minzoom: 15,
    filter: ['==', ['get', 'status'], 'standing'],
    layout: {
      'icon-image': 'obstacle',
      'icon-size': ['interpolate', ['linear'], ['zoom'], 15, 0.5, 18, 0.9],
      'icon-allow-overlap': true,
    },
  },
];
