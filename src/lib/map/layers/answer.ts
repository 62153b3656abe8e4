import type { FeatureCollection } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../palette.ts';

/** The source that holds the picked building's stop and lines. */
export const ANSWER = 'answer';

/** Where the picked building's vehicle stops: positions are lon, lat in degrees. */
export interface Answer {
  door: [number, number];
  stop: [number, number] | null;
  water: [number, number] | null;
}

export const NO_ANSWER: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Straight lines that tell what belongs together; the hose itself follows the ways. */
export function answerFeatures({ door, stop, water }: Answer): FeatureCollection {
  if (!stop) return NO_ANSWER;
  const line = (leg: string, to: [number, number]): FeatureCollection['features'][number] => ({
    type: 'Feature',
    properties: { leg },
    geometry: { type: 'LineString', coordinates: [stop, to] },
  });
  return {
    type: 'FeatureCollection',
    features: [
      line('hose', door),
      ...(water ? [line('water', water)] : []),
      { type: 'Feature', properties: { leg: 'stop' }, geometry: { type: 'Point', coordinates: stop } },
    ],
  };
}

export const answerLayers = (palette: Palette): LayerSpecification[] => [
  {
    id: 'answer_line',
    type: 'line',
    source: ANSWER,
    filter: ['==', ['geometry-type'], 'LineString'],
    layout: { 'line-cap': 'round' },
    paint: {
      'line-color': ['match', ['get', 'leg'], 'water', palette.hydrant, palette.selection],
      'line-width': 2.5,
      'line-dasharray': [1.5, 2],
    },
  },
  {
    id: 'answer_stop',
    type: 'circle',
    source: ANSWER,
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-color': palette.station_mark,
      'circle-radius': 6,
      'circle-stroke-color': palette.selection,
      'circle-stroke-width': 2,
    },
  },
];
