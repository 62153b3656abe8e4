import type { Geometry } from 'geojson';
import type { LayerId, LayerRows } from './layer_rows.ts';

/**
 * One row as a reader hands it on: WGS 84, already mapped to the layer's attributes. `row` is the
 * position a person can find: the line of a CSV, the feature's or record's number (from 1), or OSM "way/123".
 */
export interface ImportRow<L extends LayerId = LayerId> {
  kind: 'row';
  layer: L;
  row: string;
  /** OSM type/id, feature id, mapped identifier; null lets the importer hash geometry and attributes. */
  source_id: string | null;
  geometry: Geometry;
  attributes: LayerRows[L];
}

/** A remark about a row: why it was rejected, or in what it does not stand as it came. */
export interface ImportNote {
  kind: 'note';
  layer: LayerId | null;
  row: string;
  /** Stable machine name, kebab-case: null-geometry, latitude-out-of-range, wound-clockwise, … */
  code: string;
  /** One sentence: what was seen and what was expected. */
  message: string;
  effect: 'rejected' | 'repaired' | 'noted';
}

export type ImportItem = ImportRow | ImportNote;

/**
 * A reader streams the items of one file. It throws FileRefused where the file breaks its own
 * format, has no coordinate system we can establish or holds no row of the layer asked.
 */
export interface Reader {
  (path: string, options: ReaderOptions): AsyncIterable<ImportItem>;
  /** Licence and credit that everything in this format comes under, to be shown where it is drawn. */
  readonly licence?: string;
}

export interface ReaderOptions {
  /** Layer asked with --layer; null lets the reader decide from the file's name and content. */
  layer: LayerId | null;
  /** 'auto', 'EPSG:32617', 'gcj02', 'bd09'. */
  crs: string;
  /** 'auto' or an encoding name such as 'gb18030'. */
  encoding: string;
  /** From --map src=dst: source field to attribute (or `id`, `lon`, `lat`). */
  map: Readonly<Record<string, string>>;
  signal?: AbortSignal;
}

/** The file cannot be taken at all; the command line exits with 2 and nothing was changed. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly code: string;
  readonly row: string | null;
  constructor(code: string, message: string, row: string | null = null) {
    super(message);
    this.code = code;
    this.row = row;
  }
}

/** read = inserted + updated + unchanged + rejected. */
export interface LayerCounts {
  read: number;
  inserted: number;
  updated: number;
  unchanged: number;
  rejected: number;
  repaired: number;
}

export interface FileReport {
  path: string;
  source: string;
  layers: Partial<Record<LayerId, LayerCounts & { missing: number }>>;
  notes: { layer: LayerId | null; row: string; code: string; message: string }[];
  /** Remarks beyond the first 1,000, and rejected or repaired rows beyond 100,000, are counted, not kept. */
  notes_left_out: number;
}

export interface ImportReport {
  files: FileReport[];
  dry_run: boolean;
}
