import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { TILE_LAYERS } from '../../contract/tile_layers.ts';
import { VERDICTS } from '../../domain/coverage/verdict.ts';
import { hatchImage } from '../images.ts';
import type { Palette } from '../palette.ts';
import { TOWN } from '../source.ts';

/** The layers a click on a building looks in. */
export const BUILDING_PICK_LAYERS = ['building'];

const FOOTPRINT_ZOOM = TILE_LAYERS.building.min_zoom;
/** Below this a hatching is noise. */
const HATCH_ZOOM = 15;

const colourOf = (palette: Palette): ExpressionSpecification =>
  [
    'match',
    ['coalesce', ['get', 'verdict'], ''],
    ...VERDICTS.flatMap((verdict) => [verdict, palette.verdict[verdict]]),
    palette.unassessed,
  ] as unknown as ExpressionSpecification;

/** Footprints in the colour of their verdict, hatched from close by; dots by grid cell from afar. */
export const buildingLayers = (palette: Palette, selected: number | null): LayerSpecification[] => [
  {
    id: 'building_dot',
    type: 'circle',
    source: TOWN,
    'source-layer': 'building_dot',
    maxzoom: FOOTPRINT_ZOOM,
    layout: { 'circle-sort-key': ['get', 'buildings'] },
    paint: {
      'circle-color': colourOf(palette),
      'circle-opacity': 0.88,
      'circle-radius': ['interpolate', ['linear'], ['sqrt', ['get', 'buildings']], 1, 1.3, 4, 2.4, 10, 3.4],
    },
  },
  {
    id: 'building',
    type: 'fill',
    source: TOWN,
    'source-layer': 'building',
    minzoom: FOOTPRINT_ZOOM,
    paint: {
      'fill-color': colourOf(palette),
      'fill-outline-color': ['step', ['zoom'], 'rgba(0,0,0,0)', 15, palette.building_edge],
      'fill-antialias': true,
    },
  },
  {
    id: 'building_hatch',
    type: 'fill',
    source: TOWN,
    'source-layer': 'building',
    minzoom: HATCH_ZOOM,
    filter: ['has', 'verdict'],
    paint: {
      'fill-pattern': [
        'match',
        ['get', 'verdict'],
        ...VERDICTS.flatMap((verdict) => [verdict, hatchImage(verdict)]),
        hatchImage('covered'),
      ] as unknown as ExpressionSpecification,
    },
  },
  {
    id: 'building_selected',
    type: 'line',
    source: TOWN,
    'source-layer': 'building',
    minzoom: FOOTPRINT_ZOOM,
    filter: ['==', ['id'], selected ?? -1],
    layout: { 'line-join': 'round' },
    paint: { 'line-color': palette.selection, 'line-width': 3 },
  },
];
