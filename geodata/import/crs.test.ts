import gcoord from 'gcoord';
import { describe, expect, it } from 'vitest';
import { FileRefused } from '../../src/lib/contract/import.ts';
import { UTM_17N_PRJ } from '../../tests/support/shapefile_writer.ts';
import { crsFromGeoJson, crsFromPrj, namedCrs } from './crs.ts';
import type { Crs } from './crs.ts';
import { settledCrs } from './crs_choice.ts';
import { epsgDefinition } from './crs_definitions.ts';

const points = (...positions: [number, number][]) =>
  positions.map((coordinates) => ({ type: 'Point' as const, coordinates }));
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    if (error instanceof FileRefused) return error.code;
    throw error;
  }
  return 'taken';
};
const close = ([lon, lat]: [number, number]) => [expect.closeTo(lon, 8), expect.closeTo(lat, 8)];

describe('EPSG codes', () => {
  it('computes every Gauss-Krüger zone of CGCS2000 from its number', () => {
    for (let code = 4491; code <= 4554; code++) {
      const definition = epsgDefinition(code)!;
      const lon_0 = Number(/\+lon_0=(\d+)/.exec(definition.proj4!)![1]);
      const x_0 = Number(/\+x_0=(\d+)/.exec(definition.proj4!)![1]);
      const crs = namedCrs(`EPSG:${code}`)!;
      expect(crs.to_wgs84!(x_0, 0)).toEqual(close([lon_0, 0]));
      expect(lon_0 % 3).toBe(0);
      expect([code, x_0 === 500000 || x_0 % 1e6 === 500000]).toEqual([code, true]);
    }
  });

  it.each([
    // code, false easting, central meridian: as the EPSG register lists them
    [4491, 13_500_000, 75],
    [4501, 23_500_000, 135],
    [4502, 500_000, 75],
    [4512, 500_000, 135],
    [4513, 25_500_000, 75],
    [4533, 45_500_000, 135],
    [4534, 500_000, 75],
    [4548, 500_000, 117],
    [4554, 500_000, 135],
    [2421, 45_500_000, 135],
    [2436, 500_000, 117],
    [21463, 500_000, 135],
    [2343, 500_000, 105],
    [2390, 500_000, 135],
  ])('EPSG:%i has the false easting %i on the meridian %i', (code, x_0, lon_0) => {
    expect(epsgDefinition(code)!.proj4).toContain(`+lon_0=${lon_0} +k=1 +x_0=${x_0} `);
  });

  it('knows degrees, Web Mercator and UTM on both hemispheres', () => {
    expect(namedCrs('EPSG:4490')!.to_wgs84).toBeNull();
    expect(namedCrs('epsg:3857')!.to_wgs84!(20037508.342789244, 0)).toEqual(close([180, 0]));
    expect(namedCrs('32617')!.to_wgs84!(500000, 0)).toEqual(close([-81, 0]));
    expect(namedCrs('EPSG:32717')!.to_wgs84!(500000, 10_000_000)).toEqual(close([-81, 0]));
  });

  it('says that Beijing 1954 has no known shift, and refuses what it does not know', () => {
    expect(namedCrs('EPSG:2436')!.remarks.map(({ code }) => code)).toEqual(['datum-shift-unknown']);
    expect(namedCrs('EPSG:4548')!.remarks).toEqual([]);
    expect(namedCrs('auto')).toBeNull();
    for (const name of ['EPSG:99999', 'mars', 'EPSG:'])
      expect(codeOf(() => namedCrs(name))).toBe('crs-not-supported');
  });
});

describe('shifted systems', () => {
  it.each([
    ['gcj02', gcoord.GCJ02],
    ['bd09', gcoord.BD09],
  ] as const)('undoes %s to within a metre', (name, system) => {
    const crs = namedCrs(name)!;
    const there = gcoord.transform([118.1, 24.5], gcoord.WGS84, system) as [number, number];
    expect(Math.hypot(there[0] - 118.1, there[1] - 24.5)).toBeGreaterThan(0.001);
    const [lon, lat] = crs.to_wgs84!(...there);
    expect(Math.hypot(lon - 118.1, lat - 24.5) * 111_320).toBeLessThan(1);
    expect(crs.remarks).toHaveLength(1);
  });
});

describe('.prj files', () => {
  it('reads projected and geographic systems of ESRI', () => {
    const utm = crsFromPrj(UTM_17N_PRJ);
    expect(utm.name).toBe('WGS_1984_UTM_Zone_17N');
    expect(utm.to_wgs84!(500000, 0)).toEqual(close([-81, 0]));
    expect(utm.central_meridian_deg).toBeCloseTo(-81, 9);
    const china = crsFromPrj(
      'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]',
    );
    expect([china.to_wgs84, china.in_degrees]).toEqual([null, true]);
  });

  it('warns of a datum without a shift, and refuses what it cannot read', () => {
    const beijing =
      'PROJCS["Beijing_1954_3_Degree_GK_CM_117E",GEOGCS["GCS_Beijing_1954",DATUM["D_Beijing_1954",SPHEROID["Krasovsky_1940",6378245.0,298.3]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",117.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]';
    const crs = crsFromPrj(beijing);
    expect(crs.remarks.map(({ code }) => code)).toEqual(['datum-shift-unknown']);
    expect(crs.to_wgs84!(500000, 0)).toEqual(close([117, 0]));
    expect(codeOf(() => crsFromPrj('nothing of the kind'))).toBe('prj-unreadable');
    expect(codeOf(() => crsFromPrj(beijing.slice(0, 90)))).toBe('prj-unreadable');
  });
});

describe('the crs member of GeoJSON', () => {
  it('takes URNs and short names', () => {
    const named = (name: unknown) => crsFromGeoJson({ type: 'name', properties: { name } });
    expect(named('urn:ogc:def:crs:OGC:1.3:CRS84').to_wgs84).toBeNull();
    expect(named('urn:ogc:def:crs:EPSG::4548').name).toBe('EPSG:4548');
    expect(named('EPSG:4490').to_wgs84).toBeNull();
    expect(codeOf(() => crsFromGeoJson({ type: 'link', properties: { href: 'x' } }))).toBe('crs-unreadable');
  });
});

describe('settledCrs', () => {
  const settled = (crs: Crs | null, ...positions: [number, number][]) =>
    codeOf(() => settledCrs(crs, points(...positions)));

  it('takes degrees, with a few rows out of range left to the row check', () => {
    expect(settledCrs(null, points([118, 24], [118, 24], [118, 200])).name).toBe('EPSG:4326');
    expect(settledCrs(null, []).name).toBe('EPSG:4326');
  });

  it('refuses metres, swapped degrees and a system the coordinates do not lie in', () => {
    expect(settled(null, [434512.3, 2712345])).toBe('crs-unknown');
    expect(settled(null, [24, 118], [25, 119])).toBe('axes-swapped');
    expect(settled(namedCrs('gcj02'), [24, 118], [25, 119])).toBe('axes-swapped');
    expect(settled(namedCrs('EPSG:4326'), [434512.3, 2712345])).toBe('crs-mismatch');
    expect(settled(namedCrs('EPSG:4548'), [434512.3, 2712345])).toBe('taken');
    expect(settled(namedCrs('EPSG:4548'), [39434512.3, 2712345])).toBe('crs-mismatch');
    expect(settled(namedCrs('EPSG:4548'), [2712345, 434512.3], [2712346, 434512])).toBe('axes-swapped');
  });
});
