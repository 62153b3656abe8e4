import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../palette.ts';
import { FONT, TOWN } from '../source.ts';

/** Borders of areas. Larger areas are drawn stronger. */
export const areaLayers = (palette: Palette): LayerSpecification[] => [
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
];

/** Names in the middle of their area; larger areas give way as one comes nearer. */
export const areaLabelLayers = (palette: Palette): LayerSpecification[] => [
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
];
