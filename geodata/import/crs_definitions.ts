/** How far a system's datum may stand from WGS 84 where no shift parameters are given. */
export type DatumNearness = 'same' | 'shift-unknown';

export interface CrsDefinition {
  /** For proj4; null for plain longitude and latitude that need no computing. */
  proj4: string | null;
  datum: DatumNearness;
}

const KRASSOWSKY = '+ellps=krass';
const IAU_1976 = '+a=6378140 +b=6356755.288157528';
const GRS_80 = '+ellps=GRS80';

/** Gauss-Krüger: transverse Mercator of scale 1 with the false easting 500 km behind the zone number. */
const gaussKruger = (ellipsoid: string, central_meridian_deg: number, zone_prefix: number | null) =>
  `+proj=tmerc +lat_0=0 +lon_0=${central_meridian_deg} +k=1 +x_0=${(zone_prefix ?? 0) * 1e6 + 5e5} +y_0=0 ${ellipsoid} +units=m +no_defs`;

interface ZoneFamily {
  first: number;
  last: number;
  datum: DatumNearness;
  proj4: (index: number) => string;
}

/** Six-degree zones 13-23 and three-degree zones 25-45, each with and without the zone number in front. */
function chineseFamilies(
  ellipsoid: string,
  datum: DatumNearness,
  first: { zone_6: number; meridian_6: number; zone_3: number; meridian_3: number },
): ZoneFamily[] {
  return [
    {
      first: first.zone_6,
      last: first.zone_6 + 10,
      datum,
      proj4: (i) => gaussKruger(ellipsoid, 75 + 6 * i, 13 + i),
    },
    {
      first: first.meridian_6,
      last: first.meridian_6 + 10,
      datum,
      proj4: (i) => gaussKruger(ellipsoid, 75 + 6 * i, null),
    },
    {
      first: first.zone_3,
      last: first.zone_3 + 20,
      datum,
      proj4: (i) => gaussKruger(ellipsoid, 75 + 3 * i, 25 + i),
    },
    {
      first: first.meridian_3,
      last: first.meridian_3 + 20,
      datum,
      proj4: (i) => gaussKruger(ellipsoid, 75 + 3 * i, null),
    },
  ];
}

const utm = (first: number, zones: number, first_zone: number, rest: string): ZoneFamily => ({
  first,
  last: first + zones - 1,
  datum: 'same',
  proj4: (i) => `+proj=utm +zone=${first_zone + i} ${rest} +units=m +no_defs`,
});

const FAMILIES: readonly ZoneFamily[] = [
  ...chineseFamilies(GRS_80, 'same', { zone_6: 4491, meridian_6: 4502, zone_3: 4513, meridian_3: 4534 }),
  ...chineseFamilies(KRASSOWSKY, 'shift-unknown', {
    zone_6: 21413,
    meridian_6: 21453,
    zone_3: 2401,
    meridian_3: 2422,
  }),
  ...chineseFamilies(IAU_1976, 'shift-unknown', {
    zone_6: 2327,
    meridian_6: 2338,
    zone_3: 2349,
    meridian_3: 2370,
  }),
  utm(32601, 60, 1, '+datum=WGS84'),
  utm(32701, 60, 1, '+south +datum=WGS84'),
  utm(25828, 11, 28, GRS_80),
  utm(26901, 23, 1, GRS_80),
];

const SINGLE: Readonly<Record<number, CrsDefinition>> = {
  4326: { proj4: null, datum: 'same' },
  4979: { proj4: null, datum: 'same' },
  4490: { proj4: null, datum: 'same' },
  4480: { proj4: null, datum: 'same' },
  4258: { proj4: null, datum: 'same' },
  4269: { proj4: null, datum: 'same' },
  4214: { proj4: `+proj=longlat ${KRASSOWSKY} +no_defs`, datum: 'shift-unknown' },
  4610: { proj4: `+proj=longlat ${IAU_1976} +no_defs`, datum: 'shift-unknown' },
  3857: {
    proj4:
      '+proj=merc +a=6378137 +b=6378137 +lat_ts=0 +lon_0=0 +x_0=0 +y_0=0 +k=1 +units=m +nadgrids=@null +no_defs',
    datum: 'same',
  },
};
const ALIASES: Readonly<Record<number, number>> = { 900913: 3857, 102100: 3857, 102113: 3857, 3785: 3857 };

/**
 * The systems a town's files come in: WGS 84, CGCS2000, ETRS89 and NAD83 in degrees, Web Mercator, UTM, and
 * the Gauss-Krüger zones of CGCS2000 (EPSG 4491-4554), Beijing 1954 and Xi'an 1980, computed from the
 * numbering of the EPSG register. null for every other code.
 */
export function epsgDefinition(code: number): CrsDefinition | null {
  const number = ALIASES[code] ?? code;
  const single = SINGLE[number];
  if (single !== undefined) return single;
  const family = FAMILIES.find(({ first, last }) => number >= first && number <= last);
  return family === undefined ? null : { proj4: family.proj4(number - family.first), datum: family.datum };
}
