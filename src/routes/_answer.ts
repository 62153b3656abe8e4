import type { Answer } from '$lib/map/layers/answer';
import type { Picked } from '$lib/state/picked.svelte';

/** What the map draws of the picked building's verdict; null where there is none. */
export function answerOf({ at, building, path }: Picked): Answer | null {
  const verdict = building?.verdict;
  if (!at || !verdict) return null;
  const { stop_lon_deg, stop_lat_deg, water_source } = verdict;
  const lineOf = (leg: 'truck' | 'hose' | 'water') => path?.[leg]?.coordinates ?? null;
  return {
    door: at,
    stop: stop_lon_deg === null || stop_lat_deg === null ? null : [stop_lon_deg, stop_lat_deg],
    water: water_source && [water_source.lon_deg, water_source.lat_deg],
    paths: { truck: lineOf('truck'), hose: lineOf('hose'), supply: lineOf('water') },
  };
}
