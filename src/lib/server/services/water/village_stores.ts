import { outlineDistance_m } from '../../../domain/geometry/shape_distance.ts';
import { judgeIntake, type IntakeJudged, type WaterSeason } from '../../../domain/water/natural_intake.ts';
import { villageStore, type Village, type VillageStore } from '../../../domain/water/pool.ts';
import { settlementOf } from '../../../domain/water/settlement.ts';
import type { WaterSourceRow } from '../../queries/water_source_rows.ts';
import { flatRings } from '../town/flat_geometry.ts';
import type { Town } from '../town/load_town.ts';

const STORES: ReadonlySet<string> = new Set(['pool', 'tank']);
const NATURAL: ReadonlySet<string> = new Set(['river', 'canal', 'lake', 'pond', 'suction_point']);

/** What each area without mains has to keep in store, by area id. Natural water counts as it is in the season, else the dry one. */
export function villageStores(town: Town, season: WaterSeason = 'dry'): Map<number, VillageStore> {
  const by_area = new Map<number, WaterSourceRow[]>();
  for (const source of town.water_sources) {
    if (source.area_id === null) continue;
    const here = by_area.get(source.area_id);
    if (here) here.push(source);
    else by_area.set(source.area_id, [source]);
  }
  return new Map(
    town.areas.map((area) => {
      const sources = by_area.get(area.id) ?? [];
      const store = villageStore(
        {
          has_mains: area.has_mains,
          pools: sources.filter(({ kind }) => STORES.has(kind)),
          low_fire_resistance: area.low_fire_resistance,
          natural_in_dry_season:
            area.has_mains === false ? bestNatural(town, sources, area.settlement_class, season) : 'none',
        },
        town.rules.rules,
      );
      return [area.id, store];
    }),
  );
}

function bestNatural(
  town: Town,
  sources: readonly WaterSourceRow[],
  settlement_class: string | null,
  season: WaterSeason,
): Village['natural_in_dry_season'] {
  const seen = new Set(
    sources.flatMap((source) => judgedIntake(town, source, settlement_class, season)?.usable ?? []),
  );
  if (seen.has('usable')) return 'usable';
  if (seen.has('unknown')) return 'unknown';
  return seen.has('unusable') ? 'unusable' : 'none';
}

/**
 * An intake on natural water in a season; null for other water. Water lines and surfaces without a recorded access are no
 * intakes, as with the water leg.
 */
export function judgedIntake(
  town: Town,
  source: WaterSourceRow,
  settlement_class: string | null,
  season: WaterSeason,
): IntakeJudged | null {
  const { kind, truck_access } = source;
  if (!NATURAL.has(kind) || (kind !== 'suction_point' && !truck_access)) return null;
  const intake = {
    ...source,
    building_distance_m: truck_access ? nearestBuilding_m(town, source) : null,
    settlement: settlementOf(settlement_class),
  };
  return judgeIntake(intake, season, town.rules.rules);
}

/** A degree of latitude is more than 110 km, so that farther buildings need no measuring. */
const NEAR_DEG = 0.01;

/**
 * From an intake to the nearest building, metres; Infinity where none is within about a kilometre. Null for lines and
 * surfaces: they do not say where on them the intake is.
 */
export function nearestBuilding_m({ buildings, footprints }: Town, { geom }: WaterSourceRow): number | null {
  const { coords_deg } = flatRings(geom);
  if (coords_deg.length !== 2) return null;
  const [lon_deg, lat_deg] = coords_deg;
  let least_m = Infinity;
  buildings.forEach((building, i) => {
    if (Math.abs(building.lat_deg - lat_deg) > NEAR_DEG || Math.abs(building.lon_deg - lon_deg) > NEAR_DEG)
      return;
    const { coords_deg: outline_deg, ring_start } = footprints[i];
    least_m = Math.min(least_m, outlineDistance_m(outline_deg, ring_start, lon_deg, lat_deg));
  });
  return least_m;
}
