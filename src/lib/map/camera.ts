import { MAX_ZOOM } from './make_map.ts';
import type { MapLibreMap } from './maplibre.ts';
import { groupAt } from './pick_at.ts';
import type { Covered, MapView } from './view.ts';

export type Bounds = [number, number, number, number];

const CLOSE_ZOOM = 16;
const PADDING_PX = 32;

export function viewOf(map: MapLibreMap): MapView {
  const { lng, lat } = map.getCenter();
  return { zoom: map.getZoom(), lat_deg: lat, lon_deg: lng };
}

/** Keeps what is shown clear of the map's border and of what lies over it. */
export const paddingOf = ({ right_px, bottom_px }: Covered, left_px: number) => ({
  top: PADDING_PX,
  left: PADDING_PX + left_px,
  right: PADDING_PX + right_px,
  bottom: PADDING_PX + bottom_px,
});

/** Shows a box of degrees in the part of the map that nothing covers. */
export const fitTo = (map: MapLibreMap, bounds: Bounds, covered: Covered, left_px: number) =>
  map.fitBounds(bounds, { padding: paddingOf(covered, left_px), maxZoom: CLOSE_ZOOM + 1, duration: 400 });

/** Moves only where the point is out of sight, too small to see, or under what covers the map. */
export function bringInSight(map: MapLibreMap, at_deg: [number, number], covered: Covered, left_px: number) {
  const { clientWidth, clientHeight } = map.getCanvas();
  const { x, y } = map.project(at_deg);
  const { right_px, bottom_px } = covered;
  const in_sight = x > left_px && x < clientWidth - right_px && y > 0 && y < clientHeight - bottom_px;
  if (in_sight && map.getZoom() >= CLOSE_ZOOM - 2) return;
  const zoom = Math.max(map.getZoom(), CLOSE_ZOOM);
  const offset: [number, number] = [(left_px - right_px) / 2, -bottom_px / 2];
  map.easeTo({ center: at_deg, zoom, offset, duration: 400 });
}

/** Comes nearer to the group of hazards under a point, if there is one. */
export function openGroup(map: MapLibreMap, x: number, y: number): boolean {
  const group = groupAt(map, x, y);
  if (!group) return false;
  map.easeTo({ center: group, zoom: Math.min(map.getZoom() + 2, MAX_ZOOM), duration: 300 });
  return true;
}

/** Two maps that always show the same place; what is returned parts them. */
export function moveTogether(a: MapLibreMap, b: MapLibreMap): () => void {
  let following = false;
  const follow = (leader: MapLibreMap, other: MapLibreMap) => () => {
    if (following) return;
    following = true;
    other.jumpTo({ center: leader.getCenter(), zoom: leader.getZoom() });
    following = false;
  };
  const [lead_a, lead_b] = [follow(a, b), follow(b, a)];
  lead_a();
  a.on('move', lead_a);
  b.on('move', lead_b);
  return () => {
    a.off('move', lead_a);
    b.off('move', lead_b);
  };
}
