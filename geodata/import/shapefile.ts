import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { FileRefused } from '../../src/lib/contract/import.ts';
import type { ImportItem, Reader, ReaderOptions } from '../../src/lib/contract/import.ts';
import { LAYER_GEOMETRY } from '../../src/lib/contract/layer_rows.ts';
import { crsFromPrj } from './crs.ts';
import type { Crs } from './crs.ts';
import { dbfText, openDbf } from './dbf_table.ts';
import type { DbfTable } from './dbf_table.ts';
import { DBF_LANGUAGE_DRIVER, decodeBytes, knownEncoding } from './encoding.ts';
import type { Remark, SourceRow, SourceTable } from './source_rows.ts';
import { openShp } from './shp_records.ts';
import type { ShpRecord } from './shp_records.ts';
import { tableItems } from './table_items.ts';
import { openZip } from './zip_folder.ts';
import type { OpenableFile } from './zip_folder.ts';

const PARTS = ['.shp', '.dbf', '.prj', '.cpg'] as const;
type Part = (typeof PARTS)[number];
/** One shapefile: its parts by extension; only .shp must be there. */
type ShapefileParts = { '.shp': OpenableFile } & Partial<Record<Part, OpenableFile>>;

/** Bytes of a .prj or .cpg; more is no longer one. */
const SMALL_PART_BYTES = 64 * 1024;

/** Reads every shapefile of a zip archive, sub-folders included. Throws FileRefused. */
export const readShapefileZip: Reader = async function* (path, options) {
  const zip = await openZip(path, PARTS);
  try {
    const shapefiles = groupedParts(zip.files);
    if (shapefiles.length === 0)
      throw new FileRefused('zip-without-shapefile', `${basename(path)} holds no .shp file.`);
    if (shapefiles.length === 1)
      yield* shapefileItems(
        shapefiles[0]!,
        [basename(shapefiles[0]!['.shp'].name), basename(path)],
        '',
        options,
      );
    else yield* severalItems(shapefiles, options);
  } finally {
    zip.close();
  }
};

/** Reads a .shp that lies beside its .dbf, .prj and .cpg. Throws FileRefused. */
export const readShapefile: Reader = async function* (path, options) {
  const folder = dirname(path);
  const stem = basename(path).slice(0, -extname(path).length).toLowerCase();
  const names = (await readdir(folder)).filter((name) => {
    const extension = extname(name).toLowerCase();
    const is_part = (PARTS as readonly string[]).includes(extension);
    return is_part && name.slice(0, -extension.length).toLowerCase() === stem;
  });
  const files = await Promise.all(
    names.map(async (name): Promise<OpenableFile> => {
      const file = join(folder, name);
      const open = () => createReadStream(file, { highWaterMark: 1 << 18, signal: options.signal });
      return { name, size_bytes: (await stat(file)).size, open };
    }),
  );
  yield* shapefileItems(groupedParts(files)[0]!, [basename(path)], '', options);
};

/**
 * An archive of several shapefiles: each finds its own layer. Those that cannot stand in the layer asked,
 * or whose names say nothing, are left out with a note, unless that would leave nothing at all.
 */
async function* severalItems(
  shapefiles: readonly ShapefileParts[],
  options: ReaderOptions,
): AsyncGenerator<ImportItem> {
  let first_refusal: FileRefused | null = null;
  let taken = 0;
  for (const parts of shapefiles) {
    const name = basename(parts['.shp'].name);
    try {
      yield* shapefileItems(parts, [name], `${name}:`, options);
      taken += 1;
    } catch (error) {
      const is_other_layer =
        error instanceof FileRefused && ['layer-unknown', 'no-row-of-layer', 'no-rows'].includes(error.code);
      if (!is_other_layer) throw error;
      first_refusal ??= error;
      yield {
        kind: 'note',
        layer: options.layer,
        row: name,
        code: 'table-left-out',
        message: error.message,
        effect: 'noted',
      };
    }
  }
  if (taken === 0 && first_refusal !== null) throw first_refusal;
}

