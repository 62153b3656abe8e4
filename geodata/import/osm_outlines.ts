import type { LayerId, LayerRows } from '../../src/lib/contract/layer_rows.ts';
import { areaRow } from './osm_areas.ts';
import type { Tags } from './osm_block.ts';
import type { OsmItems } from './osm_items.ts';
import { polygonOf } from './osm_multipolygon.ts';
import type { OsmNodes } from './osm_nodes.ts';
import { placeRow } from './osm_places.ts';
import { buildingRow, stationRow } from './osm_tags.ts';
import { waterRow } from './osm_water.ts';

/** Layers whose rows come from outlines: closed ways and multipolygon relations. */
export const OUTLINE_ROWS = {
  building: buildingRow,
  station: stationRow,
  water_source: (tags: Tags) => waterRow(tags, 'polygon'),
  area: areaRow,
  place: placeRow,
} satisfies { [L in LayerId]?: (tags: Tags) => LayerRows[L] | null };

export type OutlineLayer = keyof typeof OUTLINE_ROWS;
export const OUTLINE_LAYERS = Object.keys(OUTLINE_ROWS) as OutlineLayer[];

/** The row of one closed way, or the note why there is none. */
export function addOutline(
  items: OsmItems,
  nodes: OsmNodes,
  layer: OutlineLayer,
  row: string,
  refs: Float64Array,
  attributes: LayerRows[OutlineLayer],
) {
  const { runs, is_cut } = nodes.runs(refs);
  if (is_cut || runs.length === 0) {
    items.note(layer, row, 'missing-nodes', 'noted', 'the way refers to nodes that are not in the file');
    return;
  }
  const polygon = polygonOf(runs[0].positions);
  if (polygon) items.add(layer, row, polygon, attributes);
  else items.note(layer, row, 'no-area', 'rejected', 'the outline encloses nothing');
}
