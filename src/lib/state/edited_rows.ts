import type {
  FoldedEdits,
  HydrantBody,
  ObstacleBody,
  RowEdit,
  StationBody,
  StreetBody,
} from '../domain/live/edit.ts';

/** A layer whose rows stand at a point and can be moved. */
export type PointLayer = 'station' | 'obstacle' | 'hydrant';
export const POINT_LAYERS = ['station', 'obstacle', 'hydrant'] as const satisfies readonly PointLayer[];

/** One row of one layer. */
export interface RowOf<Layer extends PointLayer | 'street' = PointLayer | 'street'> {
  layer: Layer;
  row: number;
}

/** Something on the map to take hold of. */
export interface Handle extends RowOf<PointLayer> {
  lon_deg: number;
  lat_deg: number;
  added: boolean;
  changed: boolean;
  label: string;
  /** Kind of a station, state of a hydrant. */
  kind: string;
}

/** Calls a row that has no name of its own. */
export type NameRow = (layer: PointLayer | 'street', row: number, added: boolean) => string;

export interface BodyOf {
  station: StationBody;
  obstacle: ObstacleBody;
  hydrant: HydrantBody;
  street: StreetBody;
}

/** A row as it stands without any edit. */
export interface StandingRow<Layer extends PointLayer = PointLayer> extends RowOf<Layer> {
  lon_deg: number;
  lat_deg: number;
  body: BodyOf[Layer];
  handle: Handle;
}

/** The rows of a town that can be edited, by layer and id. */
export type StandingRows = { [Layer in PointLayer]: Map<number, StandingRow<Layer>> };

/** Row after its edits; `removed` rows keep what they were. */
export interface EditedRow<Layer extends PointLayer | 'street' = PointLayer | 'street'> extends RowOf<Layer> {
  added: boolean;
  changed: boolean;
  removed: boolean;
  at_deg: readonly [number, number] | null;
  body: BodyOf[Layer];
}

/**
 * What stands after the edits: rows that nobody touched keep their handle, so that who draws them sees at once that
 * they are the same. Removed rows have none.
 */
export function handlesOf(standing: StandingRows, folded: FoldedEdits, nameRow: NameRow): Handle[] {
  return POINT_LAYERS.flatMap((layer): Handle[] => {
    const edits = folded[layer] as Map<number, RowEdit<Described>>;
    const rows = standing[layer] as Map<number, StandingRow>;
    const stand = [...rows.values()].flatMap(({ row, handle }) => {
      const edit = edits.get(row);
      if (!edit) return [handle];
      if (edit.removed) return [];
      const [lon_deg, lat_deg] = edit.at_deg ?? [handle.lon_deg, handle.lat_deg];
      const { label, kind } = handle;
      return [{ ...handle, lon_deg, lat_deg, changed: true, label, kind: kindOf(edit.body) ?? kind }];
    });
    const added = [...edits].flatMap(([row, { added: is_added, at_deg, body }]): Handle[] => {
      if (!is_added || !at_deg) return [];
      const [lon_deg, lat_deg] = at_deg;
      const label = body.name ?? nameRow(layer, row, true);
      return [{ layer, row, lon_deg, lat_deg, added: true, changed: false, label, kind: kindOf(body) ?? '' }];
    });
    return [...stand, ...added];
  });
}

interface Described {
  name?: string | null;
  kind?: string;
  status?: string;
}
/** What a mark looks like follows from. */
export const kindOf = ({ kind, status }: Described): string | undefined => kind ?? status;

/** One row with its edits; null where there is no such row, or an added one was taken away. */
export function editedRow(standing: StandingRows, folded: FoldedEdits, of: RowOf): EditedRow | null {
  const edit = folded[of.layer].get(of.row) as RowEdit<object> | undefined;
  const before = of.layer === 'street' ? null : standing[of.layer].get(of.row);
  if (!edit && !before) return null;
  if (of.layer !== 'street' && !before && !edit?.added) return null;
  return {
    ...of,
    added: edit?.added ?? false,
    changed: edit !== undefined && !edit.added,
    removed: edit?.removed ?? false,
    at_deg: edit?.at_deg ?? (before ? [before.lon_deg, before.lat_deg] : null),
    body: { ...before?.body, ...edit?.body } as BodyOf[keyof BodyOf],
  };
}

/** Rows that edits are about and that are not there: deleted since the steps were made. Streets are not looked at. */
export const goneRows = (standing: StandingRows, folded: FoldedEdits): RowOf<PointLayer>[] =>
  POINT_LAYERS.flatMap((layer) =>
    [...(folded[layer] as Map<number, RowEdit<object>>)].flatMap(([row, { added }]) =>
      added || standing[layer].has(row) ? [] : [{ layer, row }],
    ),
  );
