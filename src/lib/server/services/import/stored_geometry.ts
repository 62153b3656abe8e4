import type { Geometry, Position } from 'geojson';
import type { EwkbGeometry } from '../../../contract/ewkb.ts';
import { LAYER_GEOMETRY, type LayerId } from '../../../contract/layer_rows.ts';
import { lineLength_m, lineMiddle } from './line_middle.ts';
import { area_m2, pointInside } from './polygon_measures.ts';
import { repairedPolygons } from './polygon_repair.ts';
import { polygonFault } from './polygon_validity.ts';
import { positionFault } from './position_fault.ts';

export interface Remark {
  code: string;
  message: string;
}

/** One row's geometry as the table stores it. */
export interface StoredPart {
  geometry: EwkbGeometry;
  /** Inside the polygon, halfway along the line, the point itself. */
  point: Position;
  area_m2: number | null;
}

export type StoredGeometry =
  | { kind: 'stored'; parts: StoredPart[]; repairs: Remark[]; remarks: Remark[] }
  | { kind: 'rejected'; reason: Remark; valid_swapped: boolean };

type MultiPolygon = Position[][][];
type Outcome = StoredGeometry;

const LAYER_FORM: Record<LayerId, 'line' | 'point' | 'polygons' | 'any'> = {
  street: 'line',
  hydrant: 'point',
  water_source: 'any',
  station: 'point',
  building: 'polygons',
  area: 'polygons',
  obstacle: 'point',
  place: 'point',
  cluster: 'polygons',
  hazard: 'point',
  operating_surface: 'polygons',
  water_main: 'line',
};

/**
 * A geometry of a file in the form its layer's table stores: checked, its rings closed, its polygons valid. A
 * street or main of several lines becomes several parts; everything else is one part.
 */
export function storedGeometry(layer: LayerId, given: Geometry | null): StoredGeometry {
  const remarks: Remark[] = [];
  const geometry = withoutWrapping(given, LAYER_GEOMETRY[layer], remarks);
  if (geometry === null) return rejected('null-geometry', 'No geometry; expected one');
  if (geometry.type === 'GeometryCollection' || !LAYER_GEOMETRY[layer].includes(geometry.type)) {
    return rejected(
      'wrong-geometry-kind',
      `${geometry.type} in layer ${layer}; expected ${LAYER_GEOMETRY[layer].join(' or ')}`,
    );
  }
  const fault = positionFault(geometry);
  if (fault !== null) {
    return { kind: 'rejected', reason: fault, valid_swapped: fault.valid_swapped };
  }
  switch (geometry.type) {
    case 'Point':
      return stored([pointPart(geometry.coordinates)], [], remarks);
    case 'MultiPoint':
      return rejected('wrong-geometry-kind', 'MultiPoint; expected a single point');
    case 'LineString':
      return ofLines(layer, [geometry.coordinates], remarks);
    case 'MultiLineString':
      return ofLines(layer, geometry.coordinates, remarks);
    case 'Polygon':
      return ofPolygons(layer, [geometry.coordinates], geometry.type, remarks);
    case 'MultiPolygon':
      return ofPolygons(layer, geometry.coordinates, geometry.type, remarks);
  }
}

function rejected(code: string, message: string): Outcome {
  return { kind: 'rejected', reason: { code, message }, valid_swapped: false };
}

function stored(parts: StoredPart[], repairs: Remark[], remarks: Remark[]): Outcome {
  return { kind: 'stored', parts, repairs, remarks };
}

function pointPart([lon, lat]: Position): StoredPart {
  const point = [lon, lat];
  return { geometry: { type: 'Point', coordinates: point }, point, area_m2: null };
}

/** Takes the one member out of a collection, and the one point out of a multipoint where points are asked. */
function withoutWrapping(
  geometry: Geometry | null,
  accepted: readonly Geometry['type'][],
  remarks: Remark[],
): Geometry | null {
  if (geometry?.type === 'GeometryCollection' && geometry.geometries?.length === 1) {
    remarks.push({ code: 'single-part', message: 'A collection of one geometry was read as that geometry' });
    return withoutWrapping(geometry.geometries[0], accepted, remarks);
  }
  if (geometry?.type === 'MultiPoint' && geometry.coordinates?.length === 1 && accepted.includes('Point')) {
    remarks.push({ code: 'single-part', message: 'A multipoint of one point was read as that point' });
    return { type: 'Point', coordinates: geometry.coordinates[0] };
  }
  return geometry ?? null;
}

