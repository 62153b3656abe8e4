import { bestPass } from '../../../domain/coverage/stations.ts';
import { SnapIndex } from '../../../domain/network/snap.ts';
import { readRules, ruleOf, weakest } from '../../../domain/rules/read_rules.ts';
import type { Confidence } from '../../../domain/rules/rule_set.ts';
import { WalkField } from '../../../domain/search/walk_field.ts';
import { sustainedFlow_lps } from '../../../domain/water/pool.ts';
import { relayPlan, type RelayPlan } from '../../../domain/water/relay.ts';
import { RoundTrips, type DrivePoint, type RoundTrip } from '../../../domain/water/round_trip.ts';
import { shuttleFlow, type ShuttleLimit } from '../../../domain/water/shuttle.ts';
import { SourcesInReach, type ReachedSource } from '../../../domain/water/sources_in_reach.ts';
import { targetOf } from '../../../domain/water/water_leg.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { onGround } from '../coverage/on_ground.ts';
import { flatRings } from '../town/flat_geometry.ts';
import type { BuildingWater } from './building_water.ts';

/** `known`: heights of the water and of the building are on record, even ground is taken between them; `level`: taken as level. */
export type RelayHeights = 'known' | 'level';

export type RelayRemedy =
  | {
      kind: 'possible';
      heights: RelayHeights;
      rise_m: number | null;
      plan: Extract<RelayPlan, { kind: 'possible' }>;
    }
  | { kind: 'too-far'; most_m: number }
  | { kind: 'pump-too-weak'; heights: RelayHeights; rise_m: number | null }
  | { kind: 'unknown' };

/** Why no flow of tankers can be given. */
export type ShuttleGap = 'fleet' | 'no-tankers' | 'no-way' | 'source' | 'duration' | 'rule';

export type ShuttleRemedy =
  | {
      kind: 'known';
      lps: number;
      limited_by: ShuttleLimit;
      /** Whether it brings what is asked for. */
      enough: boolean;
      trip: NonNullable<RoundTrip>;
      tankers: number;
      tanker_m3: number;
      confidence: Confidence;
    }
  | { kind: 'unknown'; missing: ShuttleGap; at_most_lps: number | null };

/** What would bring water to a building that hose does not bring it to. */
export interface Remedy {
  /** Place of the source among the run's. */
  source: number;
  /** Along ways, from the stop to the source. */
  hose_m: number;
  /** What is asked for that is not there, or one hydrant's worth where that is not known. */
  asked_lps: number;
  /** The same, at most what the source gives: what the relay is laid out for. */
  flow_lps: number;
  relay: RelayRemedy;
  shuttle: ShuttleRemedy;
}

/**
 * Relay pumping and tankers for buildings whose water leg fails, from the nearest source known to suffice that lies beyond
 * the supply hose. This stands beside the verdict and never changes it: laying a relay takes minutes that are not
 * modelled, heights are rarely recorded, and who carries pumps to a fire is not on record either.
 */
export class Remedies {
  readonly #run: CoverageRun;
  readonly #nearest: WalkField;
  readonly #good: SourcesInReach | null;
  readonly #supply_m: number;
  readonly #fills = new Map<number, DrivePoint | null>();
  /** Of the source asked about last: a trip's columns are as large as the network. */
  #trips: { source: number; to: (stop: DrivePoint) => RoundTrip } | null = null;
  #index: SnapIndex | null | undefined;
  #round_trips: RoundTrips | null = null;

  constructor(run: CoverageRun) {
    this.#run = run;
    const { ground } = run.walkways;
    const good = run.sources.flatMap(({ placed }) => (placed?.source_class === 'good' ? [placed] : []));
    const most = ruleOf(run.town.rules.rules, 'relay.most_m');
    this.#nearest = new WalkField(ground, good.map(targetOf));
    this.#good = most && new SourcesInReach(ground, good, most.value);
    this.#supply_m = run.town.rules.vehicles[run.options.vehicle].supply_hose_m;
  }

