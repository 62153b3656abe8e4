import {
  FIRST_ADDED_ROW,
  foldEdits,
  type Edit,
  type HydrantBody,
  type ObstacleBody,
  type RowEdit,
  type StationBody,
  type StreetBody,
} from '../../../domain/live/edit.ts';
import { mainWithin_m, withMains } from '../../../domain/water/nearest_main.ts';
import type { EditProblem } from '../../../contract/api_scenarios.ts';
import type { HydrantRow } from '../../queries/hydrant_rows.ts';
import type { ObstacleRow } from '../../queries/obstacle_rows.ts';
import type { StationRow } from '../../queries/station_rows.ts';
import type { StreetRow } from '../../queries/street_rows.ts';
import type { TownRows } from '../town/load_town.ts';

/** The tables that steps are about, and the mains that hydrants are put on. */
export type EditedRows = Pick<TownRows, EditedList> & Pick<TownRows, 'mains' | 'rules'>;

const LISTS = {
  station: 'stations',
  obstacle: 'obstacles',
  hydrant: 'hydrants',
  street: 'streets',
} as const satisfies Record<Edit['layer'], keyof TownRows>;
type EditedList = (typeof LISTS)[Edit['layer']];

/** Sources of rows that scenarios add, in the tables too. */
export const SCENARIO_SOURCE = 'scenario';

/**
 * The rows as they would be after the steps. Rows nobody touches are the same objects, lists stay ascending by id.
 * Steps about rows that are not there have no effect and are named in `problems`, first step first.
 */
export function applyEdits<Rows extends EditedRows>(
  rows: Rows,
  edits: readonly Edit[],
): { rows: Rows; problems: EditProblem[] } {
  const folded = foldEdits(edits);
  return {
    rows: {
      ...rows,
      stations: edited(rows.stations, folded.station, changedStation, addedStation),
      obstacles: edited(rows.obstacles, folded.obstacle, changedObstacle, addedObstacle),
      hydrants: editedHydrants(rows, folded.hydrant),
      streets: edited(rows.streets, folded.street, changedStreet, refuseStreet),
    },
    problems: problemsOf(rows, edits),
  };
}

function problemsOf(rows: EditedRows, edits: readonly Edit[]): EditProblem[] {
  const there = new Map(
    [...new Set(edits.map(({ layer }) => layer))].map((layer) => [
      layer,
      new Set(rows[LISTS[layer]].map(({ id }) => id)),
    ]),
  );
  const problems = new Map<string, EditProblem>();
  edits.forEach(({ kind, layer, row }, step) => {
    if (kind === 'add' || row >= FIRST_ADDED_ROW || there.get(layer)!.has(row)) return;
    const name = `${layer} ${row}`;
    const problem = problems.get(name) ?? { layer, row, steps: [] };
    problems.set(name, { ...problem, steps: [...problem.steps, step] });
  });
  return [...problems.values()];
}

interface Row {
  id: number;
}

function edited<R extends Row, Body>(
  rows: R[],
  edits: ReadonlyMap<number, RowEdit<Body>>,
  changed: (row: R, edit: RowEdit<Body>) => R,
  added: (id: number, edit: RowEdit<Body>) => R,
): R[] {
  if (edits.size === 0) return rows;
  const kept = rows.flatMap((row): R[] => {
    const edit = edits.get(row.id);
    if (!edit) return [row];
    return edit.removed ? [] : [changed(row, edit)];
  });
  const more = [...edits].filter(([, edit]) => edit.added).map(([id, edit]) => added(id, edit));
  return [...kept, ...more.sort((a, b) => a.id - b.id)];
}

const changedStation = (row: StationRow, { at_deg, body }: RowEdit<StationBody>): StationRow => ({
  ...row,
  ...body,
  ...placed(at_deg),
});

/** Its crew is not recorded: it covers. */
const addedStation = (id: number, { at_deg, body }: RowEdit<StationBody>): StationRow => ({
  ...(body as StationBody),
  ...position(at_deg),
  id,
  crew: null,
  pumps: null,
  tankers: null,
  tanker_m3: null,
  area_id: null,
});

/** Where it was put is nearer than the street its source names. */
const changedObstacle = (row: ObstacleRow, { at_deg, body }: RowEdit<ObstacleBody>): ObstacleRow => ({
  ...row,
  ...body,
  ...placed(at_deg),
  ...(at_deg && { street_source_id: null }),
});

const addedObstacle = (id: number, { at_deg, body }: RowEdit<ObstacleBody>): ObstacleRow => ({
  ...(body as ObstacleBody),
  ...position(at_deg),
  id,
  source: SCENARIO_SOURCE,
  street_source_id: null,
});

/** A hydrant that is put somewhere is on the main it stands by there. */
function editedHydrants(
  { hydrants, mains, rules }: EditedRows,
  edits: ReadonlyMap<number, RowEdit<HydrantBody>>,
): HydrantRow[] {
  const after = edited(hydrants, edits, changedHydrant, addedHydrant);
  const are_put = [...edits.values()].some(({ at_deg }) => at_deg !== null);
  return are_put ? withMains(after, mains, mainWithin_m(rules.rules)) : after;
}

/** What was recorded of a hydrant's place and is not known of another; which main is there, mains tell. */
export const NOT_KNOWN_THERE = { dead_end: null, ground_m: null };

const changedHydrant = (row: HydrantRow, { at_deg, body }: RowEdit<HydrantBody>): HydrantRow => ({
  ...row,
  ...body,
  ...placed(at_deg),
  ...(at_deg && NOT_KNOWN_THERE),
});

const addedHydrant = (id: number, { at_deg, body }: RowEdit<HydrantBody>): HydrantRow => ({
  ...(body as HydrantBody),
  ...position(at_deg),
  id,
  area_id: null,
  tested_on: null,
  dead_end: null,
  ground_m: null,
});

/** A width that somebody thinks up is an estimate. */
const changedStreet = (row: StreetRow, { body }: RowEdit<StreetBody>): StreetRow => ({
  ...row,
  ...body,
  ...(body.width_m !== undefined && { width_source: widthSource(body.width_m) }),
});

/** Where a width that a scenario sets comes from. */
export const widthSource = (width_m: number | null) => (width_m === null ? 'unknown' : 'estimated');

const refuseStreet = (id: number): never => {
  throw new RangeError(`Street ${id} cannot be added: steps change streets, they make none`);
};

const placed = (at_deg: RowEdit<unknown>['at_deg']) => at_deg && { lon_deg: at_deg[0], lat_deg: at_deg[1] };

function position(at_deg: RowEdit<unknown>['at_deg']) {
  if (!at_deg) throw new RangeError('An added row has no position');
  return { lon_deg: at_deg[0], lat_deg: at_deg[1] };
}
