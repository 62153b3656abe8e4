import type { Walkways, WalkPlace } from '../../../domain/coverage/walkways.ts';
import {
  judgeHydrant,
  judgeWaterSource,
  type Judged,
  type SourceClass,
} from '../../../domain/water/source_class.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import { isStore } from '../../../domain/water/source_figures.ts';
import type { PlacedSource } from '../../../domain/water/water_leg.ts';
import type { HydrantRow } from '../../queries/hydrant_rows.ts';
import type { WaterSourceRow } from '../../queries/water_source_rows.ts';
import type { SourceData } from '../../../domain/live/town_data.ts';
import { flatRings } from '../town/flat_geometry.ts';
import type { Town } from '../town/load_town.ts';

/** A hydrant or other source, judged by the rule set for a season and placed on the walkable ways. */
export interface Source extends Judged {
  layer: 'hydrant' | 'water_source';
  id: number;
  /** Written to files: hydrants by their id, other water as "water_source/id" so that the two never meet. */
  water_id: string;
  placed: PlacedSource | null;
  figures: SourceData['figures'];
}

/** Hydrants first, then other water, each ascending by id: the order that breaks ties. */
export function placeSources(town: Town, walkways: Walkways, season: WaterSeason = 'wet'): Source[] {
  const rules = town.rules.rules;
  const sources: Source[] = [];
  const add = (
    layer: Source['layer'],
    id: number,
    judged: Judged,
    at: WalkPlace | null,
    figures: SourceData['figures'],
  ) => {
    const source = sources.length;
    sources.push({
      ...judged,
      layer,
      id,
      water_id: layer === 'hydrant' ? String(id) : `water_source/${id}`,
      placed: at && placed(source, judged.source_class, at),
      figures,
    });
  };
  for (const hydrant of town.hydrants) {
    add(
      'hydrant',
      hydrant.id,
      judgeHydrant(hydrant, rules),
      walkways.placeOf(hydrant.lon_deg, hydrant.lat_deg),
      figuresOfHydrant(hydrant),
    );
  }
  for (const water of town.water_sources) {
    const judged = judgeWaterSource(water, rules, season);
    const usable = judged.source_class !== 'none';
    const at = usable ? placeOfWater(water.geom, walkways) : null;
    add('water_source', water.id, judged, at, figuresOfWater(water));
  }
  return sources;
}

export const figuresOfHydrant = (hydrant: HydrantRow): SourceData['figures'] => ({
  kind: 'hydrant',
  flow_lps: hydrant.flow_lps,
  volume_m3: null,
  dead_end: hydrant.dead_end,
  points_deg: [hydrant.lon_deg, hydrant.lat_deg],
});

export const figuresOfWater = ({ kind, volume_m3, flow_lps, geom }: WaterSourceRow): SourceData['figures'] =>
  isStore(kind)
    ? {
        kind: 'store',
        flow_lps: null,
        volume_m3,
        dead_end: null,
        points_deg: Array.from(flatRings(geom).coords_deg),
      }
    : { kind: 'flowing', flow_lps, volume_m3: null, dead_end: null, points_deg: [] };

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
