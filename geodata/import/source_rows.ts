import type { Geometry } from 'geojson';
import type { Crs } from './crs.ts';

/** Why a row does not stand as it came. */
export interface Remark {
  code: string;
  /** One sentence without the row's number. */
  message: string;
}

/** One record as its format gives it: coordinates in the file's own system, fields by their own names. */
export interface SourceRow {
  /** Position a person can find: line, feature or record number. */
  row: string;
  /** The format's own identifier of the row; null where it has none. */
  id: string | null;
  /** null where the record carries none; `fault` then says more where there is more to say. */
  geometry: Geometry | null;
  fields: Readonly<Record<string, unknown>>;
  /** The row cannot be used. */
  fault?: Remark;
  /** The row is none any more; it is told and not counted as read. */
  skipped?: Remark;
  /** What the reader mended while reading. */
  repaired?: Remark[];
  /** What is worth saying once a file, with the number of rows: the first message stands for all. */
  style?: Remark[];
}

/** One table of a file (a shapefile archive may hold several) before layer, system and fields are settled. */
export interface SourceTable {
  /** Names to recognise the layer by, the most telling first: inner file, archive, folder. */
  names: readonly string[];
  /** What comes before a row's number where a file holds several tables, such as "Roads.shp:". */
  row_prefix: string;
  /** Field names where the format tells them before the rows; null where they must be gathered. */
  fields: readonly string[] | null;
  /** The system the file itself names, as far as it is known when the first rows have been read. */
  crs: () => Crs | null;
  /** Layer known from the format's header geometry, such as a shapefile of lines; null where rows tell. */
  geometry_kinds: readonly Geometry['type'][] | null;
  /** Said once about the whole table. */
  remarks: readonly Remark[];
  rows: AsyncIterable<SourceRow>;
  /** 'right-hand' where the format asks for the winding of RFC 7946; rings against it are remarked. */
  winding?: 'right-hand';
}
