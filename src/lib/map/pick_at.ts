import type { MapGeoJSONFeature } from 'maplibre-gl';
import type { Pick } from '../contract/map_address.ts';
import type { MapLibreMap } from './maplibre.ts';
import { PICK_OF } from './town_layers.ts';

/** Pixels around a finger or pointer that still count as a hit. */
const PICK_MARGIN_PX = 6;

/** What stands under a point of the canvas: exactly there, else near it, else nothing. A point is easily missed. */
export function pickAt(map: MapLibreMap, x: number, y: number): Pick | null {
  const layers = Object.keys(PICK_OF).filter((id) => map.getLayer(id));
  const exact = map.queryRenderedFeatures([x, y], { layers });
  const points = layers.filter(
    (id) => map.getLayer(id)!.type !== 'fill' && map.getLayer(id)!.type !== 'line',
  );
  const near = () => map.queryRenderedFeatures(boxAround(x, y), { layers: points });
  const wide = () => map.queryRenderedFeatures(boxAround(x, y), { layers });
  return (
    pickOf(exact.filter(({ layer }) => points.includes(layer.id))) ??
    pickOf(near()) ??
    pickOf(exact) ??
    pickOf(wide())
  );
}

/** The middle of the group of hazards under a point, else null. */
export const groupAt = (map: MapLibreMap, x: number, y: number): [number, number] | null => {
  const [group] = map.queryRenderedFeatures([x, y], { layers: ['hazard_group'] });
  return group?.geometry.type === 'Point' ? (group.geometry.coordinates as [number, number]) : null;
};

const boxAround = (x: number, y: number): [[number, number], [number, number]] => [
  [x - PICK_MARGIN_PX, y - PICK_MARGIN_PX],
  [x + PICK_MARGIN_PX, y + PICK_MARGIN_PX],
];

function pickOf(features: readonly MapGeoJSONFeature[]): Pick | null {
  for (const { id, layer, properties } of features) {
    const kind = PICK_OF[layer.id]!;
    const found = kind === 'gap' ? properties['rank'] : id;
    if (typeof found === 'number') return { kind, id: found };
  }
  return null;
}
