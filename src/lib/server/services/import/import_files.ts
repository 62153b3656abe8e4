import { FileRefused, type FileReport, type ImportReport } from '../../../contract/import.ts';
import type { LayerId } from '../../../contract/layer_rows.ts';
import type { Actor, Database, Queryable } from '../../db/database.ts';
import { AreaLocator } from './area_locator.ts';
import { appendTests } from './append_tests.ts';
import { areaLocator, assignAreas, PLACED_LAYERS } from './assign_areas.ts';
import {
  fileProvenance,
  layersHeldBefore,
  recordProvenance,
  type FileProvenance,
} from './file_provenance.ts';
import { FileTally } from './file_tally.ts';
import { insertRows, markMissing, updateRows } from './load_rows.ts';
import { preparedItem, type PreparedItem, type ReadsItems } from './prepared_item.ts';
import { ANALYZE_FROM_ROWS, refreshStatistics } from './refresh_statistics.ts';
import { RowIdentities } from './row_identities.ts';
import { RowSpool } from './row_spool.ts';

export interface ImportRequest {
  paths: readonly string[];
  /**
   * Those of the paths that nobody named, found by looking through a folder: one whose layer cannot be told is left
   * out with a note, where a named one is refused.
   */
  found?: readonly string[];
  /** Layer asked for; null lets each reader decide. */
  layer: LayerId | null;
  /** First part of the rows' identity; a file's name without its ending where not given. */
  source?: string;
  crs: string;
  encoding: string;
  map: Readonly<Record<string, string>>;
  /** Share of a layer's rows, 0 to 1, above which the file is refused. */
  max_rejected: number;
  /** Reads, checks and counts, and leaves the database alone. */
  dry_run: boolean;
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
}

export interface ImportProgress {
  path: string;
  /** Rows of this file read so far. */
  rows: number;
  stage: 'reading' | 'loading' | 'done';
}

/** Rows between two reports of progress. */
const PROGRESS_ROWS = 5000;
interface OpenFile {
  file: FileProvenance;
  tally: FileTally;
  /** Position among the files of this call. */
  number: number;
  rows: number;
  licence: string | null;
}

/**
 * Reads files into the layer tables: all or nothing. Every file is read and judged first; only then are
 * rows written, in the same transaction that compared them with the rows there were. Importing the same file
 * again changes nothing, row by row.
 *
 * @param readerFor the reader of a path, by its ending; the readers belong to the caller.
 * @throws FileRefused naming the file; the database is then as it was.
 */
export async function importFiles(
  db: Database,
  actor: Actor,
  request: ImportRequest,
  readerFor: (path: string) => ReadsItems,
): Promise<ImportReport> {
  if (actor.areas !== 'all') {
    throw new Error(
      `${actor.name} has rights for some areas; expected all, since rows find their area on import`,
    );
  }
  const options = {
    layer: request.layer,
    crs: request.crs,
    encoding: request.encoding,
    map: { ...request.map },
  };
  const files: OpenFile[] = [];
  for (const path of request.paths) {
    const file = await fileProvenance(path, request.source, options);
    files.push({ file, tally: new FileTally(), number: files.length, rows: 0, licence: null });
  }
  const spool = new RowSpool();
  try {
    const { report, grown } = await db
      .as(actor)
      .transaction((tx) => new ImportRun(tx, actor, request, files, spool).run(readerFor), {
        signal: request.signal,
      });
    await refreshStatistics(db, grown);
    return report;
  } catch (error) {
    throw request.signal?.aborted ? request.signal.reason : error;
  } finally {
    spool.dispose();
  }
}

class ImportRun {
  readonly #identities = new Map<string, RowIdentities>();
  readonly #tx: Queryable;
  readonly #actor: Actor;
  readonly #request: ImportRequest;
  readonly #files: readonly OpenFile[];
  readonly #spool: RowSpool;

