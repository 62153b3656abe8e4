/** What the address of the map page names: layers, panels and what a click picked. */

/** The layers people switch on and off, in the order of the layer rail. */
export const TOWN_LAYERS = [
  'building',
  'ring',
  'gap',
  'station',
  'hydrant',
  'water',
  'main',
  'hazard',
  'place',
  'obstacle',
  'lane',
  'cluster',
  'area',
  'street',
] as const;
export type TownLayerId = (typeof TOWN_LAYERS)[number];

/** Switched off until somebody asks for them. */
export const HIDDEN_AT_FIRST: readonly TownLayerId[] = ['ring', 'main', 'lane', 'cluster'];
export const SHOWN_AT_FIRST: ReadonlySet<TownLayerId> = new Set(
  TOWN_LAYERS.filter((layer) => !HIDDEN_AT_FIRST.includes(layer)),
);

/** The layers shown after one was switched; a new set, so that who looks at it sees the change. */
export const withLayer = (
  shown: ReadonlySet<TownLayerId>,
  layer: TownLayerId,
  on: boolean,
): ReadonlySet<TownLayerId> => new Set(TOWN_LAYERS.filter((each) => (each === layer ? on : shown.has(each))));

/** What a click can pick, named as the tables. */
export const PICKS = [
  'building',
  'hydrant',
  'water_source',
  'water_main',
  'station',
  'obstacle',
  'place',
  'hazard',
  'cluster',
  'area',
  'gap',
] as const;
export type PickKind = (typeof PICKS)[number];
/** `id` is the row's id; a gap's is its rank. */
export interface Pick {
  kind: PickKind;
  id: number;
}

export const PANELS = ['totals', 'areas', 'gaps'] as const;
export type Panel = (typeof PANELS)[number];

export const THEME_CHOICES = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof THEME_CHOICES)[number];

/** One side of a comparison: the data as it is, the steps on screen, or a saved scenario by its id. */
export type Side = 'base' | 'now' | number;
