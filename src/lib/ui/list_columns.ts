import type { ListName, ListRow } from '../contract/api_lists.ts';
import type { PickKind } from '../contract/map_address.ts';
import type { Verdict } from '../domain/coverage/verdict.ts';
import type { Language } from '../format/language.ts';
import type { Messages } from '../format/messages.ts';
import { formatDuration, formatLength, formatMeasure, NO_VALUE } from '../format/numbers.ts';

interface Column<Name extends ListName> {
  label: (words: Messages) => string;
  text: (row: ListRow<Name>, words: Messages, language: Language) => string;
}
export interface ListShape<Name extends ListName> {
  /** What a row picks on the map. */
  pick: PickKind;
  pick_id: (row: ListRow<Name>) => number;
  title: (row: ListRow<Name>, words: Messages) => string;
  /** Undefined where rows have no verdict at all, null where one has none yet. */
  verdict?: (row: ListRow<Name>) => Verdict | null;
  columns: readonly Column<Name>[];
}

const word = (value: string | null, words: Messages) =>
  value === null ? NO_VALUE : (words.values[value] ?? value);
const measured = (value: number | null, unit: string, words: Messages, language: Language) =>
  value === null ? words.not_measured : formatMeasure(value, unit, language);

const judged: readonly Column<'buildings' | 'places'>[] = [
  { label: (words) => words.arrival, text: (row, words) => formatDuration(row.arrival_s, words) },
  { label: (words) => words.hose_length, text: (row, _, language) => formatLength(row.hose_m, language) },
  { label: (words) => words.water_distance, text: (row, _, language) => formatLength(row.water_m, language) },
  { label: (words) => words.from_station, text: (row) => row.station_name ?? NO_VALUE },
];

/** What each list shows of its rows. */
export const LIST_SHAPES: { [Name in ListName]: ListShape<Name> } = {
  buildings: {
    pick: 'building',
    pick_id: ({ id }) => id,
    title: ({ id, name }, words) => name ?? words.building_number(id),
    verdict: ({ verdict }) => verdict,
    columns: judged,
  },
  places: {
    pick: 'place',
    pick_id: ({ id }) => id,
    title: ({ name, kind }, words) => name ?? word(kind, words),
    verdict: ({ verdict }) => verdict,
    columns: judged,
  },
  hydrants: {
    pick: 'hydrant',
    pick_id: ({ id }) => id,
    title: ({ id, name }, words) => name ?? words.hydrant_number(id),
    columns: [
      { label: (words) => words.status, text: ({ status }, words) => words.statuses[status] },
      {
        label: (words) => words.flow,
        text: (row, words, language) => measured(row.flow_lps, 'L/s', words, language),
      },
      {
        label: (words) => words.pressure,
        text: (row, words, language) => measured(row.pressure_mpa, 'MPa', words, language),
      },
      { label: (words) => words.tested_on, text: ({ tested_on }) => tested_on ?? NO_VALUE },
    ],
  },
  stations: {
    pick: 'station',
    pick_id: ({ id }) => id,
    title: ({ id, name }, words) => name ?? words.station_number(id),
    columns: [
      { label: (words) => words.kind, text: ({ kind }, words) => words.station_kinds[kind] },
      {
        label: (words) => words.vehicles_owned,
        text: ({ vehicles }, words) =>
          vehicles
            .map((code) => words.vehicles[code as keyof Messages['vehicles']] ?? code)
            .join(words.list_separator) || NO_VALUE,
      },
      { label: (words) => words.crew, text: ({ crew }) => (crew === null ? NO_VALUE : String(crew)) },
    ],
  },
  hazards: {
    pick: 'hazard',
    pick_id: ({ id }) => id,
    title: ({ name, kind }, words) => name ?? word(kind, words),
    columns: [
      { label: (words) => words.severity, text: ({ severity }, words) => words.severities[severity] },
      { label: (words) => words.status, text: ({ status }, words) => word(status, words) },
      { label: (words) => words.due, text: ({ due_on }) => due_on ?? NO_VALUE },
      { label: (words) => words.responsible, text: ({ responsible }) => responsible ?? NO_VALUE },
    ],
  },
  clusters: {
    pick: 'cluster',
    pick_id: ({ id }) => id,
    title: ({ id, name }, words) => name ?? `${words.feature_kinds.cluster} ${id}`,
    columns: [
      { label: (words) => words.origin, text: ({ origin }, words) => word(origin, words) },
      {
        label: (words) => words.buildings,
        text: ({ buildings }) => (buildings === null ? NO_VALUE : String(buildings)),
      },
    ],
  },
  gaps: {
    pick: 'gap',
    pick_id: ({ rank }) => rank,
    title: ({ rank }, words) => words.gap_name(rank),
    verdict: ({ verdict }) => verdict,
    columns: [
      { label: (words) => words.buildings, text: ({ buildings }) => String(buildings) },
      { label: (words) => words.arrival, text: (row, words) => formatDuration(row.worst_arrival_s, words) },
    ],
  },
};
