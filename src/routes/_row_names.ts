import type { Messages } from '$lib/format/messages';
import type { NameRow } from '$lib/state/edited_rows';
import { FIRST_ADDED_ROW } from '$lib/domain/live/edit';

/** Calls what has no name of its own: "消火栓 12", "新站点 1". */
export const rowNames =
  (words: Messages): NameRow =>
  (layer, row, added) => {
    if (added || row >= FIRST_ADDED_ROW)
      return `${words.what_if.new_things[layer]} ${row - FIRST_ADDED_ROW + 1}`;
    const kind = layer === 'street' ? words.street : words.feature_kinds[layer];
    return `${kind} ${row}`;
  };
