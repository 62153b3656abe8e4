/** Tables without an import layer that a made-up place fills beside its files. */
export type SeededTable =
  | 'mutual_aid_group'
  | 'station_vehicle'
  | 'duty'
  | 'hydrant_test'
  | 'repair_order'
  | 'water_source_check'
  | 'hazard_event'
  | 'target'
  | 'task'
  | 'event';

/** Rows of other tables are named by their source_id, those without one by this column. */
export type SeedReference =
  'area' | 'station' | 'hydrant' | 'water_source' | 'hazard' | 'building' | 'mutual_aid_group';

interface SeedColumns {
  /** PostgreSQL type of each column, by name. */
  columns: Readonly<Record<string, string>>;
  /** Columns that hold another row's id, given as what names that row; null stays null. */
  references: Readonly<Record<string, SeedReference>>;
  rows: readonly Readonly<Record<string, unknown>>[];
}

/** Rows to add where no row equals them in the key columns. */
export interface SeedTable extends SeedColumns {
  table: SeededTable;
  key: readonly string[];
}

/** Columns that no file carries, set on imported rows; each row names its own with source_id. */
export interface SeedUpdate extends SeedColumns {
  table: 'station' | 'hazard' | 'obstacle' | 'water_source' | 'street';
}
