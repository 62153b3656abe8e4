import { FONT, TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

/** Urban villages: where buildings stand so close that fire passes from one to the next. */
export const CLUSTER: TownLayer = {
  id: 'cluster',
  legend: [{ kind: 'fill', colour: 'cluster', outlined: true, label: (words) => words.cluster_outline }],
  picks: { cluster: 'cluster', cluster_label: 'cluster' },
  style: ({ palette, picked }) => [
    {
      id: 'cluster',
      type: 'fill',
      source: TOWN,
      'source-layer': 'cluster',
      paint: { 'fill-color': palette.cluster, 'fill-opacity': 0.28 },
    },
    {
      id: 'cluster_edge',
      type: 'line',
      source: TOWN,
      'source-layer': 'cluster',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.cluster,
        'line-width': ['match', ['id'], picked?.kind === 'cluster' ? picked.id : -1, 4, 2],
      },
    },
    {
      id: 'cluster_label',
      type: 'symbol',
      source: TOWN,
      'source-layer': 'cluster',
      minzoom: 13,
      filter: ['has', 'name'],
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 13,
        'text-max-width': 8,
      },
      paint: { 'text-color': palette.cluster, 'text-halo-color': palette.halo, 'text-halo-width': 1.8 },
    },
  ],
};
