import type { StationKind, VehicleCode } from '../rules/rule_set.ts';

/**
 * One step of a what-if: a row added, changed or removed. Steps are kept in order; what they come to is foldEdits.
 * Positions are lon, lat in WGS 84 degrees.
 */
export type Edit =
  | { kind: 'add'; layer: 'station'; row: number; at_deg: Position; body: StationBody }
  | { kind: 'add'; layer: 'obstacle'; row: number; at_deg: Position; body: ObstacleBody }
  | { kind: 'add'; layer: 'hydrant'; row: number; at_deg: Position; body: HydrantBody }
  | { kind: 'change'; layer: 'station'; row: number; at_deg?: Position; body: Partial<StationBody> }
  | { kind: 'change'; layer: 'obstacle'; row: number; at_deg?: Position; body: Partial<ObstacleBody> }
  | { kind: 'change'; layer: 'hydrant'; row: number; at_deg?: Position; body: Partial<HydrantBody> }
  | { kind: 'change'; layer: 'street'; row: number; body: StreetBody }
  /** A station given up, a hydrant taken away, an obstacle cleared. */
  | { kind: 'remove'; layer: 'station' | 'obstacle' | 'hydrant'; row: number };

export type Position = readonly [lon_deg: number, lat_deg: number];
export type EditLayer = Edit['layer'];

export interface StationBody {
  name: string | null;
  kind: StationKind;
  /** Own turn-out; null takes the run's, then the rule set's by kind. */
  turnout_s: number | null;
  /** Empty: nobody recorded them. */
  vehicles: VehicleCode[];
}

export interface ObstacleBody {
  /** A kind of the obstacle table; the rule set knows what some kinds leave open. */
  kind: string;
  /** Null: taken from the rule set by kind, else unknown. */
  clear_width_m: number | null;
  clear_height_m: number | null;
}

export interface HydrantBody {
  name: string | null;
  status: 'working' | 'broken' | 'unknown';
  flow_lps: number | null;
  pressure_mpa: number | null;
}

/** Only what differs from the street as it is; null: no limit known. */
export interface StreetBody {
  /** No vehicle passes, by its size; people on foot do. */
  closed?: boolean;
  width_m?: number | null;
  max_width_m?: number | null;
  max_height_m?: number | null;
}

/** Rows a what-if adds are numbered from here on, above every id of the database: they lose ties to what stands. */
export const FIRST_ADDED_ROW = 1_000_000_000_000_000;

/** What the steps come to for one row. */
export interface RowEdit<Body> {
  /** The row exists only in the what-if. */
  added: boolean;
  removed: boolean;
  at_deg: Position | null;
  /** What differs; everything where the row is added. */
  body: Partial<Body>;
}

/** By layer and row, in the order rows were first touched. A row added and removed again leaves nothing. */
export interface FoldedEdits {
  station: Map<number, RowEdit<StationBody>>;
  obstacle: Map<number, RowEdit<ObstacleBody>>;
  hydrant: Map<number, RowEdit<HydrantBody>>;
  street: Map<number, RowEdit<StreetBody>>;
}

/**
 * Folds steps into what they come to: later steps win, column by column.
 *
 * @throws RangeError for a row added twice or below FIRST_ADDED_ROW, and for a step on an added row that is not there.
 */
export function foldEdits(edits: readonly Edit[]): FoldedEdits {
  const folded = { station: new Map(), obstacle: new Map(), hydrant: new Map(), street: new Map() };
  edits.forEach((edit, step) => {
    const rows: Map<number, RowEdit<object>> = folded[edit.layer];
    const before = rows.get(edit.row);
    const where = `edit ${step}: ${edit.layer} ${edit.row}`;
    if (edit.kind === 'add') {
      if (before || edit.row < FIRST_ADDED_ROW) throw new RangeError(`${where} cannot be added`);
      rows.set(edit.row, { added: true, removed: false, at_deg: edit.at_deg, body: { ...edit.body } });
      return;
    }
    if (!before && edit.row >= FIRST_ADDED_ROW) throw new RangeError(`${where} was not added before`);
    if (edit.kind === 'remove') {
      if (before?.added) rows.delete(edit.row);
      else rows.set(edit.row, { added: false, removed: true, at_deg: null, body: {} });
      return;
    }
    const at_deg = ('at_deg' in edit ? edit.at_deg : undefined) ?? before?.at_deg ?? null;
    rows.set(edit.row, {
      added: before?.added ?? false,
      removed: false,
      at_deg,
      body: { ...before?.body, ...edit.body },
    });
  });
  return folded;
}
