import { pointAt } from '../../../domain/network/along.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import type { VillageStore } from '../../../domain/water/pool.ts';
import type { SourceClass } from '../../../domain/water/source_class.ts';
import type { Judgement } from '../coverage/judgement.ts';
import { hydrantsByRule } from '../water/hydrants_by_rule.ts';
import { streetGaps } from '../water/street_gaps.ts';
import { StreetNet } from '../water/street_net.ts';
import { judgedIntake, nearestBuilding_m, villageStores } from '../water/village_stores.ts';
import { waterShortfall, type AreaShortfall } from '../water/water_shortfall.ts';
import { buildingFacts, type BuildingFacts } from './building_facts.ts';

interface OnStreet {
  /** Null outside any area. */
  area_id: number | null;
  street_id: number;
  street_name: string | null;
  lon_deg: number;
  lat_deg: number;
}

/** A stretch in a gap between hydrants; its point is its middle. */
export interface GapFact extends OnStreet {
  from_m: number;
  to_m: number;
  /** Null where no hydrant can be come to. */
  gap_m: number | null;
  /** What the rule allows there. */
  spacing_m: number;
  side: 'left' | 'right' | null;
}

/** A place for a hydrant, and how many buildings without water it serves; 0 where the spacing rule asks for it. */
export interface SiteFact extends OnStreet {
  buildings: number;
}

export interface SourceFact {
  layer: 'hydrant' | 'water_source';
  id: number;
  source_class: SourceClass;
  /** Of an intake that is a point: straight to the nearest building, metres; null not looked at, Infinity beyond a kilometre. */
  building_m: number | null;
}

type ByArea = { area_id: number | null; count: number }[];

/** What only the engine can say of a town's water, as plain values that cross threads. Records are not in it. */
export interface ShortfallFacts {
  buildings: BuildingFacts;
  /** Hydrants, then other water, each ascending by id. */
  sources: SourceFact[];
  /** Names of the streets that hydrants stand on, of those whose street has a name. */
  hydrant_streets: { hydrant_id: number; street_name: string }[];
  /** Null where the rule set has no figures for streets. */
  gaps: GapFact[] | null;
  by_rule: { sites: SiteFact[]; bound: ByArea } | null;
  by_demand: { sites: SiteFact[]; bound: ByArea };
  stores: Record<WaterSeason, { area_id: number; store: VillageStore }[]>;
  /** Ids of water sources that count for nothing until they are measured, by season. */
  stores_to_measure: Record<WaterSeason, number[]>;
}

const SEASONS: readonly WaterSeason[] = ['wet', 'dry', 'frost'];
const STORES: ReadonlySet<string> = new Set(['pool', 'tank']);

/**
 * Everything of a judgement that the figures of shortfall are counted over.
 *
 * @param areas what each area lacks, where that has been worked out before.
 */
export function shortfallFacts(judgement: Judgement, areas?: readonly AreaShortfall[]): ShortfallFacts {
  const { town, runs, run_of_building } = judgement;
  const [run] = runs;
  const net = StreetNet.of(run);
  const areaOf = (street: number) => town.street_labels[street].area_id ?? null;
  const onStreet = (street: number, along_m: number): OnStreet => {
    const [lon_deg, lat_deg] = pointAt(town.streets, street, along_m);
    return {
      area_id: areaOf(street),
      street_id: town.streets.id[street],
      street_name: town.street_labels[street].name,
      lon_deg,
      lat_deg,
    };
  };
  const shortfall = areas ?? waterShortfall(run, (i) => run_of_building[i]);
  const by_rule = hydrantsByRule(run, (street) => areaOf(street) ?? '', servedNet(judgement) ?? net);
  const nullable = (area: number | '') => (area === '' ? null : area);
  return {
    buildings: buildingFacts(
      judgement,
      shortfall.flatMap(({ unservable_buildings }) => unservable_buildings),
    ),
    sources: sourceFacts(judgement),
    hydrant_streets: town.hydrants.flatMap(({ id }, i) => {
      const street = net?.street_of[i] ?? -1;
      const name = street < 0 ? null : town.street_labels[street].name;
      return name === null ? [] : [{ hydrant_id: id, street_name: name }];
    }),
    gaps:
      streetGaps(run, net)?.map(({ street, from_m, to_m, gap_m, spacing_m, side }) => ({
        ...onStreet(street, (from_m + to_m) / 2),
        from_m,
        to_m,
        gap_m: Number.isFinite(gap_m) ? gap_m : null,
        spacing_m,
        side,
      })) ?? null,
    by_rule: by_rule && {
      sites: by_rule.sites.map(({ street, along_m }) => ({ ...onStreet(street, along_m), buildings: 0 })),
      bound: [...by_rule.bound].map(([area, count]) => ({ area_id: nullable(area), count })),
    },
    by_demand: {
      sites: shortfall.flatMap(({ area_id, proposed }) =>
        proposed.map(({ candidate: { street, along_mm }, buildings }) => ({
          ...onStreet(street, along_mm / 1000),
          area_id: nullable(area_id),
          buildings,
        })),
      ),
      bound: shortfall.map(({ area_id, missing_bound }) => ({
        area_id: nullable(area_id),
        count: missing_bound,
      })),
    },
    stores: bySeason((season) =>
      [...villageStores(town, season)].map(([area_id, store]) => ({ area_id, store })),
    ),
    stores_to_measure: bySeason((season) => toMeasure(judgement, season)),
  };
}

/** Streets without those of areas that no mains serve: they are to get pools instead. Null where there is no such area. */
function servedNet({ town, runs: [run] }: Judgement): StreetNet | null {
  const unserved = new Set(town.areas.flatMap(({ id, has_mains }) => (has_mains === false ? [id] : [])));
  if (unserved.size === 0) return null;
  return StreetNet.of(run, (street) => !unserved.has(town.street_labels[street].area_id ?? -1));
}

const bySeason = <T>(of: (season: WaterSeason) => T): Record<WaterSeason, T> =>
  Object.fromEntries(SEASONS.map((season) => [season, of(season)])) as Record<WaterSeason, T>;

function sourceFacts({ town, runs: [{ sources }] }: Judgement): SourceFact[] {
  return sources.map(({ layer, id, source_class }, i) => ({
    layer,
    id,
    source_class,
    building_m:
      layer === 'hydrant' ? null : nearestBuilding_m(town, town.water_sources[i - town.hydrants.length]),
  }));
}

/** In areas that have to keep water: stores of unknown volume or condition, and open intakes where none is usable. */
function toMeasure({ town }: Judgement, season: WaterSeason): number[] {
  const areas = new Map(town.areas.map((area) => [area.id, area]));
  const open: number[] = [];
  const intakes = new Map<number, { id: number; usable: string }[]>();
  for (const source of town.water_sources) {
    const { id, area_id, kind, status, volume_m3 } = source;
    const area = area_id === null ? undefined : areas.get(area_id);
    if (!area || area.has_mains !== false) continue;
    if (STORES.has(kind)) {
      if (status !== 'broken' && (status === 'unknown' || volume_m3 === null)) open.push(id);
      continue;
    }
    const judged = judgedIntake(town, source, area.settlement_class, season);
    if (judged) intakes.set(area.id, [...(intakes.get(area.id) ?? []), { id, usable: judged.usable }]);
  }
  for (const here of intakes.values()) {
    if (here.some(({ usable }) => usable === 'usable')) continue;
    open.push(...here.filter(({ usable }) => usable === 'unknown').map(({ id }) => id));
  }
  return open.sort((a, b) => a - b);
}
