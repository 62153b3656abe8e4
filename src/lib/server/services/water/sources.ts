import type { Walkways, WalkPlace } from '../../../domain/coverage/walkways.ts';
import {
  judgeHydrant,
  judgeWaterSource,
  type Judged,
  type SourceClass,
} from '../../../domain/water/source_class.ts';
import type { PlacedSource } from '../../../domain/water/water_leg.ts';
import { flatRings } from '../town/flat_geometry.ts';
import type { Town } from '../town/load_town.ts';

/** A hydrant or other source, judged by the rule set and placed on the walkable ways. */
export interface Source extends Judged {
  layer: 'hydrant' | 'water_source';
  id: number;
  /** Written to files: hydrants by their id, other water as "water_source/id" so that the two never meet. */
  water_id: string;
  placed: PlacedSource | null;
}

/** Hydrants first, then other water, each ascending by id: the order that breaks ties. */
export function placeSources(town: Town, walkways: Walkways): Source[] {
  const rules = town.rules.rules;
  const sources: Source[] = [];
  const add = (layer: Source['layer'], id: number, judged: Judged, at: WalkPlace | null) => {
    const source = sources.length;
    sources.push({
      ...judged,
      layer,
      id,
      water_id: layer === 'hydrant' ? String(id) : `water_source/${id}`,
      placed: at && placed(source, judged.source_class, at),
    });
  };
  for (const hydrant of town.hydrants) {
    add(
      'hydrant',
      hydrant.id,
      judgeHydrant(hydrant, rules),
      walkways.placeOf(hydrant.lon_deg, hydrant.lat_deg),
    );
  }
  for (const water of town.water_sources) {
    const judged = judgeWaterSource(water, rules);
    const usable = judged.source_class !== 'none';
    add('water_source', water.id, judged, usable ? placeOfWater(water.geom, walkways) : null);
  }
  return sources;
}

const placed = (source: number, source_class: SourceClass, at: WalkPlace): PlacedSource => ({
  source,
  source_class,
  edge: at.edge,
  along_mm: at.along_mm,
  offset_mm: Math.floor(at.straight_m * 1000 + 0.5),
});

/** Nearest way to any part of the water. */
export function placeOfWater(geom: Uint8Array, walkways: Walkways): WalkPlace | null {
  const shape = flatRings(geom);
  if (shape.coords_deg.length > 2) return walkways.placeOfShape(shape);
  return walkways.placeOf(shape.coords_deg[0], shape.coords_deg[1]);
}
