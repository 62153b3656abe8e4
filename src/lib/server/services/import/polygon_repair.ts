import type { Position } from 'geojson';
import { union } from 'polyclip-ts';
import { polygonFault } from './polygon_validity.ts';

type MultiPolygon = Position[][][];

/** Digits after the point a second try is rounded to; 1e-9 degrees are 0.1 mm. */
const GRID_DIGITS = 9;

/**
 * The multipolygon that covers what an invalid one encloses (even-odd within a polygon, together over all), or
 * null where nothing with an inside is left. Runs here and not in the database because different versions of
 * GEOS mend differently.
 */
export function repairedPolygons(polygons: MultiPolygon): MultiPolygon | null {
  const mended = unionOf(polygons);
  if (mended !== null && polygonFault(mended) === null) return mended;
  const rounded = unionOf(onGrid(polygons));
  return rounded !== null && polygonFault(rounded) === null ? rounded : null;
}

function unionOf(polygons: MultiPolygon): MultiPolygon | null {
  const usable = polygons.filter(([shell]) => shell !== undefined && shell.length >= 4);
  if (usable.length === 0) return null;
  try {
    const mended = union(usable as Parameters<typeof union>[0]) as MultiPolygon;
    return mended.length === 0 ? null : mended;
  } catch {
    // The library throws where rounding leaves it with a ring it cannot close; the caller rejects the row.
    return null;
  }
}

const onGrid = (polygons: MultiPolygon): MultiPolygon =>
  polygons.map((rings) =>
    rings.map((ring) => ring.map((position) => position.map((value) => Number(value.toFixed(GRID_DIGITS))))),
  );
