import type { ExpressionSpecification } from 'maplibre-gl';
import { verdictColour } from '../palette.ts';
import { FONT, TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

/** How many of the first ranks are named from afar, and from half way. */
const FAR_RANKS = 10;
const MIDDLE_RANKS = 30;

/** Groups of buildings left uncovered for one reason: an outline in the colour of the verdict, and the rank. */
export const GAP: TownLayer = {
  id: 'gap',
  legend: [{ kind: 'line', colour: 'gap', dashed: true, label: (words) => words.gap_outline }],
  picks: { gap: 'gap', gap_label: 'gap' },
  style: ({ palette, picked }) => {
    const is_picked: ExpressionSpecification = [
      '==',
      ['get', 'rank'],
      picked?.kind === 'gap' ? picked.id : -1,
    ];
    return [
      {
        id: 'gap',
        type: 'fill',
        source: TOWN,
        'source-layer': 'gap',
        minzoom: 11,
        paint: {
          'fill-color': verdictColour(palette),
          'fill-opacity': ['case', is_picked, 0.28, 0.07],
        },
      },
      {
        id: 'gap_edge',
        type: 'line',
        source: TOWN,
        'source-layer': 'gap',
        minzoom: 13.5,
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': verdictColour(palette),
          'line-dasharray': [4, 1.5],
          'line-width': ['match', ['get', 'rank'], picked?.kind === 'gap' ? picked.id : -1, 3.6, 1.4],
        },
      },
      {
        id: 'gap_label',
        type: 'symbol',
        source: TOWN,
        'source-layer': 'gap',
        minzoom: 12,
        filter: ['<=', ['get', 'rank'], ['step', ['zoom'], FAR_RANKS, 14, MIDDLE_RANKS, 15.5, 1e9]],
        layout: {
          'text-field': ['concat', '#', ['to-string', ['get', 'rank']]],
          'text-font': FONT,
          'text-size': ['interpolate', ['linear'], ['zoom'], 12, 12, 16, 17],
          'text-padding': 6,
          'symbol-sort-key': ['get', 'rank'],
        },
        paint: {
          'text-color': verdictColour(palette),
          'text-halo-color': palette.halo,
          'text-halo-width': 2.4,
        },
      },
    ];
  },
};
