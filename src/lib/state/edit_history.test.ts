import { expect, it } from 'vitest';
import { FIRST_ADDED_ROW, type Edit } from '../domain/live/edit.ts';
import {
  freeRow,
  historyOf,
  NO_CHANGES,
  redone,
  sameChanges,
  undone,
  withEdit,
  withoutRow,
  withTurnout,
} from './edit_history.ts';

const moved = (row: number, lon_deg: number): Edit => ({
  kind: 'change',
  layer: 'station',
  row,
  at_deg: [lon_deg, 24.5],
  body: {},
});
const nothing = historyOf(NO_CHANGES);

it('undoes a drag in one step, and brings its end back', () => {
  let history = withEdit(nothing, moved(1, 118.2));
  for (let step = 1; step <= 200; step++) history = withEdit(history, moved(2, 118 + step / 1000), 'drag 1');
  expect(history.now.edits).toEqual([moved(1, 118.2), moved(2, 118.2)]);
  expect(undone(history).now.edits).toEqual([moved(1, 118.2)]);
  expect(redone(undone(history)).now.edits).toEqual([moved(1, 118.2), moved(2, 118.2)]);
});

it('keeps two drags of one station apart', () => {
  const history = withEdit(withEdit(nothing, moved(1, 118.1), 'drag 1'), moved(1, 118.2), 'drag 2');
  expect(history.now.edits).toHaveLength(2);
  expect(undone(history).now.edits).toEqual([moved(1, 118.1)]);
});

it('does not go on with a gesture that was undone', () => {
  const history = withEdit(undone(withEdit(nothing, moved(1, 118.1), 'nudge')), moved(1, 118.2), 'nudge');
  expect(history.now.edits).toEqual([moved(1, 118.2)]);
  expect(undone(history)).toMatchObject({ now: NO_CHANGES, past: [] });
});

it('forgets what was undone once something else is done', () => {
  const history = withTurnout(undone(withEdit(nothing, moved(1, 118.1))), 45);
  expect(redone(history)).toBe(history);
  expect(history.now).toEqual({ edits: [], turnout_s: 45 });
  expect(undone(history).now).toEqual(NO_CHANGES);
  expect(undone(undone(history)).now).toEqual(NO_CHANGES);
});

it('takes back all that was done to one row', () => {
  let history = withEdit(withEdit(nothing, moved(1, 118.1)), moved(2, 118.1));
  history = withEdit(history, { kind: 'remove', layer: 'station', row: 1 });
  history = withoutRow(history, 'station', 1);
  expect(history.now.edits).toEqual([moved(2, 118.1)]);
  expect(undone(history).now.edits).toHaveLength(3);
});

it('never gives the number of a row twice, undone ones included', () => {
  expect(freeRow(nothing)).toBe(FIRST_ADDED_ROW);
  const body = { kind: 'parking', clear_width_m: null, clear_height_m: null };
  const added: Edit = { kind: 'add', layer: 'obstacle', row: FIRST_ADDED_ROW, at_deg: [118, 24], body };
  expect(freeRow(undone(withEdit(nothing, added)))).toBe(FIRST_ADDED_ROW + 1);
});

it('tells changes apart by what they say', () => {
  const changes = { edits: [moved(1, 118.1)], turnout_s: null };
  expect(sameChanges(changes, { edits: [moved(1, 118.1)], turnout_s: null })).toBe(true);
  const { kind, layer, row, ...rest } = moved(1, 118.1) as Extract<Edit, { kind: 'change' }>;
  const turned = { ...rest, row, layer, kind } as Edit;
  expect(sameChanges(changes, { edits: [turned], turnout_s: null })).toBe(true);
  expect(sameChanges(changes, { edits: [moved(1, 118.2)], turnout_s: null })).toBe(false);
  expect(sameChanges(changes, { ...changes, turnout_s: 30 })).toBe(false);
});
