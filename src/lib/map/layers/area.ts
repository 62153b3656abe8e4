import { FONT, TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

/** Borders of areas, larger ones drawn stronger, and names that give way as one comes nearer. */
export const AREA: TownLayer = {
  id: 'area',
  legend: [
    { kind: 'line', colour: 'area_border', dashed: true, label: (words) => words.area_border },
    { kind: 'line', colour: 'selection', label: (words) => words.area_chosen },
  ],
  picks: { area_label: 'area' },
  style: ({ palette, area_id }) => [
    {
      id: 'area',
      type: 'line',
      source: TOWN,
      'source-layer': 'area',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.area_border,
        'line-opacity': 0.75,
        'line-dasharray': [5, 3],
        'line-width': ['match', ['get', 'kind'], ['province', 'city', 'county'], 1.8, 'town', 1.4, 1],
      },
    },
    {
      id: 'area_chosen',
      type: 'line',
      source: TOWN,
      'source-layer': 'area',
      filter: ['==', ['id'], area_id ?? -1],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.selection, 'line-width': 2.4 },
    },
    {
      id: 'area_label',
      type: 'symbol',
      source: TOWN,
      'source-layer': 'area_label',
      maxzoom: 16,
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': ['interpolate', ['linear'], ['zoom'], 9, 11, 14, 15],
        'text-max-width': 8,
        'text-padding': 6,
        'symbol-sort-key': ['-', 0, ['get', 'area_m2']],
      },
      paint: {
        'text-color': palette.text_quiet,
        'text-halo-color': palette.halo,
        'text-halo-width': 1.6,
      },
    },
  ],
};
