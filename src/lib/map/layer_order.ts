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
  'lane_unknown',
  'lane',
  'gap',
  'building_dot',
  'building',
  'building_hatch',
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
  'station',
] as const;

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
