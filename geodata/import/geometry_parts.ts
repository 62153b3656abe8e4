import type { Geometry, Position } from 'geojson';
import { LAYER_GEOMETRY } from '../../src/lib/contract/layer_rows.ts';
import type { LayerId } from '../../src/lib/contract/layer_rows.ts';

/**
 * The pieces of a geometry that can stand in a layer: itself where its kind fits, the points of a
 * MultiPoint, the fitting members of a GeometryCollection (nested ones included). Empty where none fits.
 */
export function fittingParts(geometry: Geometry, layer: LayerId): Geometry[] {
  if (LAYER_GEOMETRY[layer].includes(geometry.type)) return [geometry];
  if (geometry.type === 'GeometryCollection')
    return geometry.geometries.flatMap((member) => fittingParts(member, layer));
  if (geometry.type === 'MultiPoint' && LAYER_GEOMETRY[layer].includes('Point'))
    return geometry.coordinates.map((coordinates) => ({ type: 'Point', coordinates }));
  return [];
}

/** Geometries a collection or the points a MultiPoint holds; 1 for every other kind. */
export function partCount(geometry: Geometry): number {
  if (geometry.type === 'GeometryCollection')
    return geometry.geometries.reduce((sum, member) => sum + partCount(member), 0);
  return geometry.type === 'MultiPoint' ? geometry.coordinates.length : 1;
}

/** Whether a geometry holds no position at all. */
export function isEmpty(geometry: Geometry): boolean {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.every(isEmpty);
  return !hasPosition(geometry.coordinates);
}

const hasPosition = (value: unknown): boolean =>
  Array.isArray(value) && (typeof value[0] === 'number' || value.some(hasPosition));

/** The same geometry with every position changed; heights and measures are dropped. */
export function mapPositions(
  geometry: Geometry,
  change: (x: number, y: number) => [number, number],
): Geometry {
  if (geometry.type === 'GeometryCollection')
    return { type: geometry.type, geometries: geometry.geometries.map((part) => mapPositions(part, change)) };
  return { type: geometry.type, coordinates: mapNested(geometry.coordinates, change) } as Geometry;
}

function mapNested(
  value: Position | Position[] | Position[][] | Position[][][],
  change: (x: number, y: number) => [number, number],
): unknown {
  if (typeof value[0] === 'number') return change(value[0], (value as Position)[1]!);
  return (value as Position[]).map((part) => mapNested(part, change));
}

/** Number of outer rings that run clockwise or holes that run counterclockwise (RFC 7946 3.1.6). */
export function ringsAgainstRightHand(geometry: Geometry): number {
  if (geometry.type === 'Polygon') return wrongRings(geometry.coordinates);
  if (geometry.type === 'MultiPolygon')
    return geometry.coordinates.reduce((sum, rings) => sum + wrongRings(rings), 0);
  if (geometry.type === 'GeometryCollection')
    return geometry.geometries.reduce((sum, part) => sum + ringsAgainstRightHand(part), 0);
  return 0;
}

const wrongRings = (rings: Position[][]) =>
  rings.reduce((sum, ring, i) => {
    const area = signedArea(ring);
    return sum + (area !== 0 && area < 0 === (i === 0) ? 1 : 0);
  }, 0);

/** Twice the area of a ring, positive where it runs counterclockwise. */
export function signedArea(ring: readonly Position[]): number {
  let sum = 0;
  const [x0, y0] = ring[0] ?? [0, 0];
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!;
    const [bx, by] = ring[i]!;
    sum += (ax! - x0!) * (by! - y0!) - (bx! - x0!) * (ay! - y0!);
  }
  return sum;
}
