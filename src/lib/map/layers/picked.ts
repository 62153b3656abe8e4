import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import type { Palette } from '../palette.ts';
import { EMPTY } from '../source.ts';

const PICKED = 'picked';

/** A ring around the picked hydrant, station, hazard, obstacle, place or coordinate. */
export const pickedSource = (at: [number, number] | null): Record<string, SourceSpecification> => ({
  [PICKED]: { type: 'geojson', data: at ? { type: 'Point', coordinates: at } : EMPTY },
});

export const pickedLayers = (palette: Palette): LayerSpecification[] => [
  {
    id: 'picked_point',
    type: 'circle',
    source: PICKED,
    paint: {
      'circle-color': palette.station_mark,
      'circle-opacity': 0.25,
      'circle-radius': 16,
      'circle-stroke-color': palette.selection,
      'circle-stroke-width': 2.5,
    },
  },
];
