/**
 * The layers of our vector tiles, bottom to top, and the zoom from which each has features. `building_dot` stands
 * for the buildings below the zoom where footprints are drawn: one point a grid cell. A name may be asked for
 * alone or joined with commas: /tiles/street,hydrant/14/8620/5750.
 */
export const TILE_LAYERS = {
  area: { min_zoom: 0 },
  gap: { min_zoom: 8 },
  cluster: { min_zoom: 8 },
  water_source: { min_zoom: 8 },
  building: { min_zoom: 13 },
  building_dot: { min_zoom: 6 },
  street: { min_zoom: 7 },
  water_main: { min_zoom: 12 },
  obstacle: { min_zoom: 14 },
  place: { min_zoom: 14 },
  hydrant: { min_zoom: 11 },
  hazard: { min_zoom: 6 },
  station: { min_zoom: 6 },
  area_label: { min_zoom: 6 },
} as const;

export type TileLayer = keyof typeof TILE_LAYERS;

export const TILE_LAYER_NAMES = Object.keys(TILE_LAYERS) as TileLayer[];

/** What the map asks for in one tile: mains come by themselves, for those who switch them on. */
export const TOWN_TILE_LAYERS: readonly TileLayer[] = TILE_LAYER_NAMES.filter(
  (name) => name !== 'water_main',
);

/** The deepest tile we cut; beyond it the map magnifies. */
export const MAX_TILE_ZOOM = 18;

/** The last zoom at which buildings are dots. */
export const LAST_DOT_ZOOM = TILE_LAYERS.building.min_zoom - 1;

export interface TileAddress {
  z: number;
  x: number;
  y: number;
}

/** "street,hydrant" to its layers in drawing order, null where a name is unknown. */
export function parseTileLayers(text: string): TileLayer[] | null {
  const names = text.split(',');
  if (!names.every((name) => Object.hasOwn(TILE_LAYERS, name))) return null;
  return TILE_LAYER_NAMES.filter((layer) => names.includes(layer));
}

/** The address of a tile that exists, else null: whole numbers, z up to MAX_TILE_ZOOM, x and y within 2^z. */
export function parseTileAddress(z: string, x: string, y: string): TileAddress | null {
  if (![z, x, y].every((text) => /^(0|[1-9]\d{0,6})$/.test(text))) return null;
  const address = { z: Number(z), x: Number(x), y: Number(y) };
  const side = 2 ** address.z;
  return address.z <= MAX_TILE_ZOOM && address.x < side && address.y < side ? address : null;
}
