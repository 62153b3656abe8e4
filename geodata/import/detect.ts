import { closeSync, openSync, readSync, readdirSync, statSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { FileRefused } from '../../src/lib/contract/import.ts';
import type { ImportItem, Reader } from '../../src/lib/contract/import.ts';
import { OSM_LICENCE } from './osm_licence.ts';

/** Extensions of files a folder is searched for. */
const IMPORTABLE = [
  '.osm.pbf',
  '.pbf',
  '.geojson',
  '.geojsonl',
  '.geojsons',
  '.ndjson',
  '.json',
  '.zip',
  '.shp',
  '.csv',
  '.tsv',
];
const TEXT_TABLES = ['.csv', '.tsv', '.txt'];
const JSON_FILES = ['.geojson', '.geojsonl', '.geojsons', '.ndjson', '.json'];

const HEAD_BYTES = 4096;
const SHAPEFILE_CODE = 9994;
/** What begins each text of an RFC 8142 sequence. */
const RECORD_SEPARATOR = '\x1e';

/** A file's format told from its first bytes, its name deciding only between texts. */
interface Signature {
  format: Format;
  fits: (head: Buffer, extension: string) => boolean;
}

/** A reader whose code, with the libraries it needs, is loaded when its first row is asked for. */
const loaded =
  (load: () => Promise<Reader>): Reader =>
  (path, options) => ({
    [Symbol.asyncIterator]() {
      let items: AsyncIterator<ImportItem> | null = null;
      const begin = async () => {
        items = (await load())(path, options)[Symbol.asyncIterator]();
        return items.next();
      };
      return {
        next: () => (items === null ? begin() : items.next()),
        return: async () => (await items?.return?.()) ?? { done: true, value: undefined },
      };
    },
  });

const READERS = {
  csv: loaded(async () => (await import('./csv.ts')).readCsv),
  geojson: loaded(async () => (await import('./geojson.ts')).readGeoJson),
  'osm-pbf': Object.assign(
    loaded(async () => (await import('./osm_pbf.ts')).readOsmPbf),
    { licence: OSM_LICENCE },
  ),
  shapefile: loaded(async () => (await import('./shapefile.ts')).readShapefile),
  'shapefile-zip': loaded(async () => (await import('./shapefile.ts')).readShapefileZip),
};

type Format = keyof typeof READERS;

const SIGNATURES: readonly Signature[] = [
  { format: 'shapefile-zip', fits: (head) => head.length >= 2 && head[0] === 0x50 && head[1] === 0x4b },
  { format: 'osm-pbf', fits: (head) => head.subarray(0, 64).includes('OSMHeader') },
  { format: 'shapefile', fits: (head) => head.length >= 4 && head.readInt32BE(0) === SHAPEFILE_CODE },
  { format: 'geojson', fits: (head) => ['{', '[', RECORD_SEPARATOR].includes(startOfText(head).charAt(0)) },
  { format: 'geojson', fits: (_, extension) => JSON_FILES.includes(extension) },
  {
    format: 'csv',
    fits: (head, extension) =>
      !isBinary(head) &&
      !startOfText(head).startsWith('<') &&
      (TEXT_TABLES.includes(extension) || /^[^\r\n]*[,;\t|]/.test(startOfText(head))),
  },
];

/** The reader of a file by its content; throws as `formatOf`. */
export const readerFor = (path: string): Reader => READERS[formatOf(path)];

/**
 * The format of a file by its content. Throws FileRefused: `no-such-file`, `empty-file`,
 * `truncated` (an archive or map file without its beginning), `unknown-format`.
 */
export function formatOf(path: string): Format {
  const head = headOf(path);
  const extension = extname(path).toLowerCase();
  if (head.length === 0) throw new FileRefused('empty-file', `${basename(path)} is empty.`);
  const found = SIGNATURES.find(({ fits }) => fits(head, extension));
  if (found !== undefined) return found.format;
  if (['.zip', '.shp', '.pbf'].includes(extension))
    throw new FileRefused(
      head.length < 16 ? 'truncated' : 'unknown-format',
      `${basename(path)} does not begin as a ${extension} file does; it is ${head.length < 16 ? 'cut short' : 'damaged or of another kind'}.`,
    );
  throw new FileRefused(
    'unknown-format',
    `The format of ${basename(path)} is not known; OSM PBF, GeoJSON, zipped shapefiles and CSV can be imported.`,
  );
}

/**
 * Files to import: a folder stands for the importable files in it and below it, sorted by path; a file for
 * itself. Throws FileRefused `no-such-file`, and `empty-folder` where a folder holds nothing to import.
 */
export function expandPaths(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (!statOf(path).isDirectory()) return [path];
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
      .filter((name) => isImportable(name))
      .map((name) => join(path, name))
      .filter((file) => statSync(file).isFile() && (!/\.json$/i.test(file) || speaksOfGeometry(file)))
      .sort((a, b) => (a < b ? -1 : 1));
    if (files.length === 0)
      throw new FileRefused(
        'empty-folder',
        `The folder ${path} holds no file that can be imported (${IMPORTABLE.join(', ')}).`,
      );
    return files;
  });
}

const isImportable = (name: string) => {
  const lower = name.toLowerCase();
  const is_hidden = /(^|[\\/])(\.|__MACOSX)/.test(name);
  return !is_hidden && IMPORTABLE.some((extension) => lower.endsWith(extension));
};

/** A folder of data often holds .json files of other purposes. */
const speaksOfGeometry = (file: string) =>
  /"(Feature|FeatureCollection|GeometryCollection|(Multi)?(Point|LineString|Polygon))"/.test(
    headOf(file).toString('utf8'),
  );

function statOf(path: string) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new FileRefused('no-such-file', `There is no file ${path}.`);
  return found;
}

function headOf(path: string): Buffer {
  if (!statOf(path).isFile()) throw new FileRefused('no-such-file', `${path} is not a file.`);
  const file = openSync(path, 'r');
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, readSync(file, head, 0, HEAD_BYTES, 0));
  } finally {
    closeSync(file);
  }
}

/** First bytes as text without byte-order mark and blanks. */
const startOfText = (head: Buffer) =>
  head
    .toString(head[0] === 0xff && head[1] === 0xfe ? 'utf16le' : 'utf8')
    .replace(/^\ufeff/, '')
    .trimStart();

const isBinary = (head: Buffer) =>
  head.includes(0) && !(head[0] === 0xff && head[1] === 0xfe) && !(head[0] === 0xfe && head[1] === 0xff);
