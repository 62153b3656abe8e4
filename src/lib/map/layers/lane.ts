import type { ExpressionSpecification, FilterSpecification, LineLayerSpecification } from 'maplibre-gl';
import { STREET_CLASSES, STREET_TIER } from '../../domain/network/street_set.ts';
import { formatLength } from '../../format/numbers.ts';
import { TOWN } from '../source.ts';
import type { LaneWidths, TownLayer } from './town_layer.ts';

const DRIVABLE = STREET_CLASSES.filter((name) => STREET_TIER[name] !== 'foot');
const drivable: FilterSpecification = ['in', ['get', 'class'], ['literal', DRIVABLE]];
const recorded: ExpressionSpecification = ['has', 'width_m'];
const recorded_estimate: ExpressionSpecification = ['==', ['get', 'width_source'], 'estimated'];
const metres = (value_m: number) => formatLength(value_m, 'en');

/** The width the rule set gives a street nobody measured, by its class; 0 where it gives none. */
function estimate_m({ estimated_width_m }: LaneWidths): ExpressionSpecification {
  const known = Object.entries(estimated_width_m).filter(([, width_m]) => width_m !== null);
  if (known.length === 0) return ['to-number', 0];
  return ['match', ['get', 'class'], ...known.flat(), 0] as unknown as ExpressionSpecification;
}

const widthColour = (
  { lane_narrow, lane_tight, lane_good }: Record<'lane_narrow' | 'lane_tight' | 'lane_good', string>,
  lane: LaneWidths,
): ExpressionSpecification => [
  'step',
  ['coalesce', ['get', 'width_m'], estimate_m(lane)],
  lane_narrow,
  lane.passes_m,
  lane_tight,
  Math.max(lane.complies_m, lane.passes_m + 1e-6),
  lane_good,
];

const line = { type: 'line', source: TOWN, 'source-layer': 'street', minzoom: 12 } as const;
const line_width: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 12, 1.2, 16, 3.4, 18, 5];

/**
 * Streets by clear width against the fire lane rule and the vehicle: solid where the width was measured, dashed where it
 * is an estimate (recorded as one, or the rule set's for the class), dotted where nobody knows it.
 */
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
    { kind: 'line', colour: 'text', label: (words) => words.width_measured },
    { kind: 'line', colour: 'text', dashed: true, label: (words) => words.width_estimated },
    { kind: 'line', colour: 'lane_unknown', dotted: true, label: (words) => words.lane_unknown },
  ],
  picks: {},
  style: ({ palette, lane }): LineLayerSpecification[] => {
    const estimated: ExpressionSpecification = [
      'any',
      ['all', recorded, recorded_estimate],
      ['all', ['!', recorded], ['>', estimate_m(lane), 0]],
    ];
    const unknown: ExpressionSpecification = ['all', ['!', recorded], ['==', estimate_m(lane), 0]];
    const measured: ExpressionSpecification = ['all', recorded, ['!', recorded_estimate]];
    const line_color = widthColour(palette, lane);
    return [
      {
        ...line,
        id: 'lane_unknown',
        filter: ['all', drivable, unknown] as FilterSpecification,
        layout: { 'line-cap': 'round' },
        paint: { 'line-color': palette.lane_unknown, 'line-width': 2.4, 'line-dasharray': [0.01, 2.4] },
      },
      {
        ...line,
        id: 'lane_estimated',
        filter: ['all', drivable, estimated] as FilterSpecification,
        paint: { 'line-color': line_color, 'line-width': line_width, 'line-dasharray': [3.2, 1.8] },
      },
      {
        ...line,
        id: 'lane',
        filter: ['all', drivable, measured] as FilterSpecification,
        layout: { 'line-cap': 'round', 'line-join': 'round' },
        paint: { 'line-color': line_color, 'line-width': line_width },
      },
    ];
  },
};
