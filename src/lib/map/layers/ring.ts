import type { ExpressionSpecification } from 'maplibre-gl';
import { EMPTY } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

const RINGS = 'rings';

/** Streets a vehicle reaches within one, three and five minutes, as bands under the streets; nearer ones on top. */
export const RING: TownLayer = {
  id: 'ring',
  legend: [
    { kind: 'fill', colour: 'ring_near', outlined: true, label: (words) => words.ring_within(1) },
    { kind: 'fill', colour: 'ring_middle', outlined: true, label: (words) => words.ring_within(3) },
    { kind: 'fill', colour: 'ring_far', outlined: true, label: (words) => words.ring_within(5) },
  ],
  picks: {},
  sources: ({ origin, run_id, wanted, what_if }) => ({
    [RINGS]: {
      type: 'geojson',
      data: what_if?.rings
        ? what_if.rings
        : run_id !== null && wanted.has('ring')
          ? `${origin}/api/rings?run=${run_id}`
          : EMPTY,
      maxzoom: 16,
      tolerance: 0.3,
    },
  }),
  style: ({ palette }) => {
    const colour: ExpressionSpecification = [
      'step',
      ['get', 'cutoff_s'],
      palette.ring_near,
      61,
      palette.ring_middle,
      181,
      palette.ring_far,
    ];
    const farthest_first: ExpressionSpecification = ['-', 0, ['get', 'cutoff_s']];
    return [
      {
        id: 'ring',
        type: 'fill',
        source: RINGS,
        layout: { 'fill-sort-key': farthest_first },
        paint: { 'fill-color': colour },
      },
      {
        id: 'ring_edge',
        type: 'line',
        source: RINGS,
        layout: { 'line-sort-key': farthest_first, 'line-join': 'round' },
        paint: {
          'line-color': palette.ring_edge,
          'line-opacity': 0.55,
          'line-width': ['interpolate', ['linear'], ['zoom'], 11, 0.3, 16, 1.2],
        },
      },
    ];
  },
};
