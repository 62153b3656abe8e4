import type { Position } from 'geojson';
import { metresPerLatDegree, metresPerLonDegree } from '../../../domain/geometry/metric.ts';

type Ring = readonly Position[];
type Polygon = readonly Position[][];

/** Area of a multipolygon in m², each ring measured in the local frame of its own middle latitude. */
export function area_m2(polygons: readonly Polygon[]): number {
  const sum = polygons.reduce((total, polygon) => total + polygonArea_m2(polygon), 0);
  return Math.round(sum * 1e4) / 1e4;
}

function polygonArea_m2([shell, ...holes]: Polygon): number {
  return ringArea_m2(shell) - holes.reduce((sum, hole) => sum + ringArea_m2(hole), 0);
}

function ringArea_m2(ring: Ring): number {
  const [x0, y0] = ring[0];
  let doubled = 0;
  let south = y0;
  let north = y0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1];
    const [bx, by] = ring[i];
    doubled += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0);
    if (by < south) south = by;
    if (by > north) north = by;
  }
  const middle_deg = (south + north) / 2;
  return (Math.abs(doubled) / 2) * metresPerLonDegree(middle_deg) * metresPerLatDegree(middle_deg);
}

/**
 * A point inside a valid multipolygon: on the horizontal through the middle of its largest part, the middle of
 * the widest stretch inside. The horizontal runs between two vertex latitudes, so it passes through no vertex.
 */
export function pointInside(polygons: readonly Polygon[]): Position {
  const largest = largestOf(polygons);
  const y = scanLatitude(largest[0]);
  const crossings: number[] = [];
  for (const ring of largest) {
    for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1];
      const [bx, by] = ring[i];
      if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
  }
  crossings.sort((a, b) => a - b);
  let west = largest[0][0][0];
  let east = west;
  for (let i = 1; i < crossings.length; i += 2) {
    if (crossings[i] - crossings[i - 1] > east - west) [west, east] = [crossings[i - 1], crossings[i]];
  }
  return crossings.length < 2 ? largest[0][0] : [(west + east) / 2, y];
}

function largestOf(polygons: readonly Polygon[]): Polygon {
  if (polygons.length === 1) return polygons[0];
  const areas_m2 = polygons.map(polygonArea_m2);
  return polygons[areas_m2.indexOf(maximum(areas_m2))];
}

function scanLatitude(shell: Ring): number {
  const latitudes = shell.map(([, lat]) => lat);
  const middle = (minimum(latitudes) + maximum(latitudes)) / 2;
  const below = maximum(latitudes.filter((lat) => lat <= middle));
  const above = minimum(latitudes.filter((lat) => lat > middle));
  return (below + above) / 2;
}

const minimum = (values: number[]) => values.reduce((least, value) => Math.min(least, value), Infinity);
const maximum = (values: number[]) => values.reduce((most, value) => Math.max(most, value), -Infinity);
