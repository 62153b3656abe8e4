import type { ImportItem, ImportRow, ReaderOptions } from '../../../contract/import.ts';
import type { LayerId } from '../../../contract/layer_rows.ts';
import { prepareRow, type PreparedRow } from './prepare_row.ts';

/** A row of a file as its table takes it. */
export interface PreparedItem {
  kind: 'prepared';
  layer: LayerId;
  row: string;
  prepared: PreparedRow;
}

export type ReadItem = ImportItem | PreparedItem;

/** A `Reader`, or one that has its rows prepared already, in a thread of its own for instance. */
export interface ReadsItems {
  (path: string, options: ReaderOptions): AsyncIterable<ReadItem>;
  readonly licence?: string;
}

export function preparedItem(item: ImportRow | PreparedItem): PreparedItem {
  if (item.kind === 'prepared') return item;
  return { kind: 'prepared', layer: item.layer, row: item.row, prepared: prepareRow(item) };
}
