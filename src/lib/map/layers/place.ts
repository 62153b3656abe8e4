import { verdictColour } from '../palette.ts';
import { FONT, TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

/** Schools, markets, key units: a dot in the colour of the place's own verdict, and its name. */
export const PLACE: TownLayer = {
  id: 'place',
  legend: [
    { kind: 'verdict', verdict: 'covered', label: (words) => words.place_covered },
    { kind: 'verdict', verdict: null, label: (words) => words.place_other },
  ],
  picks: { place: 'place', place_label: 'place' },
  style: ({ palette }) => [
    {
      id: 'place',
      type: 'circle',
      source: TOWN,
      'source-layer': 'place',
      minzoom: 14,
      paint: {
        'circle-color': verdictColour(palette),
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 14, 3, 18, 6],
        'circle-stroke-color': palette.text,
        'circle-stroke-width': 1.4,
      },
    },
    {
      id: 'place_label',
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
        'text-variable-anchor': ['top', 'bottom', 'left', 'right'],
        'text-radial-offset': 0.7,
      },
      paint: { 'text-color': palette.place, 'text-halo-color': palette.halo, 'text-halo-width': 1.5 },
    },
  ],
};
