import type { AreaFigures, AreasAnswer } from '../../contract/api_areas.ts';
import { VERDICTS, type Verdict } from '../../domain/coverage/verdict.ts';
import type { Actor, Database } from '../db/database.ts';
import { areaFigures, type AreaRowWithResults } from '../queries/area_figures.ts';
import { latestRun } from '../queries/latest_run.ts';

/** Every area with the figures of its direct members in a run (null: the default one). */
export async function areas(database: Database, actor: Actor, run_id: number | null): Promise<AreasAnswer> {
  const db = database.as(actor);
  const run = await latestRun(db, run_id);
  const rows = await areaFigures(db, run?.id ?? null);
  return { run, areas: rows.filter(isNamedOrNeeded).map(figuresOf) };
}

/** The row outside any area only where something lies there. */
const isNamedOrNeeded = ({ area_id, results, stations, hazards_open }: AreaRowWithResults) =>
  area_id !== null || results !== null || stations > 0 || hazards_open > 0;

function figuresOf({ results, ...row }: AreaRowWithResults): AreaFigures {
  const { water, legs } = results ?? {};
  const count = (value: number | undefined) => value ?? 0;
  return {
    ...row,
    buildings: count(results?.buildings),
    by_verdict: results?.verdicts ?? none(),
    people_known: results !== null && results.people !== null,
    people: results?.people ?? null,
    arrives: count(legs?.arrive.pass),
    arrives_unknown: count(legs?.arrive.unknown),
    hose_pass: count(legs?.hose.pass),
    water_pass: count(legs?.water.pass),
    water_unknown: count(legs?.water.unknown),
    arrives_water_unknown: count(results?.arrives_water_unknown),
    hydrants: {
      working: count(water?.working),
      broken: count(water?.broken),
      unknown: count(water?.unknown),
      total: count(water?.total),
    },
    rate: water && water.total > 0 ? water.working / water.total : null,
    demand_short: count(water?.demand_short),
    hydrants_missing: count(water?.hydrants_missing),
    missing_bound: count(water?.missing_bound),
    unservable: count(water?.unservable),
    pool_m3_missing: water?.pool_m3_missing ?? null,
  };
}

const none = () => Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
