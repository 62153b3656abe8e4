import type { FeatureCollection } from 'geojson';
import type { LayerSpecification, SourceSpecification } from 'maplibre-gl';
import { TILE_LAYERS } from '../../contract/tile_layers.ts';
import { VERDICTS } from '../../domain/coverage/verdict.ts';
import { HATCHING } from '../hatching.ts';
import { hatchImage } from '../images.ts';
import { LIVE_SOURCES } from '../live_source.ts';
import { verdictColour, VERDICT_NOW, type Palette } from '../palette.ts';
import { EMPTY, TOWN } from '../source.ts';
import { HATCH_ZOOM } from './building.ts';

/** What the style itself says of a what-if; all that moves with the hand goes past it. */
export interface WhatIfStyle {
  closed_streets: readonly number[];
  /** Rings of the state as it is now, in the form of rings.geojson; null leaves those of the run. */
  rings: FeatureCollection | null;
}

const HATCHED = VERDICTS.filter((verdict) => HATCHING[verdict] !== '');

export const whatIfSources = (): Record<string, SourceSpecification> =>
  Object.fromEntries(LIVE_SOURCES.map((id) => [id, { type: 'geojson', data: EMPTY }]));

/**
 * A pattern cannot follow a state, an opacity can: each hatching lies over every building, and shows where it is the
 * one of the verdict now. They take the place of `building_hatch`.
 */
const hatchLayers = (): LayerSpecification[] =>
  HATCHED.map((verdict) => ({
    id: `live_hatch_${verdict}`,
    type: 'fill',
    source: TOWN,
    'source-layer': 'building',
    minzoom: HATCH_ZOOM,
    paint: {
      'fill-pattern': hatchImage(verdict),
      'fill-opacity': ['case', ['==', VERDICT_NOW, verdict], 1, 0],
    },
  }));

/** Buildings that change, closed streets, what a tool would take hold of, and where handles meet their street. */
export const whatIfLayers = (palette: Palette, { closed_streets }: WhatIfStyle): LayerSpecification[] => [
  ...hatchLayers(),
  {
    id: 'live_dot',
    type: 'circle',
    source: 'changed',
    maxzoom: TILE_LAYERS.building.min_zoom,
    paint: { 'circle-color': verdictColour(palette), 'circle-radius': 2 },
  },
  {
    id: 'street_closed_casing',
    type: 'line',
    source: TOWN,
    'source-layer': 'street',
    filter: ['in', ['id'], ['literal', [...closed_streets]]],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': palette.halo,
      'line-width': ['interpolate', ['linear'], ['zoom'], 12, 4.5, 18, 12],
    },
  },
  {
    id: 'street_closed',
    type: 'line',
    source: TOWN,
    'source-layer': 'street',
    filter: ['in', ['id'], ['literal', [...closed_streets]]],
    paint: {
      'line-color': palette.closed,
      'line-width': ['interpolate', ['linear'], ['zoom'], 12, 2.5, 18, 8],
      'line-dasharray': [1.2, 0.5],
    },
  },
  {
    id: 'closed_mark',
    type: 'symbol',
    source: TOWN,
    'source-layer': 'street',
    minzoom: 13,
    filter: ['in', ['id'], ['literal', [...closed_streets]]],
    layout: {
      'symbol-placement': 'line-center',
      'icon-image': 'closed',
      'icon-rotation-alignment': 'viewport',
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
    },
  },
  {
    id: 'hovered_line',
    type: 'line',
    source: 'hovered',
    filter: ['==', ['geometry-type'], 'LineString'],
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: {
      'line-color': palette.hovered,
      'line-opacity': 0.85,
      'line-width': ['interpolate', ['linear'], ['zoom'], 12, 5, 18, 13],
    },
  },
  {
    id: 'hovered_point',
    type: 'circle',
    source: 'hovered',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-color': palette.hovered,
      'circle-opacity': 0.5,
      'circle-radius': 18,
      'circle-stroke-color': palette.selection,
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'lead',
    type: 'line',
    source: 'leads',
    filter: ['==', ['geometry-type'], 'LineString'],
    layout: { 'line-cap': 'round' },
    paint: { 'line-color': palette.selection, 'line-width': 1.8, 'line-dasharray': [2, 2] },
  },
  {
    id: 'lead_end',
    type: 'circle',
    source: 'leads',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-color': palette.halo,
      'circle-radius': 4,
      'circle-stroke-color': palette.selection,
      'circle-stroke-width': 2,
    },
  },
  {
    id: 'changed',
    type: 'symbol',
    source: 'changed',
    filter: ['!=', ['get', 'change'], 'other'],
    layout: {
      'symbol-sort-key': ['match', ['get', 'change'], ['gained', 'lost'], 1, 0],
      'icon-image': ['get', 'change'],
      'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.4, 14, 0.55, 17, 0.9],
      'icon-allow-overlap': true,
      'icon-ignore-placement': true,
    },
  },
];
