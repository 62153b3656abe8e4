import { FONT, TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

/** Water surfaces and streams as ground; pools, wells, cranes and suction points as marks above the streets. */
export const WATER: TownLayer = {
  id: 'water',
  legend: [
    { kind: 'symbol', symbol: 'water-point', label: (words) => words.water_point },
    { kind: 'fill', colour: 'water', outlined: true, label: (words) => words.water_surface },
  ],
  picks: { water_point: 'water_source', water_surface: 'water_source', water_line: 'water_source' },
  style: ({ palette }) => [
    {
      id: 'water_surface',
      type: 'fill',
      source: TOWN,
      'source-layer': 'water_source',
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': palette.water, 'fill-outline-color': palette.water_edge },
    },
    {
      id: 'water_line',
      type: 'line',
      source: TOWN,
      'source-layer': 'water_source',
      filter: ['==', ['geometry-type'], 'LineString'],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: {
        'line-color': palette.water_edge,
        'line-width': ['interpolate', ['exponential', 1.4], ['zoom'], 9, 0.6, 14, 1.6, 18, 6],
      },
    },
    {
      id: 'water_point',
      type: 'symbol',
      source: TOWN,
      'source-layer': 'water_source',
      minzoom: 13,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: {
        'icon-image': 'water-point',
        'icon-size': ['interpolate', ['linear'], ['zoom'], 13, 0.6, 17, 1],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
    {
      id: 'water_label',
      type: 'symbol',
      source: TOWN,
      'source-layer': 'water_source',
      minzoom: 13,
      filter: ['all', ['has', 'name'], ['!=', ['geometry-type'], 'Point']],
      layout: {
        'symbol-placement': ['step', ['zoom'], 'line', 24, 'point'],
        'symbol-spacing': 500,
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 12,
      },
      paint: { 'text-color': palette.hydrant, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
    },
  ],
};
