import type { MapGeoJSONFeature } from 'maplibre-gl';
import type { Pick, PickKind } from '../contract/map_address.ts';
import type { MapLibreMap } from './maplibre.ts';
import { PICK_OF } from './town_layers.ts';

/** Pixels around a finger or pointer that still count as a hit. */
const PICK_MARGIN_PX = 6;

/** Marks lie over buildings, and are small: they are looked for first, and near the point as well. */
const MARKS: readonly PickKind[] = ['hydrant', 'station', 'obstacle', 'hazard', 'place', 'water_source'];
const isMark = (id: string) => MARKS.includes(PICK_OF[id]!) && !/_(label|surface|line)$/.test(id);

/** What stands under a point of the canvas: a mark, a building, a mark near it, anything else; null where nothing is. */
export function pickAt(map: MapLibreMap, x: number, y: number): Pick | null {
  const layers = Object.keys(PICK_OF).filter((id) => map.getLayer(id));
  const exact = map.queryRenderedFeatures([x, y], { layers });
  const near = map.queryRenderedFeatures(boxAround(x, y), { layers });
  const marks = ({ layer }: MapGeoJSONFeature) => isMark(layer.id);
  const buildings = ({ layer }: MapGeoJSONFeature) => PICK_OF[layer.id] === 'building';
  return (
    pickOf(exact.filter(marks)) ??
    pickOf(exact.filter(buildings)) ??
    pickOf(near.filter(marks)) ??
    pickOf(near.filter(buildings)) ??
    pickOf(exact)
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
  for (const { id, layer, properties, state } of features) {
    if (state['hidden']) continue;
    const kind = PICK_OF[layer.id]!;
    const found = kind === 'gap' ? properties['rank'] : id;
    if (typeof found === 'number') return { kind, id: found };
  }
  return null;
}
