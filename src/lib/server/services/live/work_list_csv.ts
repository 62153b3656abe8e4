import type { WorkListRow } from '../../../contract/api_work_list.ts';
import { fixed3, fixed7, sheetHead, sheetLine, type CsvValue } from '../../../contract/csv.ts';
import { WORK_VEHICLES, type WorkKind } from '../../../domain/live/work_items.ts';

type Column = [name: string, value: (row: WorkListRow) => CsvValue];

const people = (value: number | null) => (value === null ? null : fixed3(value));

/** What identifies a row and is recorded of it, by kind. */
const FACTS: Record<WorkKind, Column[]> = {
  obstacle: [
    ['obstacle_id', ({ id }) => id],
    ['kind', ({ what }) => what],
  ],
  hydrant: [
    ['hydrant_id', ({ id }) => id],
    ['name', ({ name }) => name],
    ['kind', ({ what }) => what],
  ],
  station: [
    ['station_id', ({ id }) => id],
    ['name', ({ name }) => name],
    ['kind', ({ what }) => what],
  ],
};
const MORE_FACTS: Record<WorkKind, Column[]> = {
  obstacle: [
    ['street', ({ street_name }) => street_name],
    ['clear_width_m', ({ clear_width_m }) => clear_width_m],
    ['clear_height_m', ({ clear_height_m }) => clear_height_m],
    ['movable', ({ movable }) => (movable === null ? 'unknown' : movable ? 1 : 0)],
    ['due_on', ({ due_on }) => due_on],
  ],
  hydrant: [
    ['street', ({ street_name }) => street_name],
    ['flow_lps', ({ flow_lps }) => flow_lps],
    ['pressure_mpa', ({ pressure_mpa }) => pressure_mpa],
  ],
  station: [],
};

const columnsOf = (kind: WorkKind): Column[] => [
  ...FACTS[kind],
  ['lon', ({ lon_deg }) => fixed7(lon_deg)],
  ['lat', ({ lat_deg }) => fixed7(lat_deg)],
  ['area_id', ({ area_id }) => area_id],
  ...MORE_FACTS[kind],
  ...WORK_VEHICLES.flatMap((code): Column[] => [
    [`${code}_buildings`, ({ alone }) => alone[code].buildings],
    [`${code}_people`, ({ alone }) => people(alone[code].people)],
    [`${code}_to_unknown`, ({ alone }) => alone[code].to_unknown],
    [`${code}_covered`, ({ alone }) => alone[code].covered],
  ]),
  ['order', ({ order }) => order],
  ['order_buildings', ({ order_gain }) => order_gain?.buildings ?? null],
  ['order_people', ({ order_gain }) => people(order_gain?.people ?? null)],
  ['order_to_unknown', ({ order_gain }) => order_gain?.to_unknown ?? null],
  ['group', ({ group }) => (group.length > 1 ? group.join(' ') : null)],
];

/** The header of a kind's table. */
export const workListHeader = (kind: WorkKind): string[] => columnsOf(kind).map(([name]) => name);

/** Its rows; a group is the ids done in one step, joined by blanks. */
export function* workListRows(kind: WorkKind, rows: readonly WorkListRow[]): Generator<CsvValue[]> {
  const columns = columnsOf(kind);
  for (const row of rows) yield columns.map(([, value]) => value(row));
}

/** Both as text. */
export async function* workListText(kind: WorkKind, rows: readonly WorkListRow[]): AsyncGenerator<string> {
  yield sheetHead(workListHeader(kind));
  for (const row of workListRows(kind, rows)) yield sheetLine(row);
}
