import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { FileRefused, type FileReport } from '../../../contract/import.ts';
import type { LayerId } from '../../../contract/layer_rows.ts';
import type { Queryable } from '../../db/database.ts';

/** Endings that are taken off a file's name as one. */
const ENDING = /(?:\.osm\.pbf|\.shp\.zip|\.tar\.gz|\.geojson\.gz|\.csv\.gz|\.[^.]+)$/i;

/** What identifies a file as it was asked to be read. */
export interface FileProvenance {
  path: string;
  source: string;
  base_name: string;
  format: string;
  sha256: string;
  options: { layer: LayerId | null; crs: string; encoding: string; map: Record<string, string> };
}

/** @throws FileRefused where there is no such file. */
export async function fileProvenance(
  path: string,
  source: string | undefined,
  options: FileProvenance['options'],
): Promise<FileProvenance> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new FileRefused('no-such-file', `${path}: no such file`);
  if (!found.isFile()) throw new FileRefused('not-a-file', `${path}: not a file`);
  const digest = createHash('sha256');
  for await (const chunk of createReadStream(path)) digest.update(chunk as Uint8Array);
  const base_name = basename(path);
  return {
    path,
    source: source ?? sourceName(base_name),
    base_name,
    format: ENDING.exec(base_name)?.[0].slice(1).toLowerCase() ?? 'none',
    sha256: digest.digest('hex'),
    options: { ...options, map: Object.fromEntries(Object.entries(options.map).sort(byName)) },
  };
}

const byName = ([a]: [string, string], [b]: [string, string]) => (a < b ? -1 : a > b ? 1 : 0);

/** A file's name without its ending; a name that is nothing but an ending stays. */
export const sourceName = (base_name: string) => base_name.replace(ENDING, '') || base_name;

/** Layers that earlier versions of this file held. */
export async function layersHeldBefore(tx: Queryable, file: FileProvenance): Promise<LayerId[]> {
  const rows = await tx.query<{ layer: LayerId }>(
    `select distinct jsonb_object_keys(counts) as layer from source
     where name = $1 and path_base_name = $2 order by layer`,
    [file.source, file.base_name],
  );
  return rows.map(({ layer }) => layer);
}

/** Id of the provenance row of the same source, content and options; a new one only where there is none. */
export async function recordProvenance(
  tx: Queryable,
  file: FileProvenance,
  licence: string | null,
  imported_by: string,
  report: FileReport,
): Promise<number> {
  const identity = [file.source, file.sha256, JSON.stringify(file.options)];
  const [known] = await tx.query<{ id: number }>(
    'select id from source where name = $1 and sha256 = $2 and options = $3::jsonb',
    identity,
  );
  if (known !== undefined) {
    if (licence !== null) {
      await tx.query('update source set licence = $2 where id = $1::bigint and licence is null', [
        known.id,
        licence,
      ]);
    }
    return known.id;
  }
  const [added] = await tx.query<{ id: number }>(
    `insert into source (name, sha256, options, path_base_name, format, crs, encoding, imported_by, counts, notes,
       licence)
     values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9::jsonb, $10::jsonb, $11) returning id`,
    [
      ...identity,
      file.base_name,
      file.format,
      file.options.crs,
      file.options.encoding,
      imported_by,
      JSON.stringify(report.layers),
      JSON.stringify(report.notes.slice(0, 1000)).replaceAll('\\u0000', ''),
      licence,
    ],
  );
  return added.id;
}