async function* shapefileItems(
  parts: ShapefileParts,
  names: readonly string[],
  row_prefix: string,
  options: ReaderOptions,
): AsyncGenerator<ImportItem> {
  const name = basename(parts['.shp'].name);
  const remarks: Remark[] = [];
  const crs = parts['.prj'] === undefined ? null : crsFromPrj(await smallText(parts['.prj']));
  const dbf = await openedTable(parts, options.encoding, remarks);
  const shp = await openShp(name, parts['.shp'].open());
  if (options.layer !== null && row_prefix !== '' && !canStand(shp.geometry_kinds, options.layer)) {
    await shp.records.return(undefined);
    await dbf?.close();
    throw new FileRefused(
      'no-row-of-layer',
      `${name} holds ${shp.geometry_kinds.join(' and ')} rows, which cannot stand in the layer ${options.layer}.`,
    );
  }
  const table: SourceTable = {
    names,
    row_prefix,
    fields: dbf?.fields ?? [],
    crs: (): Crs | null => crs,
    geometry_kinds: shp.geometry_kinds,
    remarks,
    rows: joinedRows(name, shp.records, dbf),
  };
  yield* tableItems(table, options);
}

async function* joinedRows(
  name: string,
  records: AsyncIterable<ShpRecord>,
  dbf: DbfTable | null,
): AsyncGenerator<SourceRow> {
  let count = 0;
  try {
    for await (const { number, geometry, fault, repair } of records) {
      count = number;
      const fields = dbf === null ? {} : await dbf.next();
      const row: SourceRow = { row: String(number), id: null, geometry, fields: fields ?? {} };
      if (fields === null)
        row.skipped = {
          code: 'deleted-row',
          message: 'The row is marked as deleted in the .dbf and was left out.',
        };
      if (repair !== null) row.repaired = [{ code: 'ring-closed', message: repair }];
      if (fault !== null) row.fault = { code: 'null-geometry', message: fault };
      if (fields === undefined)
        row.style = [
          {
            code: 'no-attributes',
            message: `The .dbf of ${name} has ${dbf!.row_count} rows, fewer than there are shapes; the rest came without attributes.`,
          },
        ];
      yield row;
    }
    if (dbf !== null && dbf.row_count > count)
      throw new FileRefused(
        'damaged',
        `${name} holds ${count} shapes but its .dbf ${dbf.row_count} rows; shapes are missing.`,
        String(count + 1),
      );
  } finally {
    await dbf?.close();
  }
}

/** The attribute table in its encoding: --encoding, .cpg, UTF-8 where it fits, the header's code page, GB18030. */
async function openedTable(
  parts: ShapefileParts,
  asked: string,
  remarks: Remark[],
): Promise<DbfTable | null> {
  const file = parts['.dbf'];
  if (file === undefined) {
    remarks.push({
      code: 'no-attributes',
      message: 'The shapefile has no .dbf; its rows came without attributes.',
    });
    return null;
  }
  return openDbf(basename(file.name), file.open(), await tableEncoding(parts, file, asked, remarks));
}

async function tableEncoding(
  parts: ShapefileParts,
  file: OpenableFile,
  asked: string,
  remarks: Remark[],
): Promise<string> {
  if (asked !== 'auto') return knownEncoding(asked);
  if (parts['.cpg'] !== undefined) {
    const written = (await smallText(parts['.cpg'])).trim();
    if (written !== '') return knownEncoding(written);
  }
  const { is_utf8, language_driver } = await dbfText(file.open());
  if (is_utf8) return 'utf8';
  const driver = DBF_LANGUAGE_DRIVER[language_driver];
  if (driver !== undefined) return knownEncoding(driver);
  remarks.push({
    code: 'encoding-inferred',
    message:
      'There is no .cpg and the table is not UTF-8; it was read as gb18030. Give --encoding where names look wrong.',
  });
  return 'gb18030';
}

function groupedParts(files: readonly OpenableFile[]): ShapefileParts[] {
  const groups = new Map<string, Partial<Record<Part, OpenableFile>>>();
  for (const file of files) {
    const extension = extname(file.name).toLowerCase() as Part;
    const stem = file.name.slice(0, -extension.length).toLowerCase();
    const group = groups.get(stem) ?? {};
    group[extension] = file;
    groups.set(stem, group);
  }
  return [...groups.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, group]) => group)
    .filter((group): group is ShapefileParts => group['.shp'] !== undefined);
}

const canStand = (kinds: readonly string[], layer: keyof typeof LAYER_GEOMETRY) =>
  kinds.length === 0 ||
  kinds.some((kind) =>
    (LAYER_GEOMETRY[layer] as readonly string[]).includes(kind === 'MultiPoint' ? 'Point' : kind),
  );

async function smallText(file: OpenableFile): Promise<string> {
  if (file.size_bytes > SMALL_PART_BYTES)
    throw new FileRefused(
      'damaged',
      `${basename(file.name)} is ${file.size_bytes} bytes long, too long for its kind.`,
    );
  const chunks: Uint8Array[] = [];
  for await (const chunk of file.open()) chunks.push(chunk);
  return decodeBytes(Buffer.concat(chunks), 'utf8');
}
