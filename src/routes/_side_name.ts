import type { Side } from '$lib/contract/map_address';
import type { Messages } from '$lib/format/messages';
import type { ScenarioDesk } from '$lib/state/scenario_desk.svelte';

/** What one side of a comparison is called. */
export function sideName(side: Side, desk: ScenarioDesk, words: Messages): string {
  if (side === 'base' || side === 'now') return words.what_if.sides[side];
  const found = [...(desk.list ?? []), ...(desk.scenario ? [desk.scenario] : [])].find(
    ({ id }) => id === side,
  );
  return found?.name ?? `${words.what_if.title} ${side}`;
}
