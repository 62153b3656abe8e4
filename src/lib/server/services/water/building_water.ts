import { outlineDistance_m } from '../../../domain/geometry/shape_distance.ts';
import { ProtectionCircles, type Protection } from '../../../domain/water/protection.ts';
import { requiredFlow, type FlowRequirement } from '../../../domain/water/required_flow.ts';
import { settlementOf } from '../../../domain/water/settlement.ts';
import { SourcesInReach } from '../../../domain/water/sources_in_reach.ts';
import { supplyOf, type SourceInReach, type Supply } from '../../../domain/water/supply.ts';
import { useGroup } from '../../../domain/water/use_group.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { onGround } from '../coverage/on_ground.ts';
import { flatRings, type Footprint } from '../town/flat_geometry.ts';
import type { Source } from './sources.ts';

/** What a building asks for, what the sources in reach of it give together, and what a plan of circles would say. */
export interface BuildingWater {
  requirement: FlowRequirement;
  supply: Supply;
  /** Null where the rule set has no protection radius. */
  protection: Protection | null;
}

const STORES: ReadonlySet<string> = new Set(['pool', 'tank']);

/** One answer a building of the run, in its order. Where a main's ends are not recorded, hydrants on it are not summed. */
export function buildingWater(run: CoverageRun): BuildingWater[] {
  const { town, walkways, sources, buildings, drive, options } = run;
  const { rules } = town.rules;
  const placed = sources.flatMap((source) => source.placed ?? []);
  const reach = new SourcesInReach(
    walkways.ground,
    placed,
    town.rules.vehicles[options.vehicle].supply_hose_m,
  );
  const radius = ruleOf(rules, 'hydrant.protection_radius_m');
  const circles = radius && new ProtectionCircles(standing(run), radius.value);
  const inReachOf = sourcesOf(run);
  const areas = new Map(town.areas.map((area) => [area.id, area]));
  return buildings.map(({ stop, water }, i) => {
    const { use, height_m, floors, footprint_m2, area_id, lon_deg, lat_deg } = town.buildings[i];
    const settlement_class = area_id === null ? null : (areas.get(area_id)?.settlement_class ?? null);
    const requirement = requiredFlow(
      {
        use: useGroup(use),
        height_m,
        floors,
        footprint_m2: footprint_m2 > 0 ? footprint_m2 : null,
        settlement: settlementOf(settlement_class),
      },
      town.rules,
    );
    const at = stop && onGround(drive, walkways.ground.network, stop);
    const reached = at ? reach.at(at.edge, at.along_mm) : [];
    return {
      requirement,
      supply: supplyOf(
        reached.map(({ source }) => inReachOf(source, town.footprints[i])),
        requirement,
        rules,
      ),
      protection: circles && circles.at(lon_deg, lat_deg, water.water),
    };
  });
}

const standing = ({ town, sources }: CoverageRun) =>
  town.hydrants.map(({ lon_deg, lat_deg }, i) => ({
    lon_deg,
    lat_deg,
    source_class: sources[i].source_class,
  }));

/** Sources are numbered hydrants first, as placeSources does. */
function sourcesOf({ town, sources }: CoverageRun) {
  const shapes = new Map<number, Footprint>();
  const shapeOf = (water: number) => {
    const shape = shapes.get(water) ?? flatRings(town.water_sources[water].geom);
    shapes.set(water, shape);
    return shape;
  };
  return (source: number, footprint: Footprint): SourceInReach => {
    const { water_id: key, source_class }: Source = sources[source];
    if (source < town.hydrants.length) {
      const { lon_deg, lat_deg, flow_lps } = town.hydrants[source];
      const straight_m = outlineDistance_m(footprint.coords_deg, footprint.ring_start, lon_deg, lat_deg);
      return { kind: 'hydrant', key, source_class, straight_m, flow_lps, dead_end: null };
    }
    const water = source - town.hydrants.length;
    const { kind, volume_m3, flow_lps } = town.water_sources[water];
    const straight_m = betweenShapes_m(footprint, shapeOf(water));
    return STORES.has(kind)
      ? { kind: 'store', key, source_class, straight_m, volume_m3 }
      : { kind: 'flowing', key, source_class, straight_m, flow_lps };
  };
}

/** From the vertices of the water to the building's outline: pools are small, and mostly points. */
function betweenShapes_m(footprint: Footprint, { coords_deg }: Footprint): number {
  let least_m = Infinity;
  for (let v = 0; v < coords_deg.length; v += 2) {
    least_m = Math.min(
      least_m,
      outlineDistance_m(footprint.coords_deg, footprint.ring_start, coords_deg[v], coords_deg[v + 1]),
    );
  }
  return least_m;
}