  /** By building of the run; null as with `of`. */
  all(waters: readonly Pick<BuildingWater, 'requirement' | 'supply'>[]): (Remedy | null)[] {
    const found = waters.map((_, building) => this.#sourceFor(building));
    const order = [...found.keys()].filter((building) => found[building] !== null);
    order.sort((a, b) => found[a]!.source - found[b]!.source || a - b);
    const remedies = new Array<Remedy | null>(waters.length).fill(null);
    for (const building of order)
      remedies[building] = this.#from(found[building]!, building, waters[building]);
    return remedies;
  }

  /** Null where the leg does not fail, where no street can be walked to, or where no good source lies beyond the hose. */
  of(building: number, water: Pick<BuildingWater, 'requirement' | 'supply'>): Remedy | null {
    const found = this.#sourceFor(building);
    return found && this.#from(found, building, water);
  }

  #sourceFor(building: number): ReachedSource | null {
    const { buildings, drive, walkways } = this.#run;
    const { stop, water } = buildings[building];
    if (water.water !== 'fail' || !stop) return null;
    const at = onGround(drive, walkways.ground.network, stop);
    return this.#beyondHose(at.edge, at.along_mm);
  }

  #from(
    { source, distance_mm }: ReachedSource,
    building: number,
    { requirement, supply }: Pick<BuildingWater, 'requirement' | 'supply'>,
  ): Remedy {
    const { town, buildings } = this.#run;
    const { stop, station } = buildings[building];
    const one_hydrant_lps = town.rules.rules['hydrant.fire_flow_lps'].value;
    const short_lps = requirement.kind === 'known' ? requirement.flow_lps - supply.known_lps : 0;
    const asked_lps = short_lps > 0 ? short_lps : one_hydrant_lps;
    const gives_lps = this.#gives_lps(source, requirement.kind === 'known' ? requirement.duration_h : null);
    const flow_lps = Math.min(asked_lps, gives_lps ?? Infinity);
    const hose_m = distance_mm / 1000;
    return {
      source,
      hose_m,
      asked_lps,
      flow_lps,
      relay: this.#relay(source, building, hose_m, flow_lps),
      shuttle: this.#shuttle(source, stop!, station, gives_lps, asked_lps),
    };
  }

  /** The nearest good source of all where that is beyond the hose; else the nearest beyond it that a relay may start from. */
  #beyondHose(edge: number, along_mm: number): ReachedSource | null {
    const supply_mm = this.#supply_m * 1000;
    const nearest = this.#nearest.nearest(edge, along_mm);
    if (!nearest) return null;
    if (nearest.distance_mm > supply_mm) return { source: nearest.rank, distance_mm: nearest.distance_mm };
    return (this.#good?.at(edge, along_mm) ?? [])
      .filter(({ distance_mm }) => distance_mm > supply_mm)
      .reduce<ReachedSource | null>(
        (best, other) => (best === null || other.distance_mm < best.distance_mm ? other : best),
        null,
      );
  }

  /** Null where it was never measured, or where a store has no duration to last for. */
  #gives_lps(source: number, duration_h: number | null): number | null {
    const { kind, flow_lps, volume_m3 } = this.#run.sources[source].figures;
    if (kind !== 'store') return flow_lps;
    return volume_m3 === null || duration_h === null ? null : sustainedFlow_lps(volume_m3, duration_h);
  }

  #relay(source: number, building: number, hose_m: number, flow_lps: number): RelayRemedy {
    const { town, sources } = this.#run;
    const most = ruleOf(town.rules.rules, 'relay.most_m');
    if (!most || !(flow_lps > 0)) return { kind: 'unknown' };
    if (hose_m > most.value) return { kind: 'too-far', most_m: most.value };
    const { layer } = sources[source];
    const from_m =
      layer === 'hydrant'
        ? town.hydrants[source].ground_m
        : town.water_sources[source - town.hydrants.length].ground_m;
    const to_m = town.buildings[building].ground_m;
    const rise_m = from_m === null || to_m === null ? null : to_m - from_m;
    const heights: RelayHeights = rise_m === null ? 'level' : 'known';
    const profile = [
      { along_m: 0, height_m: 0 },
      { along_m: hose_m, height_m: rise_m ?? 0 },
    ];
    const plan = relayPlan({ flow_lps, profile }, town.rules);
    if (plan.kind === 'unknown') return { kind: 'unknown' };
    if (plan.kind === 'impossible') return { kind: 'pump-too-weak', heights, rise_m };
    return { kind: 'possible', heights, rise_m, plan };
  }

  #shuttle(
    source: number,
    stop: DrivePoint,
    station: number | null,
    gives_lps: number | null,
    asked_lps: number,
  ): ShuttleRemedy {
    const { town, stations } = this.#run;
    const unknown = (missing: ShuttleGap, at_most_lps: number | null = null): ShuttleRemedy => ({
      kind: 'unknown',
      missing,
      at_most_lps,
    });
    const settings = readRules(town.rules.rules, {
      fill_lps: 'shuttle.fill_lps',
      empty_lps: 'shuttle.empty_lps',
    });
    if (settings.kind === 'missing') return unknown('rule');
    if (station === null) return unknown('no-way');
    const { tankers, tanker_m3 } = town.stations.find(({ id }) => id === stations[station].id)!;
    if (tankers === 0) return unknown('no-tankers');
    if (tankers === null || tanker_m3 === null) return unknown('fleet');
    const trip = this.#trip(source, stop);
    if (!trip) return unknown('no-way');
    const { figures } = this.#run.sources[source];
    const answer = shuttleFlow(
      {
        tanks_m3: Array<number>(tankers).fill(tanker_m3),
        ...trip,
        fill_lps: Math.min(settings.value.fill_lps, figures.flow_lps ?? Infinity),
        empty_lps: settings.value.empty_lps,
        fill_points: 1,
        empty_points: 1,
        source_lps: gives_lps,
      },
      town.rules.rules,
    );
    if (answer.kind === 'unknown') {
      const [missing] = answer.missing;
      const stored = missing === 'source' && figures.volume_m3 !== null;
      return unknown(stored ? 'duration' : missing, answer.at_most_lps);
    }
    const { sustained_lps: lps, limited_by, confidence } = answer;
    return {
      kind: 'known',
      lps,
      limited_by,
      enough: lps >= asked_lps,
      trip,
      tankers,
      tanker_m3,
      confidence: weakest([confidence, settings.confidence]),
    };
  }

  #trip(source: number, stop: DrivePoint): RoundTrip {
    const fill = this.#fillPoint(source);
    if (!fill) return null;
    this.#round_trips ??= new RoundTrips(this.#run.drive, this.#run.costs);
    if (this.#trips?.source !== source) this.#trips = { source, to: this.#round_trips.from(fill) };
    return this.#trips.to(stop);
  }

  /** The street point nearest to the source that the vehicle gets to. */
  #fillPoint(source: number): DrivePoint | null {
    const known = this.#fills.get(source);
    if (known !== undefined) return known;
    const { town, sources } = this.#run;
    const [lon_deg, lat_deg] =
      sources[source].layer === 'hydrant'
        ? [town.hydrants[source].lon_deg, town.hydrants[source].lat_deg]
        : flatRings(town.water_sources[source - town.hydrants.length].geom).coords_deg;
    const snap = this.#drivable()?.nearest(lon_deg, lat_deg) ?? null;
    const fill = snap && { edge: snap.edge, t: snap.t };
    this.#fills.set(source, fill);
    return fill;
  }

  #drivable(): SnapIndex | null {
    if (this.#index !== undefined) return this.#index;
    const { drive, costs, town } = this.#run;
    const passable = (edge: number) => bestPass(drive, costs, edge) > 0;
    let any = false;
    for (let edge = 0; edge < drive.edge_count && !any; edge++) any = passable(edge);
    return (this.#index = any ? new SnapIndex(drive, town.streets, passable) : null);
  }
}
