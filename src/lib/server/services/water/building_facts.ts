import type { BuildingWaterFacts } from '../../../contract/api_building_water.ts';
import { distance_m } from '../../../domain/geometry/metric.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import { flowDecides } from '../../../domain/water/asking_buildings.ts';
import { sourceInReach } from '../../../domain/water/source_figures.ts';
import { SourcesInReach } from '../../../domain/water/sources_in_reach.ts';
import { onGround } from '../coverage/on_ground.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { waterAsker, type AskedWater } from './building_water.ts';
import { Remedies, type Remedy } from './remedy.ts';

const MOST_SOURCES = 12;
const MOST_OUT_OF_REACH = 4;

/** Rules named on the card: always, and where there is something to remedy. */
const RULES = [
  'hydrant.fire_flow_lps',
  'hydrant.fire_pressure_mpa',
  'hydrant.counted_from_m',
  'hydrant.counted_to_m',
  'pool.intake_radius_m',
  'hydrant.main_within_m',
  'hydrant.protection_radius_m',
  'water.required_flow_decides',
];
const REMEDY_RULES = [
  'relay.most_m',
  'relay.pump_flow_lps',
  'relay.pump_pressure_mpa',
  'relay.residual_pressure_mpa',
  'relay.end_pressure_mpa',
  'relay.hose_diameter_mm',
  'shuttle.fill_lps',
  'shuttle.empty_lps',
  'shuttle.usable_share',
  'shuttle.manoeuvre_s',
];

interface Kept {
  of: (building: number) => AskedWater;
  remedies: Remedies;
  /** Hydrants along ways, as far as a relay is looked at. */
  far: SourcesInReach | null;
}
const kept = new WeakMap<CoverageRun, Kept>();

/** What stands behind the water leg of one building of a run, and what would bring it water. */
export function buildingFacts(run: CoverageRun, building: number): BuildingWaterFacts {
  const { of, remedies, far } = kept.get(run) ?? keep(run);
  const { town, buildings } = run;
  const water = of(building);
  const { requirement, supply, protection } = water;
  const remedy = remedies.of(building, water);
  const radius = ruleOf(town.rules.rules, 'hydrant.protection_radius_m');
  const sources = sourcesOf(run, water);
  return {
    leg: buildings[building].water.water,
    asked_decides:
      flowDecides(town.rules.rules) &&
      requirement.kind === 'known' &&
      requirement.flow_lps > town.rules.rules['hydrant.fire_flow_lps'].value,
    asked: requirement,
    found: { known_lps: supply.known_lps, unknown: supply.unknown, verdict: supply.verdict },
    sources: [
      ...sources.slice(0, MOST_SOURCES),
      ...(radius ? outOfReach(run, building, radius.value, water, far) : []),
    ],
    more_sources: Math.max(0, sources.length - MOST_SOURCES),
    circle:
      protection && radius
        ? {
            radius_m: radius.value,
            circle: protection.circle,
            straight_m: protection.straight_m,
            hydrant: protection.hydrant === null ? null : named(run, protection.hydrant),
            only_on_paper: protection.only_on_paper,
          }
        : null,
    remedy: remedy && remedyAnswer(run, building, remedy),
    rules: [...RULES, ...(remedy ? REMEDY_RULES : [])].flatMap((key) => {
      const rule = ruleOf(town.rules.rules, key);
      return rule ? [{ key, ...rule }] : [];
    }),
  };
}

function keep(run: CoverageRun): Kept {
  const { town, sources, walkways } = run;
  const most = ruleOf(town.rules.rules, 'relay.most_m');
  const hydrants = sources.slice(0, town.hydrants.length).flatMap(({ placed }) => placed ?? []);
  const made = {
    of: waterAsker(run),
    remedies: new Remedies(run),
    far: most && new SourcesInReach(walkways.ground, hydrants, most.value),
  };
  kept.set(run, made);
  return made;
}

function named({ town, sources }: CoverageRun, source: number) {
  const { layer, id } = sources[source];
  if (layer === 'hydrant') return { layer, id, name: town.hydrants[source].name, kind: null };
  const { name, kind } = town.water_sources[source - town.hydrants.length];
  return { layer, id, name, kind };
}

function sourcesOf(
  run: CoverageRun,
  { reached, in_reach, supply }: AskedWater,
): BuildingWaterFacts['sources'] {
  const reason_of = new Map(supply.not_counted.map(({ key, reason }) => [key, reason]));
  return reached
    .map(({ source, distance_mm }, i) => {
      const { figures, water_id } = run.sources[source];
      const { straight_m } = in_reach[i];
      return {
        ...named(run, source),
        hose_m: distance_mm / 1000,
        straight_m: Number.isFinite(straight_m) ? straight_m : null,
        flow_lps: figures.flow_lps,
        volume_m3: figures.volume_m3,
        dead_end: figures.dead_end,
        not_counted: reason_of.get(water_id) ?? null,
      };
    })
    .sort((a, b) => Number(a.not_counted !== null) - Number(b.not_counted !== null) || a.hose_m - b.hose_m);
}

/** Hydrants of some use within the radius of the building that hose does not reach, nearest first. */
function outOfReach(
  run: CoverageRun,
  building: number,
  radius_m: number,
  { reached }: AskedWater,
  far: SourcesInReach | null,
): BuildingWaterFacts['sources'] {
  const { town, sources, drive, walkways } = run;
  const { lon_deg, lat_deg } = town.buildings[building];
  const in_reach = new Set(reached.map(({ source }) => source));
  const near = town.hydrants.flatMap((hydrant, source) => {
    if (in_reach.has(source) || sources[source].source_class === 'none') return [];
    const centre_m = distance_m(lon_deg, lat_deg, hydrant.lon_deg, hydrant.lat_deg);
    return centre_m <= radius_m ? [{ source, centre_m }] : [];
  });
  if (near.length === 0) return [];
  const { stop } = run.buildings[building];
  const at = stop && onGround(drive, walkways.ground.network, stop);
  const ways = new Map((at && far?.at(at.edge, at.along_mm))?.map((way) => [way.source, way.distance_mm]));
  return near
    .sort((a, b) => a.centre_m - b.centre_m)
    .slice(0, MOST_OUT_OF_REACH)
    .map(({ source }) => {
      const { figures, water_id } = sources[source];
      const way_mm = ways.get(source);
      return {
        ...named(run, source),
        hose_m: way_mm === undefined ? null : way_mm / 1000,
        straight_m: sourceInReach(water_id, sources[source], town.footprints[building]).straight_m,
        flow_lps: figures.flow_lps,
        volume_m3: null,
        dead_end: figures.dead_end,
        not_counted: 'out-of-reach',
      };
    });
}

function remedyAnswer(
  run: CoverageRun,
  building: number,
  { source, hose_m, asked_lps, flow_lps, relay, shuttle }: Remedy,
): NonNullable<BuildingWaterFacts['remedy']> {
  const { station } = run.buildings[building];
  const arriving = station === null ? null : run.stations[station].id;
  const pumps_there = run.town.stations.find(({ id }) => id === arriving)?.pumps ?? null;
  return {
    source: named(run, source),
    hose_m,
    asked_lps,
    flow_lps,
    pumps_there,
    relay: relay.kind === 'possible' ? { ...relay, ...relay.plan, kind: 'possible' } : relay,
    shuttle: shuttle.kind === 'known' ? { ...shuttle, ...shuttle.trip } : shuttle,
  };
}
