/** Every style layer of the map, bottom to top. The order is decided here and nowhere else. */
export const LAYER_ORDER = [
  'land',
  'water_surface',
  'water_line',
  'ring',
  'ring_edge',
  'cluster',
  'street_foot',
  'street_lane_casing',
  'street_side_casing',
  'street_main_casing',
  'street_lane',
  'street_side',
  'street_main',
  'arrival',
  'lane_unknown',
  'lane_estimated',
  'lane',
  'main_unknown',
  'main_branch',
  'main',
  'street_closed_casing',
  'street_closed',
  'hovered_line',
  'gap',
  'building_dot',
  'live_dot',
  'building',
  'building_hatch',
  'live_hatch_late',
  'live_hatch_unreachable',
  'live_hatch_too-narrow',
  'live_hatch_hose-short',
  'live_hatch_no-water',
  'live_hatch_weak-water',
  'live_hatch_unknown',
  'building_picked',
  'cluster_edge',
  'gap_edge',
  'area',
  'area_chosen',
  'answer_truck_casing',
  'answer_truck',
  'answer_line_casing',
  'answer_straight',
  'answer_line',
  'answer_stop',
  'closed_mark',
  'hovered_point',
  'obstacle',
  'water_point',
  'hydrant_dot',
  'hydrant',
  'street_label',
  'water_label',
  'place',
  'place_label',
  'cluster_label',
  'gap_label',
  'area_label',
  'picked_point',
  'hazard',
  'hazard_group',
  'lead',
  'lead_end',
  'changed',
  'station',
] as const;

/** Layers that draw themselves: no style can hold them, so they are put in their place in the map. */
export const CUSTOM_LAYERS = ['arrival'] as const;

/** Of the layers a map has, the one that a layer stands right under; undefined: it is the topmost. */
export function layerAbove(
  id: (typeof CUSTOM_LAYERS)[number],
  present: readonly string[],
): string | undefined {
  const above = new Set<string>(LAYER_ORDER.slice(LAYER_ORDER.indexOf(id) + 1));
  return present.find((other) => above.has(other));
}

/**
 * The layers in LAYER_ORDER.
 *
 * @throws RangeError for a layer that has no place in it.
 */
export function inOrder<Layer extends { id: string }>(layers: readonly Layer[]): Layer[] {
  const heights = new Map<string, number>(LAYER_ORDER.map((id, height) => [id, height]));
  const height = ({ id }: Layer) => {
    const found = heights.get(id);
    if (found === undefined) throw new RangeError(`expected a layer of LAYER_ORDER, got "${id}"`);
    return found;
  };
  return [...layers].sort((a, b) => height(a) - height(b));
}