function ofLines(layer: LayerId, given: Position[][], remarks: Remark[]): Outcome {
  const lines = given.filter((line) => line.length >= 2 && lineLength_m(line) > 0);
  if (lines.length === 0) {
    return rejected('no-length', 'A line with fewer than two different points; expected a length above 0 m');
  }
  if (lines.length < given.length) {
    remarks.push({ code: 'part-left-out', message: `${given.length - lines.length} part(s) without length` });
  }
  const form = LAYER_FORM[layer];
  if (form === 'line') {
    if (lines.length > 1) {
      remarks.push({
        code: 'split-into-parts',
        message: `${lines.length} lines were stored as separate rows`,
      });
    }
    const parts = lines.map((coordinates) => ({
      geometry: { type: 'LineString' as const, coordinates },
      point: lineMiddle(coordinates),
      area_m2: null,
    }));
    return stored(parts, [], remarks);
  }
  const longest = lines.reduce((best, line) => (lineLength_m(line) > lineLength_m(best) ? line : best));
  const point = lineMiddle(longest);
  if (form === 'point') {
    remarks.push({ code: 'line-to-point', message: 'A line was stored as the point halfway along it' });
    return stored([pointPart(point)], [], remarks);
  }
  const geometry: EwkbGeometry =
    lines.length === 1
      ? { type: 'LineString', coordinates: lines[0] }
      : { type: 'MultiLineString', coordinates: lines };
  return stored([{ geometry, point, area_m2: null }], [], remarks);
}

function ofPolygons(
  layer: LayerId,
  given: MultiPolygon,
  type: 'Polygon' | 'MultiPolygon',
  remarks: Remark[],
): Outcome {
  const repairs: Remark[] = [];
  let polygons = closedPolygons(given, repairs);
  const fault = polygons.length === 0 ? 'no ring of four positions' : polygonFault(polygons);
  if (fault !== null) {
    const mended = repairedPolygons(polygons);
    if (mended === null) return rejected('unrepairable-polygon', `Invalid polygon (${fault}) with no inside`);
    polygons = mended;
    repairs.push({ code: 'invalid-polygon', message: `Invalid polygon (${fault}) was made valid` });
  }
  const size_m2 = area_m2(polygons);
  if (size_m2 <= 0) return rejected('no-area', `Polygon of ${size_m2} m²; expected an area above 0`);
  const point = pointInside(polygons);
  const form = LAYER_FORM[layer];
  if (form === 'point') {
    remarks.push({ code: 'polygon-to-point', message: 'A polygon was stored as a point inside it' });
    return stored([pointPart(point)], repairs, remarks);
  }
  const single = form === 'any' && type === 'Polygon' && polygons.length === 1;
  const geometry: EwkbGeometry = single
    ? { type: 'Polygon', coordinates: polygons[0] }
    : { type: 'MultiPolygon', coordinates: polygons };
  return stored([{ geometry, point, area_m2: size_m2 }], repairs, remarks);
}

/** Rings closed; rings that stay below four positions and polygons without a shell left out. */
function closedPolygons(given: MultiPolygon, repairs: Remark[]): MultiPolygon {
  let unclosed = 0;
  let left_out = 0;
  const polygons: MultiPolygon = [];
  for (const rings of given) {
    const closed: Position[][] = [];
    for (const [i, ring] of rings.entries()) {
      const whole = isClosed(ring) ? ring : [...ring, ring[0]];
      if (whole !== ring) unclosed++;
      if (ring.length > 0 && whole.length >= 4) closed.push(whole);
      else {
        left_out++;
        if (i === 0) break;
      }
    }
    if (closed.length > 0) polygons.push(closed);
  }
  if (unclosed > 0) {
    repairs.push({ code: 'ring-closed', message: `${unclosed} ring(s) did not end where they began` });
  }
  if (left_out > 0) {
    repairs.push({ code: 'ring-left-out', message: `${left_out} ring(s) of fewer than four positions` });
  }
  return polygons;
}

function isClosed(ring: Position[]): boolean {
  if (ring.length === 0) return true;
  const last = ring[ring.length - 1];
  return ring[0][0] === last[0] && ring[0][1] === last[1];
}
