import type { Geometry, Position } from 'geojson';
import { FileRefused } from '../../src/lib/contract/import.ts';
import type { JsonObject, JsonValue } from './json_values.ts';
import type { Remark, SourceRow } from './source_rows.ts';

/**
 * GeoJSON objects (RFC 7946) checked member by member. What breaks the format throws FileRefused with the
 * feature's number; what is only style is remarked; rings left open are closed.
 */

const GEOMETRY_DEPTH = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
} as const;
type CoordinateGeometry = keyof typeof GEOMETRY_DEPTH;

/** Decimals of a degree beyond which a coordinate says less than a centimetre. */
const USEFUL_DECIMALS = 7;

/** A Feature of a collection or standing alone. */
export function featureRow(value: JsonValue, row: string): SourceRow {
  const feature = object(value, 'a Feature', row);
  const type = feature['type'];
  if (type !== 'Feature')
    throw refused('feature-type', row, `"type" must be "Feature", found ${shown(type)}`);
  const style: Remark[] = [];
  foreignMembers(feature, ['features', 'coordinates', 'geometries'], 'A Feature', style);
  checkBbox(feature, row);
  const id = feature['id'];
  if (id !== undefined && id !== null && typeof id !== 'string' && typeof id !== 'number')
    throw refused('feature-id', row, `"id" must be a string or a number, found ${shown(id)}`);
  const properties = feature['properties'] ?? {};
  if (!isObject(properties))
    throw refused(
      'properties-not-object',
      row,
      `"properties" must be an object or null, found ${shown(properties)}`,
    );
  const found = { style, repaired: [] as Remark[] };
  const geometry = feature['geometry'] ?? null;
  return {
    row,
    id: id === undefined || id === null ? null : String(id),
    geometry: geometry === null ? null : checkedGeometry(geometry, row, found),
    fields: properties,
    ...found,
  };
}

/** A geometry standing alone, without attributes. */
export function geometryRow(value: JsonValue, row: string): SourceRow {
  const found = { style: [] as Remark[], repaired: [] as Remark[] };
  return { row, id: null, geometry: checkedGeometry(value, row, found), fields: {}, ...found };
}

/** Checks the members of a FeatureCollection other than its features. */
export function collectionRemarks(collection: JsonObject): Remark[] {
  checkBbox(collection, '1');
  const remarks: Remark[] = [];
  foreignMembers(
    collection,
    ['properties', 'coordinates', 'geometry', 'geometries'],
    'A FeatureCollection',
    remarks,
  );
  return remarks;
}

export const isGeometryType = (
  type: JsonValue | undefined,
): type is CoordinateGeometry | 'GeometryCollection' =>
  typeof type === 'string' && (Object.hasOwn(GEOMETRY_DEPTH, type) || type === 'GeometryCollection');

interface Found {
  style: Remark[];
  repaired: Remark[];
}

function checkedGeometry(value: JsonValue, row: string, found: Found, nested = false): Geometry {
  const geometry = object(value, 'a geometry', row);
  const type = geometry['type'];
  if (!isGeometryType(type))
    throw refused('geometry-type', row, `${shown(type)} is not a geometry type of GeoJSON`);
  checkBbox(geometry, row);
  foreignMembers(geometry, ['geometry', 'properties', 'features'], 'A geometry', found.style);
  if (type === 'GeometryCollection') return checkedCollection(geometry, row, found, nested);

  const coordinates = geometry['coordinates'];
  if (!Array.isArray(coordinates))
    throw refused('coordinates-missing', row, `"coordinates" must be an array, found ${shown(coordinates)}`);
  if (coordinates.length > 0) checkNesting(coordinates, GEOMETRY_DEPTH[type], row, found);
  checkLengths(type, coordinates, row, found);
  return { type, coordinates } as Geometry;
}

function checkedCollection(geometry: JsonObject, row: string, found: Found, nested: boolean): Geometry {
  const members = geometry['geometries'];
  if (!Array.isArray(members))
    throw refused('geometries-missing', row, `"geometries" must be an array, found ${shown(members)}`);
  if (nested)
    found.style.push({
      code: 'nested-collection',
      message: 'A GeometryCollection stands inside another; its members were taken one by one.',
    });
  else if (members.length === 1)
    found.style.push({
      code: 'single-collection',
      message: 'A GeometryCollection of one geometry was taken as that geometry.',
    });
  return {
    type: 'GeometryCollection',
    geometries: members.map((member) => checkedGeometry(member, row, found, true)),
  };
}

