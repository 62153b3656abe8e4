import { expect, it } from 'vitest';
import { FIRST_ADDED_ROW, foldEdits, type Edit } from '../domain/live/edit.ts';
import { editedRow, goneRows, handlesOf, type StandingRows } from './edited_rows.ts';

const nameRow = (layer: string, row: number) => `${layer} ${row}`;
const station = (row: number) => ({
  layer: 'station' as const,
  row,
  lon_deg: 118,
  lat_deg: 24,
  body: { name: null, kind: 'micro' as const, turnout_s: null, vehicles: ['mini' as const] },
  handle: {
    layer: 'station' as const,
    row,
    lon_deg: 118,
    lat_deg: 24,
    added: false,
    changed: false,
    label: `station ${row}`,
    kind: 'micro',
  },
});
const standing: StandingRows = {
  station: new Map([1, 2, 3].map((row) => [row, station(row)])),
  obstacle: new Map(),
  hydrant: new Map(),
};
const edits: Edit[] = [
  { kind: 'change', layer: 'station', row: 2, at_deg: [118.5, 24.5], body: {} },
  { kind: 'remove', layer: 'station', row: 3 },
  {
    kind: 'add',
    layer: 'hydrant',
    row: FIRST_ADDED_ROW,
    at_deg: [119, 25],
    body: { name: null, status: 'working', flow_lps: 15, pressure_mpa: 0.1 },
  },
  { kind: 'change', layer: 'station', row: 9, body: { kind: 'brigade' } },
];

it('gives a handle to all that stands after the edits, the same one to what nobody touched', () => {
  const handles = handlesOf(standing, foldEdits(edits), nameRow);
  expect(handles[0]).toBe(standing.station.get(1)!.handle);
  expect(handles.slice(1)).toMatchObject([
    { layer: 'station', row: 2, lon_deg: 118.5, lat_deg: 24.5, changed: true, kind: 'micro' },
    { layer: 'hydrant', row: FIRST_ADDED_ROW, lon_deg: 119, added: true, kind: 'working' },
  ]);
  expect(handles).toHaveLength(3);
});

it('lays edits over the row as it stands', () => {
  const folded = foldEdits([
    ...edits,
    { kind: 'change', layer: 'station', row: 2, body: { kind: 'brigade' } },
  ]);
  expect(editedRow(standing, folded, { layer: 'station', row: 2 })).toEqual({
    layer: 'station',
    row: 2,
    added: false,
    changed: true,
    removed: false,
    at_deg: [118.5, 24.5],
    body: { name: null, kind: 'brigade', turnout_s: null, vehicles: ['mini'] },
  });
  expect(editedRow(standing, folded, { layer: 'station', row: 3 })?.removed).toBe(true);
  expect(editedRow(standing, folded, { layer: 'station', row: 9 })).toBeNull();
});

it('names the rows of edits that are not in the data any more', () => {
  expect(goneRows(standing, foldEdits(edits))).toEqual([{ layer: 'station', row: 9 }]);
});
