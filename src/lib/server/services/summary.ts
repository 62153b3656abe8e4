import type { Summary } from '../../contract/api.ts';
import { VERDICTS, type Verdict } from '../../domain/coverage/verdict.ts';
import type { Actor, Database } from '../db/database.ts';
import type { EmbeddedName } from '../db/open_database.ts';
import { latestRun } from '../queries/latest_run.ts';
import { layerTotals } from '../queries/layer_totals.ts';
import { tileVersion } from '../queries/tile_version.ts';
import { verdictTotals } from '../queries/verdict_totals.ts';

type NamedDatabase = Database & { readonly embedded: EmbeddedName | null };

const kept = new WeakMap<NamedDatabase, Map<string, Summary>>();

const MOST_KEPT = 16;

/**
 * The open database in figures, its verdicts those of the run asked for, else of the default one. Kept until the data
 * or the newest run changes: counting reads every row.
 */
export async function summary(
  database: NamedDatabase,
  actor: Actor,
  run_id: number | null = null,
): Promise<Summary> {
  const db = database.as(actor);
  const { stamp } = await tileVersion(db, run_id);
  const key = JSON.stringify([actor.areas, stamp]);
  const of_database = kept.get(database) ?? new Map<string, Summary>();
  const known = of_database.get(key);
  if (known) return known;
  const counted = await count(database, actor, run_id);
  if (of_database.size >= MOST_KEPT) of_database.clear();
  kept.set(database, of_database.set(key, counted));
  return counted;
}

async function count(database: NamedDatabase, actor: Actor, run_id: number | null): Promise<Summary> {
  const db = database.as(actor);
  const run = await latestRun(db, run_id);
  const verdicts = await verdictTotals(db, run?.id ?? null);
  const layers = await layerTotals(db);
  const by_verdict = Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, verdicts.by_verdict[verdict] ?? 0]),
  ) as Record<Verdict, number>;
  const assessed = Object.values(by_verdict).reduce((sum, buildings) => sum + buildings, 0);
  const { hydrants, stations } = layers;
  return {
    database: { kind: database.kind, label: database.label, demo: database.embedded === 'demo' },
    imported_at: layers.imported_at,
    sources: layers.sources,
    attributions: layers.attributions,
    bounds_deg: layers.bounds_deg,
    run,
    buildings: {
      total: verdicts.buildings,
      by_verdict,
      arrives_water_unknown: verdicts.arrives_water_unknown,
      unassessed: Math.max(0, verdicts.buildings - assessed),
    },
    hydrants: {
      working: hydrants.working ?? 0,
      broken: hydrants.broken ?? 0,
      unknown: hydrants.unknown ?? 0,
    },
    water_sources: layers.water_sources,
    stations: {
      micro: stations.micro ?? 0,
      brigade: stations.brigade ?? 0,
      national: stations.national ?? 0,
      enterprise: stations.enterprise ?? 0,
    },
    streets: { drivable_m: layers.drivable_m, foot_m: layers.foot_m, ways: layers.ways },
    areas: layers.areas,
    obstacles_standing: layers.obstacles_standing,
  };
}
