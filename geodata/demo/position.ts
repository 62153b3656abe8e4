import type { LineString, MultiPolygon, Point, Polygon, Position } from 'geojson';
import { metresPerLatDegree, metresPerLonDegree } from '../../src/lib/domain/geometry/metric.ts';
import type { Place } from './plane.ts';

/** South-west corner of the made-up ground: hills in southern Fujian, WGS 84. */
const CORNER = { lon_deg: 117.98, lat_deg: 24.86 };
const MIDDLE_LAT_DEG = 24.89;

const rounded = (deg: number) => Math.round(deg * 1e7) / 1e7;

/** Metres to degrees, lon before lat, seven decimals (1 cm). */
export const degreesOf = ([x_m, y_m]: Place): Position => [
  rounded(CORNER.lon_deg + x_m / metresPerLonDegree(MIDDLE_LAT_DEG)),
  rounded(CORNER.lat_deg + y_m / metresPerLatDegree(MIDDLE_LAT_DEG)),
];

const closed = (ring: readonly Place[]): Position[] => {
  const positions = ring
    .map(degreesOf)
    .filter((p, i, all) => i === 0 || p[0] !== all[i - 1][0] || p[1] !== all[i - 1][1]);
  return [...positions, positions[0]];
};

export const pointOf = (place: Place): Point => ({ type: 'Point', coordinates: degreesOf(place) });
export const lineOf = (points: readonly Place[]): LineString => ({
  type: 'LineString',
  coordinates: points.map(degreesOf),
});
export const polygonOf = (rings: readonly (readonly Place[])[]): Polygon => ({
  type: 'Polygon',
  coordinates: rings.map(closed),
});
export const multiOf = (polygons: readonly (readonly (readonly Place[])[])[]): MultiPolygon => ({
  type: 'MultiPolygon',
  coordinates: polygons.map((rings) => rings.map(closed)),
});
