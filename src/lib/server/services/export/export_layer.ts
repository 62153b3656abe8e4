import { BadInput } from '../../../contract/errors.ts';
import { LAYERS, type LayerId } from '../../../contract/layer_rows.ts';
import type { Actor, Database, Queryable } from '../../db/database.ts';
import { writeCsv, writeFileWhole } from '../files/write_file.ts';
import { csvHeader, csvTable } from './csv_table.ts';
import { exportRows, hasSeveralSources, type ExportRow } from './export_rows.ts';
import { geoJsonText } from './geojson_text.ts';

type Write = (tx: Queryable, layer: LayerId, rows: AsyncIterable<ExportRow>, out: string) => Promise<void>;

const WRITERS = {
  geojson: async (tx, layer, rows, out) =>
    writeFileWhole(out, geoJsonText(rows, layer, await hasSeveralSources(tx, layer))),
  csv: (_tx, layer, rows, out) => writeCsv(out, csvHeader(layer), csvTable(rows, layer)),
} satisfies Record<string, Write>;

export type ExportFormat = keyof typeof WRITERS;

/** Formats of the command line that cannot be written yet. */
const LATER = ['xlsx', 'shp', 'gpkg', 'kml'];

/**
 * Writes the rows of a layer that the actor may see to a file, ascending by id, whole or not at all.
 * @returns the number of rows. @throws BadInput for a layer or format that cannot be exported.
 */
export async function exportLayer(
  db: Database,
  actor: Actor,
  layer: LayerId,
  format: ExportFormat,
  out: string,
): Promise<number> {
  if (!LAYERS.includes(layer))
    throw new BadInput('unknown-layer', `layer "${layer as string}": expected ${LAYERS.join(', ')}`);
  const write: Write | undefined = Object.hasOwn(WRITERS, format) ? WRITERS[format] : undefined;
  if (write === undefined) {
    const comes = LATER.includes(format) ? ' comes in a later version;' : ':';
    const known = Object.keys(WRITERS).join(' or ');
    throw new BadInput('unknown-format', `--format ${format as string}${comes} expected ${known}`);
  }
  let count = 0;
  await db.as(actor).transaction((tx) =>
    write(
      tx,
      layer,
      counted(exportRows(tx, layer), () => count++),
      out,
    ),
  );
  return count;
}

async function* counted<T>(rows: AsyncIterable<T>, onRow: () => void): AsyncGenerator<T> {
  for await (const row of rows) {
    onRow();
    yield row;
  }
}
