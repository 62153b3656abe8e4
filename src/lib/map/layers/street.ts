import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl';
import { STREET_CLASSES, STREET_TIER, type StreetTier } from '../../domain/network/street_set.ts';
import type { Palette } from '../palette.ts';
import { FONT, TOWN } from '../source.ts';
import type { TownLayer } from './town_layer.ts';

/** Bottom to top. */
const TIERS: readonly StreetTier[] = ['lane', 'side', 'main'];

/** Pixels of a tier's width at zooms 10, 14 and 18. */
const WIDTH_PX: Record<StreetTier, readonly [number, number, number]> = {
  main: [1.2, 3.6, 16],
  side: [0.5, 2, 11],
  lane: [0.2, 1, 7],
  foot: [0, 0.7, 2],
};

const classesOf = (tier: StreetTier) => STREET_CLASSES.filter((name) => STREET_TIER[name] === tier);

const inTier = (tier: StreetTier): ExpressionSpecification => [
  'in',
  ['get', 'class'],
  ['literal', classesOf(tier)],
];

const width = (tier: StreetTier, extra_px: number): ExpressionSpecification => {
  const [far, middle, near] = WIDTH_PX[tier];
  return [
    'interpolate',
    ['exponential', 1.5],
    ['zoom'],
    10,
    far + extra_px / 2,
    14,
    middle + extra_px,
    18,
    near + extra_px,
  ];
};

/** Footways, then casings, then surfaces by tier, so that main streets lie on top. */
const streetLayers = (palette: Palette): LayerSpecification[] => [
  {
    id: 'street_foot',
    type: 'line',
    source: TOWN,
    'source-layer': 'street',
    minzoom: 14,
    filter: inTier('foot'),
    paint: {
      'line-color': palette.street_foot,
      'line-width': width('foot', 0),
      'line-dasharray': [3, 2],
    },
  },
  ...TIERS.map((tier) => streetLine(`street_${tier}_casing`, tier, palette.street_casing, 1.4)),
  ...TIERS.map((tier) => streetLine(`street_${tier}`, tier, surface(palette, tier), 0)),
];

/** From afar a street is one thin line; its surface lightens as the casing beside it shows. */
const surface = (palette: Palette, tier: StreetTier): ExpressionSpecification => [
  'interpolate',
  ['linear'],
  ['zoom'],
  11,
  palette.street_far,
  13.5,
  tier === 'main' ? palette.street : palette.street_lane,
];

const streetLine = (
  id: string,
  tier: StreetTier,
  color: string | ExpressionSpecification,
  extra_px: number,
): LayerSpecification => ({
  id,
  type: 'line',
  source: TOWN,
  'source-layer': 'street',
  minzoom: tier === 'lane' ? 12 : 7,
  filter: inTier(tier),
  layout: { 'line-cap': 'round', 'line-join': 'round' },
  paint: { 'line-color': color, 'line-width': width(tier, extra_px) },
});

const streetLabelLayers = (palette: Palette): LayerSpecification[] => [
  {
    id: 'street_label',
    type: 'symbol',
    source: TOWN,
    'source-layer': 'street',
    minzoom: 14,
    filter: ['all', ['has', 'name'], ['!', inTier('foot')]],
    layout: {
      'symbol-placement': 'line',
      'symbol-spacing': 380,
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': ['interpolate', ['linear'], ['zoom'], 14, 10.5, 18, 14],
      'text-max-angle': 30,
      'text-padding': 12,
    },
    paint: { 'text-color': palette.text_quiet, 'text-halo-color': palette.halo, 'text-halo-width': 1.5 },
  },
];

/** The ground everything else lies on: streets by tier, footways dashed, and their names. */
export const STREET: TownLayer = {
  id: 'street',
  legend: [
    { kind: 'line', colour: 'street', cased: true, label: (words) => words.tiers.main },
    { kind: 'line', colour: 'street_lane', cased: true, label: (words) => words.tiers.lane },
    { kind: 'line', colour: 'street_foot', dashed: true, label: (words) => words.tiers.foot },
  ],
  picks: {},
  style: ({ palette }) => [...streetLayers(palette), ...streetLabelLayers(palette)],
};
