import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../palette.ts';
import { FONT, TOWN } from '../source.ts';

export const placeLayers = (palette: Palette): LayerSpecification[] => [
  {
    id: 'place',
    type: 'symbol',
    source: TOWN,
    'source-layer': 'place',
    minzoom: 15,
    filter: ['has', 'name'],
    layout: {
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': 11.5,
      'text-max-width': 8,
      'text-padding': 8,
    },
    paint: { 'text-color': palette.place, 'text-halo-color': palette.halo, 'text-halo-width': 1.5 },
  },
];
