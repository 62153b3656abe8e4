import type { ExpressionSpecification } from 'maplibre-gl';
import { TILE_LAYERS } from '../../contract/tile_layers.ts';
import { VERDICTS } from '../../domain/coverage/verdict.ts';
import { hatchImage } from '../images.ts';
import { VERDICT_NOW, verdictColour } from '../palette.ts';
import { TOWN } from '../source.ts';
import type { LegendEntry, TownLayer } from './town_layer.ts';

const FOOTPRINT_ZOOM = TILE_LAYERS.building.min_zoom;
/** Below this a hatching is noise. */
export const HATCH_ZOOM = 15;

/** Footprints in the colour of their verdict, hatched from close by; dots by grid cell from afar. */
export const BUILDING: TownLayer = {
  id: 'building',
  legend: [
    ...VERDICTS.map((verdict): LegendEntry => ({
      kind: 'verdict',
      verdict,
      label: (words) => words.verdicts[verdict],
    })),
    { kind: 'verdict', verdict: null, label: (words) => words.unassessed },
  ],
  picks: { building: 'building' },
  style: ({ palette, picked, what_if }) => [
    {
      id: 'building_dot',
      type: 'circle',
      source: TOWN,
      'source-layer': 'building_dot',
      maxzoom: FOOTPRINT_ZOOM,
      layout: { 'circle-sort-key': ['get', 'buildings'] },
      paint: {
        'circle-color': verdictColour(palette),
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
        'fill-color': verdictColour(palette, VERDICT_NOW),
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
      filter: what_if ? ['literal', false] : ['has', 'verdict'],
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
      id: 'building_picked',
      type: 'line',
      source: TOWN,
      'source-layer': 'building',
      minzoom: FOOTPRINT_ZOOM,
      filter: ['==', ['id'], picked?.kind === 'building' ? picked.id : -1],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': palette.selection, 'line-width': 3 },
    },
  ],
};
