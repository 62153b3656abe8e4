import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../palette.ts';
import { FONT, TOWN } from '../source.ts';

export const stationLayers = (palette: Palette): LayerSpecification[] => [
  {
    id: 'station',
    type: 'symbol',
    source: TOWN,
    'source-layer': 'station',
    layout: {
      'icon-image': ['match', ['get', 'kind'], 'micro', 'station-micro', 'station-brigade'],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 9, 0.7, 14, 1, 18, 1.3],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
      'text-field': ['step', ['zoom'], '', 11, ['coalesce', ['get', 'name'], '']],
      'text-font': FONT,
      'text-size': 13,
      'text-anchor': 'top',
      'text-offset': [0, 1],
      'text-optional': true,
      'text-max-width': 10,
    },
    paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
  },
];
