import { FIRST_ADDED_ROW, type Edit, type EditLayer } from '../domain/live/edit.ts';

/** What a what-if changes: its steps in order, and the turn-out it assumes where a station has none of its own. */
export interface Changes {
  readonly edits: readonly Edit[];
  readonly turnout_s: number | null;
}

/** The changes with all that went before and was undone. A value: each function gives the next one. */
export interface EditHistory {
  readonly now: Changes;
  readonly past: readonly Changes[];
  readonly future: readonly Changes[];
  /** Steps of one gesture, such as a drag, are undone together. */
  readonly gesture: string | null;
}

export const NO_CHANGES: Changes = { edits: [], turnout_s: null };

/** Starts anew with these changes; nothing is left to undo. */
export const historyOf = (now: Changes): EditHistory => ({ now, past: [], future: [], gesture: null });

/** Adds a step; within a gesture it takes the place of the gesture's step before. */
export function withEdit(history: EditHistory, edit: Edit, gesture: string | null = null): EditHistory {
  const goes_on = gesture !== null && gesture === history.gesture;
  const before = goes_on ? history.past.at(-1)! : history.now;
  return {
    now: { ...before, edits: [...before.edits, edit] },
    past: goes_on ? history.past : [...history.past, history.now],
    future: [],
    gesture,
  };
}

export const withTurnout = (history: EditHistory, turnout_s: number | null): EditHistory =>
  turnout_s === history.now.turnout_s ? history : after(history, { ...history.now, turnout_s });

/** Takes back all that was done to a row. */
export function withoutRow(history: EditHistory, layer: EditLayer, row: number): EditHistory {
  const edits = history.now.edits.filter((edit) => edit.layer !== layer || edit.row !== row);
  return edits.length === history.now.edits.length ? history : after(history, { ...history.now, edits });
}

export function undone(history: EditHistory): EditHistory {
  const before = history.past.at(-1);
  if (!before) return history;
  return {
    now: before,
    past: history.past.slice(0, -1),
    future: [history.now, ...history.future],
    gesture: null,
  };
}

export function redone(history: EditHistory): EditHistory {
  const [next, ...future] = history.future;
  return next ? { now: next, past: [...history.past, history.now], future, gesture: null } : history;
}

/** A number no row of the what-if has had, undone ones included. */
export const freeRow = ({ now, past, future }: EditHistory): number =>
  [now, ...past, ...future]
    .flatMap(({ edits }) => edits)
    .reduce((next, { row }) => Math.max(next, row + 1), FIRST_ADDED_ROW);

/** Equal in what they say; the order of columns in a step tells nothing. */
export const sameChanges = (a: Changes, b: Changes): boolean =>
  a === b || (a.turnout_s === b.turnout_s && textOf(a.edits) === textOf(b.edits));

const textOf = (edits: Changes['edits']): string =>
  JSON.stringify(edits, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );

const after = ({ now, past }: EditHistory, next: Changes): EditHistory => ({
  now: next,
  past: [...past, now],
  future: [],
  gesture: null,
});
