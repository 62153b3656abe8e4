import { ProtectionCircles, type Protection } from '../../../domain/water/protection.ts';
import type { FlowRequirement } from '../../../domain/water/required_flow.ts';
import { sourceInReach } from '../../../domain/water/source_figures.ts';
import { SourcesInReach, type ReachedSource } from '../../../domain/water/sources_in_reach.ts';
import { supplyOf, type SourceInReach, type Supply } from '../../../domain/water/supply.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { onGround } from '../coverage/on_ground.ts';
import { requirementsOf } from './asked_flow.ts';

/** What a building asks for, what the sources in reach of it give together, and what a plan of circles would say. */
export interface BuildingWater {
  requirement: FlowRequirement;
  /** Decides the water leg of those that ask for more than one hydrant gives, see askingBuildings. */
  supply: Supply;
  /** Null where the rule set has no protection radius. */
  protection: Protection | null;
}

/** With the sources within supply hose that it was summed over. */
export interface AskedWater extends BuildingWater {
  reached: ReachedSource[];
  /** In the order of `reached`. */
  in_reach: SourceInReach[];
}

/** One answer a building of the run, in its order. Where a main's ends are not recorded, hydrants on it are not summed. */
export function buildingWater(run: CoverageRun): BuildingWater[] {
  const of = waterAsker(run);
  return run.buildings.map((_, i) => {
    const { requirement, supply, protection } = of(i);
    return { requirement, supply, protection };
  });
}

/** The same for one building after the other. */
export function waterAsker(run: CoverageRun): (building: number) => AskedWater {
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
  const requirementOf = requirementsOf(town);
  return (i) => {
    const { stop, water } = buildings[i];
    const { lon_deg, lat_deg } = town.buildings[i];
    const requirement = requirementOf(i);
    const at = stop && onGround(drive, walkways.ground.network, stop);
    const reached = at ? reach.at(at.edge, at.along_mm) : [];
    const in_reach = reached.map(({ source }) =>
      sourceInReach(sources[source].water_id, sources[source], town.footprints[i]),
    );
    return {
      requirement,
      supply: supplyOf(in_reach, requirement, rules),
      protection: circles && circles.at(lon_deg, lat_deg, water.water),
      reached,
      in_reach,
    };
  };
}

const standing = ({ town, sources }: CoverageRun) =>
  town.hydrants.map(({ lon_deg, lat_deg }, i) => ({
    lon_deg,
    lat_deg,
    source_class: sources[i].source_class,
  }));
