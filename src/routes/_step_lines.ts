import { foldEdits, type RowEdit } from '$lib/domain/live/edit';
import type { Messages } from '$lib/format/messages';
import type { NameRow } from '$lib/state/edited_rows';
import type { Changes } from '$lib/state/edit_history';

/** What changes come to, one line a row: "调整站点 东门站". */
export function stepLines({ edits }: Changes, nameOf: NameRow, words: Messages): string[] {
  const folded = foldEdits(edits);
  const lines = (['station', 'hydrant', 'obstacle'] as const).flatMap((layer) =>
    [...(folded[layer] as Map<number, RowEdit<{ name?: string | null }>>)].map(([row, edit]) => {
      const what = words.what_if.steps[edit.added ? 'add' : edit.removed ? 'remove' : 'change'][layer];
      return `${what} · ${edit.body.name ?? nameOf(layer, row, edit.added)}`;
    }),
  );
  const streets = [...folded.street].map(([row, { body }]) => {
    const { steps } = words.what_if;
    return `${body.closed ? steps.close : steps.change.street} · ${nameOf('street', row, false)}`;
  });
  return [...lines, ...streets];
}
