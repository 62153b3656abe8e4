import type { ExpressionSpecification } from 'maplibre-gl';
import { EMPTY, FONT } from '../source.ts';
import { SEVERITIES } from '../../contract/api_hazards.ts';
import type { TownLayer } from './town_layer.ts';

const HAZARDS = 'hazards';

/** Hazards nearer than this on screen stand as one mark with their number. */
const CLUSTER_RADIUS_PX = 44;
const LAST_CLUSTER_ZOOM = 16;

/** Open hazards; near ones stand as one mark in the form and colour of the worst among them. */
export const HAZARD: TownLayer = {
  id: 'hazard',
  legend: [
    { kind: 'symbol', symbol: 'hazard-major', label: (words) => words.severities.major },
    { kind: 'symbol', symbol: 'hazard-serious', label: (words) => words.severities.serious },
    { kind: 'symbol', symbol: 'hazard-minor', label: (words) => words.severities.minor },
  ],
  picks: { hazard: 'hazard' },
  sources: ({ origin, wanted }) => ({
    [HAZARDS]: {
      type: 'geojson',
      data: wanted.has('hazard') ? `${origin}/api/hazards` : EMPTY,
      cluster: true,
      clusterRadius: CLUSTER_RADIUS_PX,
      clusterMaxZoom: LAST_CLUSTER_ZOOM,
      clusterProperties: { worst: ['max', ['get', 'worst']] },
    },
  }),
  style: ({ palette }) => {
    const image: ExpressionSpecification = [
      'match',
      ['get', 'worst'],
      ...SEVERITIES.flatMap((severity, worst) => [worst, `hazard-${severity}`]),
      'hazard-minor',
    ] as unknown as ExpressionSpecification;
    return [
      {
        id: 'hazard_group',
        type: 'symbol',
        source: HAZARDS,
        filter: ['has', 'point_count'],
        layout: {
          'icon-image': image,
          'icon-size': [
            'interpolate',
            ['linear'],
            ['zoom'],
            12,
            ['step', ['get', 'point_count'], 0.8, 10, 1, 50, 1.2],
            14.5,
            ['step', ['get', 'point_count'], 1.2, 10, 1.45, 50, 1.7],
          ],
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
          'text-field': ['get', 'point_count_abbreviated'],
          'text-font': FONT,
          'text-size': 13,
          'text-anchor': 'left',
          'text-offset': [1.1, 0],
          'text-allow-overlap': true,
          'text-ignore-placement': true,
        },
        paint: { 'text-color': palette.text, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
      },
      {
        id: 'hazard',
        type: 'symbol',
        source: HAZARDS,
        filter: ['!', ['has', 'point_count']],
        layout: {
          'icon-image': image,
          'icon-size': ['interpolate', ['linear'], ['zoom'], 10, 0.6, 16, 0.95],
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
        },
      },
    ];
  },
};
