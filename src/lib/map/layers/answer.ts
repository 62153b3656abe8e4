import type { FeatureCollection } from 'geojson';
import type { LayerSpecification } from 'maplibre-gl';
import type { Palette } from '../palette.ts';

/** The source that holds the picked building's stop and lines. */
export const ANSWER = 'answer';

type Line = [number, number][];

/** The ways behind the picked building's verdict: positions are lon, lat in degrees. */
export interface Answer {
  door: [number, number];
  stop: [number, number] | null;
  water: [number, number] | null;
  /** From the station to the stop, stop to door, source to stop; null where they are not known. */
  paths: { truck: Line | null; hose: Line | null; supply: Line | null };
}

export const NO_ANSWER: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Ways where they are known, else straight dotted lines that tell what belongs together. */
export function answerFeatures({ door, stop, water, paths }: Answer): FeatureCollection {
  if (!stop) return NO_ANSWER;
  const line = (leg: string, way: Line | null, straight: Line | null): FeatureCollection['features'] => {
    const coordinates = way ?? straight;
    if (!coordinates) return [];
    return [
      {
        type: 'Feature',
        properties: { leg, known: way !== null },
        geometry: { type: 'LineString', coordinates },
      },
    ];
  };
  return {
    type: 'FeatureCollection',
    features: [
      ...line('truck', paths.truck, null),
      ...line('water', paths.supply, water && [water, stop]),
      ...line('hose', paths.hose, [stop, door]),
      { type: 'Feature', properties: { leg: 'stop' }, geometry: { type: 'Point', coordinates: stop } },
    ],
  };
}

export const answerLayers = (palette: Palette): LayerSpecification[] => [
  {
    id: 'answer_truck_casing',
    type: 'line',
    source: ANSWER,
    filter: ['==', ['get', 'leg'], 'truck'],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': palette.halo, 'line-width': 8 },
  },
  {
    id: 'answer_truck',
    type: 'line',
    source: ANSWER,
    filter: ['==', ['get', 'leg'], 'truck'],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': palette.truck, 'line-width': 5 },
  },
  {
    id: 'answer_line_casing',
    type: 'line',
    source: ANSWER,
    filter: ['all', ['==', ['geometry-type'], 'LineString'], ['!=', ['get', 'leg'], 'truck']],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': palette.halo, 'line-width': 5 },
  },
  {
    id: 'answer_line',
    type: 'line',
    source: ANSWER,
    filter: [
      'all',
      ['==', ['geometry-type'], 'LineString'],
      ['!=', ['get', 'leg'], 'truck'],
      ['get', 'known'],
    ],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': ['match', ['get', 'leg'], 'water', palette.hydrant, palette.selection],
      'line-width': 3,
    },
  },
  {
    id: 'answer_straight',
    type: 'line',
    source: ANSWER,
    filter: ['all', ['==', ['geometry-type'], 'LineString'], ['!', ['get', 'known']]],
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
