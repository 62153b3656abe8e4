import type { AreaFigures } from '$lib/contract/api_areas';
import type { LiveUpdate, OpenedTown } from '$lib/contract/live_messages';
import { noCounts } from '$lib/domain/coverage/coverage_counts';
import type { Messages } from '$lib/format/messages';
import { verdictChanges } from '$lib/state/verdict_changes';

/** Everything and area by area in two states, with the buildings gained and lost. */
export function comparedAreas(
  { buildings }: OpenedTown,
  [left, right]: readonly [LiveUpdate, LiveUpdate],
  areas: readonly AreaFigures[],
  words: Messages,
) {
  const changes = verdictChanges(left.verdict, right.verdict);
  const areaOf = (building: number) => {
    const area_id = buildings.area_id[building]!;
    return Number.isNaN(area_id) ? '' : area_id;
  };
  const [gained, lost] = [tally(changes.gained.map(areaOf)), tally(changes.lost.map(areaOf))];
  const right_of = new Map(right.by_area);
  const nameOf = (area_id: number | '') =>
    area_id === ''
      ? words.outside
      : (areas.find((area) => area.area_id === area_id)?.name ?? `${words.area} ${area_id}`);
  return {
    total: {
      key: 'sum',
      name: words.sum,
      left: left.all,
      right: right.all,
      gained: changes.gained.length,
      lost: changes.lost.length,
    },
    areas: left.by_area.map(([area_id, counts]) => ({
      key: area_id === '' ? 'none' : String(area_id),
      name: nameOf(area_id),
      left: counts,
      right: right_of.get(area_id) ?? noCounts(),
      gained: gained.get(area_id) ?? 0,
      lost: lost.get(area_id) ?? 0,
    })),
  };
}

function tally(keys: readonly (number | '')[]): Map<number | '', number> {
  const counts = new Map<number | '', number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
