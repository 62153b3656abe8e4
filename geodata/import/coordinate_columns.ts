import { FileRefused } from '../../src/lib/contract/import.ts';
import { fieldWords, listed, sameField } from './field_names.ts';
import { plainMarks, plainNumber } from './plain_text.ts';

/** Where a table without geometry keeps its positions. */
export type CoordinateColumns =
  | { kind: 'pair'; x: string; y: string }
  /** One column of well-known text. */
  | { kind: 'wkt'; field: string };

/** Names of the two columns, most telling first; compared without case, blanks, brackets and separators. */
const PAIRS: readonly (readonly [x: readonly string[], y: readonly string[]])[] = [
  [
    [
      'lon',
      'lng',
      'long',
      'longitude',
      'londeg',
      'longitudedeg',
      '经度',
      '經度',
      'jd',
      'wgs84lon',
      'wgs84lng',
      'lonwgs84',
      'lngwgs84',
      'gpslon',
      'gpslongitude',
      'centroidlon',
    ],
    [
      'lat',
      'latitude',
      'latdeg',
      'latitudedeg',
      '纬度',
      '緯度',
      'wd',
      'wgs84lat',
      'latwgs84',
      'gpslat',
      'gpslatitude',
      'centroidlat',
    ],
  ],
  [
    ['东经', '東經'],
    ['北纬', '北緯'],
  ],
  [
    ['easting', 'east', 'eastings', '东坐标', '東坐標'],
    ['northing', 'north', 'northings', '北坐标'],
  ],
  [
    [
      'x',
      'xcoord',
      'xcoordinate',
      'coordx',
      'pointx',
      'x坐标',
      'x坐標',
      'x轴',
      '坐标x',
      '横坐标',
      '橫坐標',
      'xzb',
      'centroidx',
    ],
    [
      'y',
      'ycoord',
      'ycoordinate',
      'coordy',
      'pointy',
      'y坐标',
      'y坐標',
      'y轴',
      '坐标y',
      '纵坐标',
      '縱坐標',
      'yzb',
      'centroidy',
    ],
  ],
];
const WKT_NAMES = ['wkt', 'geom', 'geometry', 'thegeom', 'shape', 'wktgeom', 'wktgeometry', '几何'];

/**
 * The columns with the coordinates: those named with --map first, then by name in any order.
 * Throws FileRefused `no-coordinate-columns`, naming the columns there are and how to choose.
 */
export function coordinateColumns(
  fields: readonly string[],
  map: Readonly<Record<string, string>>,
): CoordinateColumns {
  const mapped = (target: string) => {
    const source = Object.keys(map).find((key) => map[key] === target);
    return source === undefined ? null : sameField(source, fields);
  };
  const [lon, lat] = [mapped('lon'), mapped('lat')];
  if (lon !== null && lat !== null) return { kind: 'pair', x: lon, y: lat };

  const keys = fields.map((field) => fieldWords(field).key);
  const bare_keys = fields.map((field) => fieldWords(field).bare_key);
  const named = (names: readonly string[]) => {
    for (const name of names) {
      const at = keys.indexOf(name) >= 0 ? keys.indexOf(name) : bare_keys.indexOf(name);
      if (at >= 0) return fields[at]!;
    }
    return null;
  };
  for (const [x_names, y_names] of PAIRS) {
    const x = lon ?? named(x_names);
    const y = lat ?? named(y_names);
    if (x !== null && y !== null && x !== y) return { kind: 'pair', x, y };
  }
  const wkt = named(WKT_NAMES);
  if (wkt !== null) return { kind: 'wkt', field: wkt };
  throw new FileRefused(
    'no-coordinate-columns',
    `No columns for the coordinates were found (X and Y, lon and lat, 经度 and 纬度, WKT, …); the file has ${listed(fields)}. Name them with --map <column>=lon,<column>=lat.`,
  );
}

/** A coordinate as people write it: 26.5, 26,5, 118°05'30.5"E, 24度30分15秒. undefined where it is none. */
export function coordinateNumber(written: string): number | undefined {
  const text = plainMarks(written).normalize('NFKC').trim();
  const number = plainNumber(text);
  if (number !== undefined) return number;
  const turned = /^([NSEW北南东西])\s*(.+)$/i.exec(text);
  const value = degreesMinutesSeconds(turned === null ? text : `${turned[2]} ${turned[1]}`);
  return value;
}

function degreesMinutesSeconds(text: string): number | undefined {
  const match =
    /^([+-]?\d{1,3}(?:\.\d+)?)\s*[°度º]\s*(?:(\d{1,2}(?:\.\d+)?)\s*['分]\s*)?(?:(\d{1,2}(?:\.\d+)?)\s*["秒]\s*)?([NSEW北南东西])?$/i.exec(
      text,
    );
  if (match === null) return undefined;
  const [degrees, minutes, seconds] = [Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0)];
  if (minutes >= 60 || seconds >= 60) return undefined;
  const size = Math.abs(degrees) + minutes / 60 + seconds / 3600;
  const is_negative = match[1]!.startsWith('-') !== /[SW南西]/i.test(match[4] ?? '');
  return is_negative ? -size : size;
}
