import gcoord from 'gcoord';
import proj4 from 'proj4';
import { FileRefused } from '../../src/lib/contract/import.ts';
import { epsgDefinition } from './crs_definitions.ts';
import type { Remark } from './source_rows.ts';

/** A coordinate system and the way from it to WGS 84 degrees, longitude before latitude. */
export interface Crs {
  name: string;
  /** null where coordinates already are WGS 84 longitude and latitude (or within a metre of it). */
  to_wgs84: ((x: number, y: number) => [lon_deg: number, lat_deg: number]) | null;
  /** Coordinates are degrees before the change. */
  in_degrees: boolean;
  /** Meridian the system is made for; far from it a projection gives nonsense. */
  central_meridian_deg: number | null;
  remarks: readonly Remark[];
}

export const WGS84: Crs = {
  name: 'EPSG:4326',
  to_wgs84: null,
  in_degrees: true,
  central_meridian_deg: null,
  remarks: [],
};

/** The system named with --crs; null for `auto`. Throws FileRefused `crs-not-supported`. */
export function namedCrs(asked: string): Crs | null {
  const name = asked.trim();
  if (/^auto$/i.test(name)) return null;
  if (/^gcj-?02$/i.test(name)) return shifted('gcj02', gcoord.GCJ02);
  if (/^bd-?09(ll)?$/i.test(name)) return shifted('bd09', gcoord.BD09);
  const code = /^(?:epsg:+)?(\d{4,6})$/i.exec(name) ?? /^urn:ogc:def:crs:epsg:[^:]*:(\d+)$/i.exec(name);
  if (code !== null) return epsgCrs(Number(code[1]));
  if (/crs:?84$/i.test(name)) return WGS84;
  throw new FileRefused(
    'crs-not-supported',
    `The coordinate system "${asked}" is not known; give --crs EPSG:n, gcj02 or bd09.`,
  );
}

function epsgCrs(code: number): Crs {
  const definition = epsgDefinition(code);
  if (definition === null)
    throw new FileRefused(
      'crs-not-supported',
      `EPSG:${code} is not among the systems known here (EPSG:4326, 4490, 3857, UTM, CGCS2000, Beijing 1954, Xi'an 1980); ` +
        'give a shapefile with its .prj or convert the file to EPSG:4326.',
    );
  if (definition.proj4 === null) return { ...WGS84, name: `EPSG:${code}` };
  return projected(`EPSG:${code}`, definition.proj4, definition.datum === 'shift-unknown');
}

/** The system of a .prj file (WKT of ESRI or OGC). Throws FileRefused `prj-unreadable`. */
export function crsFromPrj(wkt: string): Crs {
  const text = wkt.replace(/^\ufeff/, '').trim();
  const name = /^[A-Z_]+\s*\[\s*"([^"]*)"/i.exec(text)?.[1] ?? 'the .prj file';
  try {
    const projection = proj4.Proj(text) as unknown as ProjDetails;
    const near_wgs84 =
      Math.abs(projection.a - 6378137) < 0.5 && Math.abs((projection.rf ?? 298.257) - 298.257) < 0.01;
    const shift_known = (projection.datum_params?.length ?? 0) > 0;
    const sphere = projection.projName === 'merc' || /mercator_auxiliary|pseudo/i.test(text);
    if (projection.projName === 'longlat' && near_wgs84) return { ...WGS84, name };
    return projected(name, text, !near_wgs84 && !shift_known && !sphere);
  } catch (error) {
    if (error instanceof FileRefused) throw error;
    throw new FileRefused(
      'prj-unreadable',
      `The .prj file could not be understood (it begins "${text.slice(0, 60)}"); give --crs EPSG:n.`,
    );
  }
}

/** The `crs` member of GeoJSON's 2008 edition. Throws FileRefused. */
export function crsFromGeoJson(member: unknown): Crs {
  const properties = (member as { properties?: { name?: unknown } } | null)?.properties;
  const name = properties?.name;
  if (typeof name !== 'string')
    throw new FileRefused(
      'crs-unreadable',
      `The "crs" member names no system: ${JSON.stringify(member)?.slice(0, 80)}; give --crs EPSG:n.`,
    );
  return namedCrs(name) ?? WGS84;
}

interface ProjDetails {
  projName: string;
  a: number;
  rf?: number;
  long0?: number;
  datum_params?: number[];
}

function projected(name: string, definition: string, shift_unknown: boolean): Crs {
  const converter = proj4(definition, 'EPSG:4326');
  const details = proj4.Proj(definition) as unknown as ProjDetails;
  const in_degrees = details.projName === 'longlat';
  const is_transverse = /utm|merc|gauss/i.test(details.projName) && details.projName !== 'merc';
  return {
    name,
    to_wgs84: (x, y) => converter.forward([x, y]) as [number, number],
    in_degrees,
    central_meridian_deg:
      is_transverse && details.long0 !== undefined ? (details.long0 * 180) / Math.PI : null,
    remarks: shift_unknown
      ? [
          {
            code: 'datum-shift-unknown',
            message: `${name} has no published shift to WGS 84 for this place; positions may lie tens of metres off. Have the file converted to CGCS2000 by the surveying office.`,
          },
        ]
      : [],
  };
}

function shifted(name: 'gcj02' | 'bd09', system: typeof gcoord.GCJ02 | typeof gcoord.BD09): Crs {
  return {
    name,
    to_wgs84: (lon_deg, lat_deg) =>
      gcoord.transform([lon_deg, lat_deg], system, gcoord.WGS84) as [number, number],
    in_degrees: true,
    central_meridian_deg: null,
    remarks: [
      {
        code: 'shift-undone',
        message: `Positions were brought from ${name} to WGS 84; the way back is exact to about a metre.`,
      },
    ],
  };
}
