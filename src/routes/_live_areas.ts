import type { AreaFigures } from '$lib/contract/api_areas';
import type { LiveUpdate } from '$lib/contract/live_messages';

/** Areas with the figures of a live answer; what it does not tell, such as hydrants, stays as it is. */
export function liveAreas(areas: readonly AreaFigures[], { by_area }: LiveUpdate): AreaFigures[] {
  const counts_of = new Map(by_area);
  return areas.map((area) => {
    const counts = counts_of.get(area.area_id ?? '');
    if (!counts) return area;
    return {
      ...area,
      buildings: counts.buildings,
      by_verdict: counts.verdicts,
      arrives: counts.legs.arrive.pass,
      arrives_unknown: counts.legs.arrive.unknown,
      hose_pass: counts.legs.hose.pass,
      water_pass: counts.legs.water.pass,
      water_unknown: counts.legs.water.unknown,
      arrives_water_unknown: counts.arrives_water_unknown,
      demand_short: counts.legs.water.fail,
    };
  });
}