  constructor(
    tx: Queryable,
    actor: Actor,
    request: ImportRequest,
    files: readonly OpenFile[],
    spool: RowSpool,
  ) {
    this.#tx = tx;
    this.#actor = actor;
    this.#request = request;
    this.#files = files;
    this.#spool = spool;
  }

  async run(readerFor: (path: string) => ReadsItems): Promise<{ report: ImportReport; grown: LayerId[] }> {
    await this.#tx.query(`select pg_advisory_xact_lock(hashtext('firecover import'))`);
    for (const file of this.#files) await this.#readFile(file, readerFor);
    const missing = await this.#findMissing();
    const reports = this.#files.map(({ file, tally }) => tally.report(file.path, file.source));
    const report: ImportReport = { files: reports, dry_run: this.#request.dry_run };
    if (this.#request.dry_run) return { report, grown: [] };
    await this.#load(reports, missing);
    const grown = (['area', ...PLACED_LAYERS] as const).filter(
      (layer) => this.#growth(layer) >= ANALYZE_FROM_ROWS,
    );
    return { report, grown };
  }

  async #readFile(open: OpenFile, readerFor: (path: string) => ReadsItems) {
    const { file, tally } = open;
    const { layer, crs, encoding, map, max_rejected, signal } = this.#request;
    try {
      const read = readerFor(file.path);
      open.licence = read.licence ?? null;
      for await (const item of read(file.path, { layer, crs, encoding, map, signal })) {
        signal?.throwIfAborted();
        if (item.kind === 'note') tally.note(item);
        else {
          const known = this.#identities.get(key(item.layer, file.source));
          this.#takeRow(
            open,
            preparedItem(item),
            known ?? (await this.#loadIdentities(item.layer, file.source)),
          );
          if (++open.rows % PROGRESS_ROWS === 0) this.#progress(open, 'reading');
        }
      }
      tally.judge(max_rejected, layer);
      this.#progress(open, 'reading');
    } catch (error) {
      if (!(error instanceof FileRefused)) throw error;
      if (error.code === 'layer-unknown' && this.#request.found?.includes(file.path)) {
        tally.note({ layer: null, row: '', code: 'file-left-out', message: error.message, effect: 'noted' });
        return;
      }
      const named = error.message.includes(file.base_name) ? '' : `${file.base_name}: `;
      throw new FileRefused(error.code, `${named}${error.message}`, error.row);
    }
  }

  #progress({ file, rows }: OpenFile, stage: ImportProgress['stage']) {
    this.#request.onProgress?.({ path: file.path, rows, stage });
  }

  #takeRow(open: OpenFile, item: PreparedItem, identities: RowIdentities) {
    const { tally } = open;
    const { layer, row, prepared } = item;
    if (prepared.kind === 'rejected') {
      if (prepared.valid_swapped) tally.noteSwapped();
      tally.note({ layer, row, ...codeAndMessage(prepared.reason), effect: 'rejected' });
      return;
    }
    const resolution = identities.resolve(prepared.rows);
    if (resolution.kind === 'duplicate') {
      const message = `The id ${resolution.source_id} was there before with another content; expected once`;
      tally.note({ layer, row, code: 'duplicate-id', message, effect: 'rejected' });
      return;
    }
    for (const repair of prepared.repairs) tally.note({ layer, row, ...repair, effect: 'repaired' });
    for (const remark of prepared.remarks) tally.note({ layer, row, ...remark, effect: 'noted' });
    const counts = tally.counts(layer);
    counts.read++;
    if (resolution.kind === 'repeated') {
      const message = `The id ${resolution.source_id} was there before with the same content`;
      tally.note({ layer, row, code: 'duplicate-row', message, effect: 'noted' });
      counts.unchanged++;
      return;
    }
    counts[resolution.outcome]++;
    for (const { action, id, source_id, row: table_row } of resolution.rows) {
      if (action === 'keep') continue;
      const { row_hash, columns, place } = table_row;
      const identity = JSON.stringify({ id: id ?? undefined, source_id, row_hash });
      this.#spool.add(spoolKey(action, layer, open), `${identity.slice(0, -1)},${columns}`, place);
    }
  }

