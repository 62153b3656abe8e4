import type { MeasureFirstRow } from '../../../contract/api_shortfall.ts';
import { askerOfBuilding, AskedLeg } from '../../../domain/water/asking_buildings.ts';
import { ruleOf } from '../../../domain/rules/read_rules.ts';
import type { VehicleCode } from '../../../domain/rules/rule_set.ts';
import { measureFirst, type OpenBuilding } from '../../../domain/water/measure_first.ts';
import type { WaterSeason } from '../../../domain/water/natural_intake.ts';
import type { FiguredSource } from '../../../domain/water/source_figures.ts';
import { SourcesInReach, type ReachedSource } from '../../../domain/water/sources_in_reach.ts';
import type { Judgement } from '../coverage/judgement.ts';
import { onGround } from '../coverage/on_ground.ts';
import type { CoverageRun } from '../coverage/run_coverage.ts';
import { askingBuildings } from '../water/asked_flow.ts';
import type { Source } from '../water/sources.ts';

type Measurable = MeasureFirstRow['measure'][number];

/** A source to be measured, in the order in which to do it. */
export interface ToMeasure {
  layer: 'hydrant' | 'water_source';
  id: number;
  measure: Measurable[];
  /** Buildings settled once it is found good, beyond those before; people null where a weight only counts. */
  buildings: number;
  people: number | null;
  cumulative: number;
}

/** Buildings whose water nobody knows, how many of them all these measurements settle, and the measurements in order. */
export interface MeasureFirst {
  water_unknown: number;
  settled_by_all: number;
  rows: ToMeasure[];
}

/** Which buildings' water is open, and which sources in reach nobody measured; worked out once a judgement. */
export interface OpenWater {
  judgement: Judgement;
  season: WaterSeason;
  /** Ascending by building. */
  open: (OpenBuilding & { area_id: number | null })[];
}

/** Finds the buildings whose water leg is unknown, with the sources that measuring would settle it by. */
export function openWater(judgement: Judgement, season: WaterSeason): OpenWater {
  const { town, runs, run_of_building } = judgement;
  const asking = askingBuildings(town);
  const asked = new AskedLeg(asking, town.rules.rules);
  const asker = askerOfBuilding(asking, town.buildings.length);
  const reaches = new Map<VehicleCode, SourcesInReach>();
  const reachOf = ({ walkways, sources, options: { vehicle } }: CoverageRun) => {
    const reach =
      reaches.get(vehicle) ??
      new SourcesInReach(
        walkways.ground,
        sources.flatMap(({ placed }) => placed ?? []),
        town.rules.vehicles[vehicle].supply_hose_m,
      );
    reaches.set(vehicle, reach);
    return reach;
  };
  const [{ weight, weight_source, sources }] = runs;
  const ifGood = foundGood(judgement);
  const open: OpenWater['open'] = [];
  run_of_building.forEach((run, i) => {
    const { legs, stop } = run.buildings[i];
    if (legs.water !== 'unknown' || !stop) return;
    const { edge, along_mm } = onGround(run.drive, run.walkways.ground.network, stop);
    const reached = reachOf(run).at(edge, along_mm);
    const building = {
      area_id: town.buildings[i].area_id,
      people: weight_source[i] === 'count' ? null : weight[i],
    };
    if (asker[i] < 0) {
      const unmeasured = reached.filter(({ source }) => sources[source].source_class === 'unknown');
      open.push({ ...building, sources: unmeasured.map(({ source }) => source) });
      return;
    }
    open.push({
      ...building,
      sources: reached.filter(({ source }) => isOpen(sources[source])).map(({ source }) => source),
      settledBy: (good) => settles(asked, asker[i], reached, (source) => ifGood(source, good)),
    });
  });
  return { judgement, season, open };
}

/** Not known how much it gives, or whether hydrants on its main add up. */
const isOpen = ({ source_class, figures }: Source) =>
  source_class === 'unknown' ||
  (source_class === 'good' && figures.kind === 'hydrant' && figures.dead_end === null);

const settles = (
  asked: AskedLeg,
  asker: number,
  reached: readonly ReachedSource[],
  sourceOf: (source: number) => FiguredSource,
) => asked.supply(asker, reached, sourceOf).water === 'pass';

/** A source as it is, or as it would be found good: what is not recorded is then just what the rule set asks. */
function foundGood({ town, runs: [{ sources }] }: Judgement) {
  const { rules } = town.rules;
  const least_lps = ruleOf(rules, 'hydrant.fire_flow_lps')?.value ?? 0;
  const least_m3 = ruleOf(rules, 'pool.volume_m3')?.value ?? 0;
  return (source: number, good: ReadonlySet<number>): FiguredSource => {
    const { source_class, figures } = sources[source];
    if (!good.has(source)) return { source_class, figures };
    const { kind } = figures;
    return {
      source_class: 'good',
      figures: {
        ...figures,
        flow_lps: kind === 'store' ? null : (figures.flow_lps ?? least_lps),
        volume_m3: kind === 'store' ? (figures.volume_m3 ?? least_m3) : null,
        dead_end: kind === 'hydrant' ? (figures.dead_end ?? false) : null,
      },
    };
  };
}

/** Those sources in order, for the buildings of some areas (null: outside any); `areas` null takes all buildings. */
export function toMeasure(
  { judgement, season, open }: OpenWater,
  areas: ReadonlySet<number | null> | null,
): MeasureFirst {
  const { sources } = judgement.runs[0];
  const asked = areas === null ? open : open.filter(({ area_id }) => areas.has(area_id));
  const order = measureFirst(asked);
  return {
    water_unknown: asked.length,
    settled_by_all: order[order.length - 1]?.cumulative ?? 0,
    rows: order.map(({ source, buildings, people, cumulative }) => ({
      layer: sources[source].layer,
      id: sources[source].id,
      measure: measurablesOf(judgement, season, source),
      buildings,
      people,
      cumulative,
    })),
  };
}

const SEASONAL: ReadonlySet<string> = new Set(['river', 'canal', 'lake', 'pond', 'suction_point']);

function measurablesOf(
  { town, runs: [{ sources }] }: Judgement,
  season: WaterSeason,
  source: number,
): Measurable[] {
  const { layer, figures } = sources[source];
  const missing = (is_missing: boolean, what: Measurable) => (is_missing ? [what] : []);
  if (layer === 'hydrant') {
    const { status, flow_lps, pressure_mpa } = town.hydrants[source];
    const found = [
      ...missing(status === 'unknown', 'status'),
      ...missing(flow_lps === null, 'flow'),
      ...missing(pressure_mpa === null, 'pressure'),
    ];
    return found.length > 0 ? found : missing(figures.dead_end === null, 'main');
  }
  const {
    kind,
    status,
    volume_m3,
    flow_lps,
    season: recorded,
  } = town.water_sources[source - town.hydrants.length];
  return [
    ...missing(status === 'unknown', 'status'),
    ...(figures.kind === 'store'
      ? missing(volume_m3 === null, 'volume')
      : missing(flow_lps === null, 'flow')),
    ...missing(season !== 'wet' && recorded === null && SEASONAL.has(kind), 'season'),
  ];
}
