import type { Position } from 'geojson';
import { decodeEwkb } from '../../../contract/ewkb.ts';

/** Rings or lines one after another: lon,lat pairs, and the pair where each begins plus the end. */
export interface Footprint {
  coords_deg: Float64Array;
  ring_start: Uint32Array;
}

/** Vertices of an EWKB LineString as lon,lat pairs. */
export function flatLine(geom: Uint8Array): Float64Array {
  const geometry = decodeEwkb(geom);
  if (geometry.type !== 'LineString') throw new TypeError(`expected a LineString, got ${geometry.type}`);
  return Float64Array.from(geometry.coordinates.flat());
}

/** Rings of polygons (holes included), lines as they are, points as rings of one vertex. */
export function flatRings(geom: Uint8Array): Footprint {
  const lines = linesOf(decodeEwkb(geom));
  const ring_start = new Uint32Array(lines.length + 1);
  lines.forEach((line, i) => (ring_start[i + 1] = ring_start[i] + line.length));
  return { coords_deg: Float64Array.from(lines.flat(2)), ring_start };
}

function linesOf(geometry: ReturnType<typeof decodeEwkb>): Position[][] {
  switch (geometry.type) {
    case 'Point':
      return [[geometry.coordinates]];
    case 'LineString':
      return [geometry.coordinates];
    case 'MultiPoint':
      return geometry.coordinates.map((position) => [position]);
    case 'Polygon':
    case 'MultiLineString':
      return geometry.coordinates;
    case 'MultiPolygon':
      return geometry.coordinates.flat();
  }
}
