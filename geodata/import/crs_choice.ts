import type { Geometry, Position } from 'geojson';
import { FileRefused } from '../../src/lib/contract/import.ts';
import { WGS84 } from './crs.ts';
import type { Crs } from './crs.ts';

/** Half-width of the belt about its central meridian in which a zone's coordinates make sense. */
const BELT_DEG = 10;
/** Numbers beyond this cannot be meant as degrees, however wrong. */
const NO_DEGREES = 1000;

/**
 * The system a table's coordinates are in. What the user or the file names is checked against the first
 * rows; where neither names one, degrees are assumed only if most rows can be degrees.
 * Throws FileRefused `crs-unknown`, `axes-swapped` or `crs-mismatch`. A few rows out of range are
 * left for the row check.
 */
export function settledCrs(named: Crs | null, geometries: readonly Geometry[]): Crs {
  const positions = geometries.map(firstPosition).filter((position) => position !== null);
  if (named !== null) checkNamed(named, positions);
  if (named !== null) return named;
  const odd = positions.filter(([x, y]) => !isDegrees(x, y));
  if (odd.length * 2 <= positions.length) return WGS84;
  const [x, y] = odd[0]!;
  refuseSwapped(odd);
  if (odd.some(([a, b]) => Math.abs(a) > NO_DEGREES || Math.abs(b) > NO_DEGREES))
    throw new FileRefused(
      'crs-unknown',
      `Coordinates such as ${shown(x)}, ${shown(y)} are not degrees and the file names no coordinate system; give --crs EPSG:n or add the .prj file.`,
    );
  return WGS84;
}

function checkNamed(crs: Crs, positions: readonly (readonly [number, number])[]) {
  if (positions.length === 0) return;
  if (crs.in_degrees) {
    const odd = positions.filter(([x, y]) => !isDegrees(x, y));
    if (odd.length * 2 <= positions.length) return;
    refuseSwapped(odd);
    const [x, y] = odd[0]!;
    if (odd.some(([a, b]) => Math.abs(a) > NO_DEGREES || Math.abs(b) > NO_DEGREES)) throw mismatch(crs, x, y);
    return;
  }
  const lost = positions.filter(([x, y]) => !fits(crs, x, y));
  if (lost.length * 2 <= positions.length) return;
  const [x, y] = lost[0]!;
  if (lost.every(([a, b]) => fits(crs, b, a)))
    throw new FileRefused(
      'axes-swapped',
      `Coordinates such as ${shown(x)}, ${shown(y)} lie in ${crs.name} only with easting and northing changed over; ` +
        'change the columns over (in a CSV: --map <easting column>=lon,<northing column>=lat).',
    );
  throw mismatch(crs, x, y);
}

const mismatch = (crs: Crs, x: number, y: number) =>
  new FileRefused(
    'crs-mismatch',
    `Coordinates such as ${shown(x)}, ${shown(y)} do not lie in ${crs.name}; give --crs with the system the file is in.`,
  );

function fits(crs: Crs, x: number, y: number): boolean {
  const [lon_deg, lat_deg] = inWgs84(crs, x, y);
  if (!isDegrees(lon_deg, lat_deg)) return false;
  if (crs.central_meridian_deg === null) return true;
  const off_deg = Math.abs(lon_deg - crs.central_meridian_deg);
  return Math.min(off_deg, 360 - off_deg) <= BELT_DEG;
}

function refuseSwapped(odd: readonly (readonly [number, number])[]) {
  if (!odd.every(([x, y]) => isDegrees(y, x))) return;
  const [x, y] = odd[0]!;
  throw new FileRefused(
    'axes-swapped',
    `Coordinates such as ${shown(x)}, ${shown(y)} have a latitude beyond 90 degrees but fit with longitude and latitude changed over; ` +
      'write longitude first (in a CSV: --map <longitude column>=lon,<latitude column>=lat).',
  );
}

/** WGS 84 position of a coordinate pair; NaN where the projection cannot tell. */
export function inWgs84(crs: Crs, x: number, y: number): [lon_deg: number, lat_deg: number] {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return [NaN, NaN];
  return crs.to_wgs84 === null ? [x, y] : crs.to_wgs84(x, y);
}

export const isDegrees = (lon_deg: number, lat_deg: number) =>
  Math.abs(lon_deg) <= 180 && Math.abs(lat_deg) <= 90;

function firstPosition(geometry: Geometry): readonly [number, number] | null {
  if (geometry.type === 'GeometryCollection') {
    for (const member of geometry.geometries) {
      const position = firstPosition(member);
      if (position !== null) return position;
    }
    return null;
  }
  let value: unknown = geometry.coordinates;
  while (Array.isArray(value) && Array.isArray(value[0])) value = value[0];
  if (!Array.isArray(value) || value.length < 2) return null;
  const [x, y] = value as Position;
  return Number.isFinite(x) && Number.isFinite(y) ? [x!, y!] : null;
}

const shown = (ordinate: number) =>
  ordinate.toLocaleString('en-US', { maximumFractionDigits: Math.abs(ordinate) > 1000 ? 1 : 6 });
