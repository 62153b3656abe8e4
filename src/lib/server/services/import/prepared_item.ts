import type { ImportItem, ImportNote, ImportRow } from '../../../contract/import.ts';
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

export function preparedItem(item: ImportRow | PreparedItem): PreparedItem {
  if (item.kind === 'prepared') return item;
  return { kind: 'prepared', layer: item.layer, row: item.row, prepared: prepareRow(item) };
}

/** Rows of a file prepared, notes as they are. */
export const prepared = (item: ReadItem): PreparedItem | ImportNote =>
  item.kind === 'note' ? item : preparedItem(item);
