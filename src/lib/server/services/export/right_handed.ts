import type { Position } from 'geojson';
import type { EwkbGeometry } from '../../../contract/ewkb.ts';

/** Outlines counter-clockwise and holes clockwise, as RFC 7946 asks; other geometries as they are. */
export function rightHanded(geometry: EwkbGeometry): EwkbGeometry {
  if (geometry.type === 'Polygon') return { type: 'Polygon', coordinates: windRings(geometry.coordinates) };
  if (geometry.type === 'MultiPolygon')
    return { type: 'MultiPolygon', coordinates: geometry.coordinates.map(windRings) };
  return geometry;
}

const windRings = (rings: Position[][]) =>
  rings.map((ring, i) => (isCounterClockwise(ring) === (i === 0) ? ring : ring.toReversed()));

/** By the shoelace sum from the first vertex, so that small rings far from 0,0 keep their digits. */
function isCounterClockwise(ring: readonly Position[]): boolean {
  const [lon0, lat0] = ring[0];
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1];
    const [bx, by] = ring[i];
    twice += (ax - lon0) * (by - lat0) - (bx - lon0) * (ay - lat0);
  }
  return twice > 0;
}
