import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, VectorSourceSpecification } from 'maplibre-gl';
import { TOWN_TILE_LAYERS } from '../contract/tile_layers.ts';

/** The source of nearly all of the map: its layers in the same tiles, so that a place is one request. */
export const TOWN = 'town';

/** Deeper than this the map magnifies: a tile unit is 15 cm here. */
const LAST_CUT_ZOOM = 16;
const FIRST_CUT_ZOOM = 6;

/** Without glyph files MapLibre draws text with the fonts of the machine. */
export const FONT = ['Noto Sans SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'sans-serif'];

/** The address of the tiles; the run colours buildings and places. */
export const townTiles = (origin: string, run_id: number | null): string =>
  `${origin}/tiles/${TOWN_TILE_LAYERS.join(',')}/{z}/{x}/{y}${run_id === null ? '' : `?run=${run_id}`}`;

export const townSource = (origin: string, run_id: number | null): VectorSourceSpecification => ({
  type: 'vector',
  tiles: [townTiles(origin, run_id)],
  minzoom: FIRST_CUT_ZOOM,
  maxzoom: LAST_CUT_ZOOM,
});

/** The data of a source whose layer was not asked for yet. */
export const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** A mark that a what-if moves or takes away is told so by its state. */
export const OPACITY_UNLESS_HIDDEN: ExpressionSpecification = [
  'case',
  ['boolean', ['feature-state', 'hidden'], false],
  0,
  1,
];