  async #loadIdentities(layer: LayerId, source: string): Promise<RowIdentities> {
    const identities = await RowIdentities.load(this.#tx, layer, source);
    this.#identities.set(key(layer, source), identities);
    return identities;
  }

  /** Rows of earlier versions that no file of this call holds; the last file of their source lists them. */
  async #findMissing(): Promise<Missing[]> {
    const missing: Missing[] = [];
    const done = new Set<string>();
    for (const open of [...this.#files].reverse()) {
      const { file, tally } = open;
      const held_before = await layersHeldBefore(this.#tx, file);
      const layers = new Set([...(Object.keys(tally.layers) as LayerId[]), ...held_before]);
      for (const layer of layers) {
        if (this.#request.layer !== null && layer !== this.#request.layer) continue;
        if (done.has(key(layer, file.source))) continue;
        done.add(key(layer, file.source));
        const identities =
          this.#identities.get(key(layer, file.source)) ?? (await this.#loadIdentities(layer, file.source));
        const newly: number[] = [];
        for (const row of identities.unseen()) {
          tally.counts(layer).missing++;
          tally.note({
            layer,
            row: row.source_id,
            code: 'missing',
            message: `In the database from ${file.source}, no longer in the file; it stays`,
            effect: 'noted',
          });
          if (row.newly) newly.push(row.id);
        }
        if (newly.length > 0) missing.push({ layer, open, ids: newly });
      }
    }
    return missing;
  }

  async #load(reports: readonly FileReport[], missing: readonly Missing[]) {
    const import_ids: number[] = [];
    for (const open of this.#files) this.#progress(open, 'loading');
    for (const { file, number, licence } of this.#files) {
      import_ids.push(await recordProvenance(this.#tx, file, licence, this.#actor.name, reports[number]));
    }
    for (const open of this.#files) await this.#loadLayer('area', open, import_ids[open.number], null);
    if (this.#changes('area')) await assignAreas(this.#tx);
    const extent_deg = this.#spool.extent_deg;
    const locator = extent_deg === null ? new AreaLocator([]) : await areaLocator(this.#tx, extent_deg);
    for (const layer of PLACED_LAYERS) {
      for (const open of this.#files) await this.#loadLayer(layer, open, import_ids[open.number], locator);
    }
    if (this.#changes('hydrant')) await appendTests(this.#tx, import_ids);
    for (const { layer, open, ids } of missing) {
      await markMissing(this.#tx, layer, ids, import_ids[open.number]);
    }
    for (const open of this.#files) this.#progress(open, 'done');
  }

  async #loadLayer(layer: LayerId, open: OpenFile, import_id: number, locator: AreaLocator | null) {
    for (const batch of this.#spool.batches(spoolKey('update', layer, open))) {
      await updateRows(this.#tx, layer, batch, import_id, locator);
    }
    for (const batch of this.#spool.batches(spoolKey('insert', layer, open))) {
      await insertRows(this.#tx, layer, batch, open.file.source, import_id, locator);
    }
  }

  #changes(layer: LayerId): boolean {
    return this.#files.some(
      (open) =>
        this.#spool.has(spoolKey('insert', layer, open)) || this.#spool.has(spoolKey('update', layer, open)),
    );
  }

  #growth(layer: LayerId): number {
    return this.#files.reduce((sum, { tally }) => sum + (tally.layers[layer]?.inserted ?? 0), 0);
  }
}

interface Missing {
  layer: LayerId;
  open: OpenFile;
  ids: number[];
}

const key = (layer: LayerId, source: string) => `${layer} ${source}`;
const spoolKey = (action: 'insert' | 'update', layer: LayerId, { number }: OpenFile) =>
  `${action} ${layer} ${number}`;
const codeAndMessage = ({ code, message }: { code: string; message: string }) => ({ code, message });
