import { FONT, OPACITY_UNLESS_HIDDEN, TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

export const STATION: TownLayer = {
  id: 'station',
  legend: [
    { kind: 'symbol', symbol: 'station-brigade', label: (words) => words.station_full },
    { kind: 'symbol', symbol: 'station-micro', label: (words) => words.station_kinds.micro },
  ],
  picks: { station: 'station' },
  style: ({ palette }) => [
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
        'text-field': ['step', ['zoom'], '', 12, ['coalesce', ['get', 'name'], '']],
        'text-font': FONT,
        'text-size': 13,
        'text-anchor': 'top',
        'text-offset': [0, 1],
        'text-optional': true,
        'text-max-width': 10,
      },
      paint: {
        'icon-opacity': OPACITY_UNLESS_HIDDEN,
        'text-opacity': OPACITY_UNLESS_HIDDEN,
        'text-color': palette.text,
        'text-halo-color': palette.halo,
        'text-halo-width': 1.8,
      },
    },
  ],
};
