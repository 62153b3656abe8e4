import type { RunSummary } from '$lib/contract/api';
import type { Compare, WhatIf as MapWhatIf } from '$lib/map/what_if';
import type { Messages } from '$lib/format/messages';
import type { ScenarioDesk } from '$lib/state/scenario_desk.svelte';
import type { WhatIf } from '$lib/state/what_if.svelte';
import { sideName } from './_side_name';

/** What the map draws of a what-if; null until the town is read. */
export function mapWhatIf(what_if: WhatIf, cutoff_s: number, run: RunSummary | null): MapWhatIf | null {
  const { town, base, update, folded } = what_if;
  if (!town || !base || !update) return null;
  const removed = (['station', 'obstacle', 'hydrant'] as const).flatMap((layer) =>
    [...folded[layer]].flatMap(([row, { removed: is_removed }]) => (is_removed ? [{ layer, row }] : [])),
  );
  return {
    town,
    base,
    update,
    handles: what_if.held ? [] : what_if.handles,
    tool: what_if.tools.tool,
    cutoff_s,
    tile_verdict: tileVerdict(what_if, run),
    removed: what_if.held ? [] : removed,
    closed_streets: [...folded.street].flatMap(([row, { body }]) => (body.closed ? [row] : [])),
    rings: what_if.rings,
  };
}

/** Both sides of a comparison for the map; null where there is none, or its answers are not there yet. */
export function mapComparison(desk: ScenarioDesk, run: RunSummary | null, words: Messages): Compare | null {
  const { comparison, what_if } = desk;
  if (!comparison?.answers || !what_if.town) return null;
  const [left, right] = comparison.answers;
  return {
    left: left.verdict,
    right: right.verdict,
    building_ids: what_if.town.buildings.id,
    share: comparison.share,
    tile_verdict: tileVerdict(what_if, run),
    left_label: sideName(comparison.sides[0], desk, words),
    right_label: sideName(comparison.sides[1], desk, words),
    slider_label: words.what_if.swipe,
  };
}

/** Tiles carry the verdicts of a run of the server: the same ones if it was asked the same question. */
function tileVerdict({ town, opened_by }: WhatIf, run: RunSummary | null): Uint8Array | null {
  const same = run !== null && !run.stale && run.choice === opened_by?.vehicle;
  return town && same && run.cutoff_s === opened_by?.cutoff_s ? town.base.verdict : null;
}