function checkNesting(values: JsonValue[], depth: number, row: string, found: Found) {
  if (depth === 0) return checkPosition(values, row, found);
  for (const value of values) {
    if (!Array.isArray(value))
      throw refused(
        'coordinates-nesting',
        row,
        `${depth === 1 ? 'a position' : 'an array of positions'} was expected where ${shown(value)} stands`,
      );
    checkNesting(value, depth - 1, row, found);
  }
}

function checkPosition(position: JsonValue[], row: string, found: Found) {
  for (const ordinate of position)
    if (typeof ordinate !== 'number')
      throw refused(
        'coordinates-not-numbers',
        row,
        `coordinates must be numbers, found ${shown(ordinate)} in [${position.map(shown).join(', ')}]`,
      );
  if (position.length < 2)
    throw refused('position-too-short', row, `a position needs two numbers, found [${position.join(', ')}]`);
  if (position.length > 3)
    once(found.style, {
      code: 'extra-ordinates',
      message: `Positions hold ${position.length} numbers; only longitude and latitude were taken.`,
    });
  if (overPrecise(position[0] as number) || overPrecise(position[1] as number))
    once(found.style, {
      code: 'excess-precision',
      message: `Coordinates such as ${String(position[0])} carry more than ${USEFUL_DECIMALS} decimals; they were taken as written.`,
    });
}

/** Numbers beyond degrees are another system's metres, whose decimals are not judged here. */
function overPrecise(ordinate: number): boolean {
  if (Math.abs(ordinate) > 360) return false;
  const scaled = ordinate * 10 ** USEFUL_DECIMALS;
  return Math.abs(scaled - Math.round(scaled)) > 1e-4;
}

function checkLengths(type: CoordinateGeometry, coordinates: JsonValue[], row: string, found: Found) {
  if (coordinates.length === 0) return;
  if (type === 'LineString') checkLine(coordinates, row);
  if (type === 'MultiLineString') for (const line of coordinates) checkLine(line as JsonValue[], row);
  if (type === 'Polygon') checkRings(coordinates, row, found);
  if (type === 'MultiPolygon')
    for (const polygon of coordinates) checkRings(polygon as JsonValue[], row, found);
}

function checkLine(line: JsonValue[], row: string) {
  if (line.length < 2)
    throw refused('line-too-short', row, `a line needs two positions, found ${line.length}`);
}

function checkRings(rings: JsonValue[], row: string, found: Found) {
  for (const ring of rings as Position[][]) {
    if (ring.length < 4)
      throw refused('ring-too-short', row, `a ring needs four positions, found ${ring.length}`);
    const first = ring[0]!;
    const last = ring[ring.length - 1]!;
    if (first.length === last.length && first.every((ordinate, i) => ordinate === last[i])) continue;
    if (first[0] === last[0] && first[1] === last[1]) ring[ring.length - 1] = [...first];
    else ring.push([...first]);
    once(found.repaired, {
      code: 'ring-closed',
      message: `A ring ended at [${last.join(', ')}] and not where it began, [${first.join(', ')}]; it was closed.`,
    });
  }
}

function checkBbox(holder: JsonObject, row: string) {
  const bbox = holder['bbox'];
  if (bbox === undefined || bbox === null) return;
  if (!Array.isArray(bbox) || bbox.some((value) => typeof value !== 'number'))
    throw refused('bbox', row, `"bbox" must be an array of numbers, found ${shown(bbox)}`);
  if (bbox.length !== 4 && bbox.length !== 6)
    throw refused('bbox', row, `"bbox" must hold 4 or 6 numbers, found ${bbox.length}`);
}

function foreignMembers(holder: JsonObject, names: readonly string[], what: string, remarks: Remark[]) {
  for (const name of names)
    if (name in holder)
      remarks.push({
        code: 'foreign-member',
        message: `${what} has the member "${name}", which belongs to another kind of object; it was left aside.`,
      });
}

function once(remarks: Remark[], remark: Remark) {
  if (!remarks.some((other) => other.code === remark.code)) remarks.push(remark);
}

function object(value: JsonValue, what: string, row: string): JsonObject {
  if (!isObject(value))
    throw refused('not-an-object', row, `${what} must be an object, found ${shown(value)}`);
  return value;
}

export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function refused(code: string, row: string, what: string) {
  return new FileRefused(code, `Feature ${row}: ${what}.`, row);
}

/** A value as a message shows it. */
function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
