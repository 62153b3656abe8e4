import type { ExpressionSpecification, FilterSpecification } from 'maplibre-gl';
import { STREET_CLASSES, STREET_TIER } from '../../domain/network/street_set.ts';
import { formatLength } from '../../format/numbers.ts';
import { TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

const DRIVABLE = STREET_CLASSES.filter((name) => STREET_TIER[name] !== 'foot');
const width: ExpressionSpecification = ['get', 'width_m'];
const metres = (value_m: number) => formatLength(value_m, 'en');

/** Streets by clear width against the fire lane rule and the vehicle; where nobody measured it, dotted. */
export const LANE: TownLayer = {
  id: 'lane',
  legend: [
    {
      kind: 'line',
      colour: 'lane_good',
      label: (words, lane) => words.lane_complies(metres(lane.complies_m)),
    },
    {
      kind: 'line',
      colour: 'lane_tight',
      label: (words, lane) => words.lane_tight(metres(lane.passes_m), metres(lane.complies_m)),
    },
    { kind: 'line', colour: 'lane_narrow', label: (words, lane) => words.lane_narrow(metres(lane.passes_m)) },
    { kind: 'line', colour: 'lane_unknown', dashed: true, label: (words) => words.lane_unknown },
  ],
  picks: {},
  style: ({ palette, lane }) => {
    const drivable: FilterSpecification = ['in', ['get', 'class'], ['literal', DRIVABLE]];
    return [
      {
        id: 'lane_unknown',
        type: 'line',
        source: TOWN,
        'source-layer': 'street',
        minzoom: 12,
        filter: ['all', drivable, ['!', ['has', 'width_m']]] as FilterSpecification,
        paint: { 'line-color': palette.lane_unknown, 'line-width': 2, 'line-dasharray': [1.2, 2.2] },
      },
      {
        id: 'lane',
        type: 'line',
        source: TOWN,
        'source-layer': 'street',
        minzoom: 12,
        filter: ['all', drivable, ['has', 'width_m']] as FilterSpecification,
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: {
          'line-color': [
            'step',
            width,
            palette.lane_narrow,
            lane.passes_m,
            palette.lane_tight,
            Math.max(lane.complies_m, lane.passes_m + 1e-6),
            palette.lane_good,
          ],
          'line-width': ['interpolate', ['linear'], ['zoom'], 12, 1.2, 16, 3.4, 18, 5],
        },
      },
    ];
  },
};
