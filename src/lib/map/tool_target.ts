import type { FeatureCollection, Position } from 'geojson';
import type { MapGeoJSONFeature } from 'maplibre-gl';
import type { MapLibreMap } from './maplibre.ts';
import { toolTarget, type Handle } from './what_if.ts';

const STREET_LAYERS = ['street_main', 'street_side', 'street_lane', 'street_foot'];
/** How far from a street a click still means it, pixels. */
const STREET_REACH_PX = 12;
/** Half of a 44 px touch target. */
const OBSTACLE_REACH_PX = 22;

/** What a tool takes hold of at a place of the map, and its shape in degrees for a highlight. */
export interface ToolTarget {
  kind: 'street' | 'obstacle';
  id: number;
  shape(): FeatureCollection;
}

/** Null where the tool finds nothing within reach, or takes hold of nothing. */
export function targetAt(
  map: MapLibreMap,
  x: number,
  y: number,
  tool: string | null,
  handles: readonly Handle[],
): ToolTarget | null {
  const wanted = toolTarget(tool);
  if (wanted === 'obstacle') return obstacleAt(map, x, y, handles);
  return wanted === 'street' ? streetAt(map, x, y) : null;
}

/** The street nearest a pixel within reach; its shape is all its pieces on screen. */
export function streetAt(map: MapLibreMap, x: number, y: number): ToolTarget | null {
  const found = map.queryRenderedFeatures(boxAround(x, y, STREET_REACH_PX), { layers: STREET_LAYERS });
  let nearest: { id: number; px: number } | null = null;
  for (const feature of found) {
    const px = Math.min(...linesOf(feature).map((line) => distanceTo(map, line, x, y)));
    if (typeof feature.id !== 'number' || px > STREET_REACH_PX) continue;
    if (!nearest || px < nearest.px) nearest = { id: feature.id, px };
  }
  if (!nearest) return null;
  const { id } = nearest;
  const shape = () => {
    const pieces = map.queryRenderedFeatures({ layers: STREET_LAYERS, filter: ['==', ['id'], id] });
    return shapeOf(pieces.map(({ geometry }) => geometry));
  };
  return { kind: 'street', id, shape };
}

function obstacleAt(map: MapLibreMap, x: number, y: number, handles: readonly Handle[]): ToolTarget | null {
  const tiles = map.queryRenderedFeatures(boxAround(x, y, OBSTACLE_REACH_PX), { layers: ['obstacle'] });
  const candidates = [
    ...handles.flatMap(({ layer, row, lon_deg, lat_deg }) =>
      layer === 'obstacle' ? [{ id: row, at: [lon_deg, lat_deg] as [number, number] }] : [],
    ),
    ...tiles.flatMap(({ id, geometry, state }) =>
      geometry.type === 'Point' && typeof id === 'number' && !state['hidden']
        ? [{ id, at: geometry.coordinates as [number, number] }]
        : [],
    ),
  ];
  let nearest: { id: number; at: [number, number]; px: number } | null = null;
  for (const { id, at } of candidates) {
    const point = map.project(at);
    const px = Math.hypot(point.x - x, point.y - y);
    if (px <= OBSTACLE_REACH_PX && (!nearest || px < nearest.px)) nearest = { id, at, px };
  }
  if (!nearest) return null;
  const { id, at } = nearest;
  return { kind: 'obstacle', id, shape: () => shapeOf([{ type: 'Point', coordinates: at }]) };
}

const boxAround = (x: number, y: number, reach: number): [[number, number], [number, number]] => [
  [x - reach, y - reach],
  [x + reach, y + reach],
];

const shapeOf = (geometries: GeoJSON.Geometry[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: geometries.map((geometry) => ({ type: 'Feature', properties: {}, geometry })),
});

function linesOf({ geometry }: MapGeoJSONFeature): Position[][] {
  if (geometry.type === 'LineString') return [geometry.coordinates];
  return geometry.type === 'MultiLineString' ? geometry.coordinates : [];
}

/** Pixels from a point to a line in degrees. */
function distanceTo(map: MapLibreMap, line: Position[], x: number, y: number): number {
  const points = line.map((at) => map.project(at as [number, number]));
  let least = Infinity;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const length2 = dx * dx + dy * dy;
    const share = length2 > 0 ? Math.min(1, Math.max(0, ((x - a.x) * dx + (y - a.y) * dy) / length2)) : 0;
    least = Math.min(least, Math.hypot(a.x + share * dx - x, a.y + share * dy - y));
  }
  return least;
}
