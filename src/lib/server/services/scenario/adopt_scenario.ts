import type {
  AdoptionAnswer,
  AdoptionRequest,
  EditProblem,
  Scenario,
} from '../../../contract/api_scenarios.ts';
import { foldEdits, type FoldedEdits, type Position, type RowEdit } from '../../../domain/live/edit.ts';
import type { Actor, Database, Queryable } from '../../db/database.ts';
import {
  deleteRow,
  holdTables,
  insertRow,
  rowBefore,
  updateRow,
  type AdoptedLayer,
  type WrittenColumns,
} from '../../queries/adopt_row.ts';
import { scenarioRow } from '../../queries/scenario_rows.ts';
import { areaLocator } from '../import/assign_areas.ts';
import type { AreaLocator } from '../import/area_locator.ts';
import { NOT_KNOWN_THERE, SCENARIO_SOURCE, widthSource } from './apply_edits.ts';
import { conflict, notAtRevision, type Outcome } from './scenarios.ts';

type AdoptedRow = AdoptionAnswer['rows'][number];

/** One row of adopted_edit beside what all rows of an adoption share. */
interface Recorded extends AdoptedRow {
  area_id: number | null;
  before: object | null;
  body: object;
}

/** Layers in the order they are written; rows added to one come in the order of their numbers in the scenario. */
const LAYERS: readonly AdoptedLayer[] = ['station', 'obstacle', 'hydrant', 'street'];

/**
 * Takes what a scenario's steps come to into the data, in one transaction and with a record of what was there
 * before. A station or hydrant given up is deleted, an obstacle cleared stays as cleared. Added rows have the source
 * `scenario` and the identity `<scenario>/<row>`; rows keep the order they had, so verdicts are those of the scenario.
 */
export async function adoptScenario(
  database: Database,
  actor: Actor,
  id: number,
  request: AdoptionRequest,
): Promise<Outcome<AdoptionAnswer>> {
  return database.as(actor).transaction(async (tx): Promise<Outcome<AdoptionAnswer>> => {
    await holdTables(tx);
    await tx.query('select from scenario where id = $1 for update', [id]);
    const scenario = await scenarioRow(tx, id);
    if (!scenario) return { kind: 'none' };
    if (scenario.adopted_at !== null || scenario.revision !== request.revision) return notAtRevision(tx, id);
    if (scenario.stamp !== (request.stamp ?? scenario.base_stamp)) {
      return conflict('stale', 'The data changed since: look at the scenario on the data as it is', scenario);
    }
    if (scenario.problems.length > 0) return conflict('gone', goneMessage(scenario.problems), scenario);
    const recorded = await writeRows(tx, scenario);
    await record(tx, scenario, request.by, recorded);
    const rows = recorded.map(({ change, layer, row, scenario_row }) => ({
      change,
      layer,
      row,
      scenario_row,
    }));
    return { kind: 'done', answer: { scenario: (await scenarioRow(tx, id))!, rows } };
  });
}

const goneMessage = (problems: readonly EditProblem[]) =>
  `Not there any more: ${problems.map(({ layer, row }) => `${layer} ${row}`).join(', ')}`;

async function writeRows(tx: Queryable, scenario: Scenario): Promise<Recorded[]> {
  const folded = foldEdits(scenario.edits);
  const locator = await areasAround(tx, folded);
  const recorded: Recorded[] = [];
  for (const layer of LAYERS) {
    const edits = [...(folded[layer] as Map<number, RowEdit<object>>)].sort(([a], [b]) => a - b);
    for (const [row, edit] of edits) {
      if (edit.added) recorded.push(await add(tx, scenario.id, layer, row, edit, locator));
      else if (edit.removed) recorded.push(await remove(tx, layer, row));
      else recorded.push(await change(tx, layer, row, edit, locator));
    }
  }
  return recorded;
}

async function add(
  tx: Queryable,
  scenario_id: number,
  layer: AdoptedLayer,
  scenario_row: number,
  { at_deg, body }: RowEdit<object>,
  locator: AreaLocator | null,
): Promise<Recorded> {
  if (!at_deg) throw new Error(`${layer} ${scenario_row} was added without a position`);
  const area_id = areaAt(locator, at_deg);
  const identity = { source: SCENARIO_SOURCE, source_id: `${scenario_id}/${scenario_row}` };
  const row = await insertRow(tx, layer, identity, { ...(body as WrittenColumns), area_id }, at_deg);
  return { change: 'add', layer, row, scenario_row, area_id, before: null, body: { ...body, at_deg } };
}

async function change(
  tx: Queryable,
  layer: AdoptedLayer,
  row: number,
  { at_deg, body }: RowEdit<object>,
  locator: AreaLocator | null,
): Promise<Recorded> {
  const { area_id, before } = await there(tx, layer, row, false);
  const columns = { ...(body as WrittenColumns) };
  if (layer === 'street' && 'width_m' in columns) {
    columns.width_source = widthSource(columns.width_m as number | null);
  }
  if (at_deg) columns.area_id = areaAt(locator, at_deg);
  if (at_deg && layer === 'obstacle') columns.street_source_id = null;
  if (at_deg && layer === 'hydrant') Object.assign(columns, NOT_KNOWN_THERE);
  await updateRow(tx, layer, row, columns, at_deg);
  return {
    change: 'change',
    layer,
    row,
    scenario_row: null,
    area_id,
    before,
    body: { ...body, ...(at_deg && { at_deg }) },
  };
}

async function remove(tx: Queryable, layer: AdoptedLayer, row: number): Promise<Recorded> {
  const { area_id, before } = await there(tx, layer, row, true);
  if (layer === 'obstacle') await updateRow(tx, layer, row, { status: 'cleared' }, null);
  else await deleteRow(tx, layer, row);
  return { change: 'remove', layer, row, scenario_row: null, area_id, before, body: {} };
}

async function there(tx: Queryable, layer: AdoptedLayer, row: number, with_parts: boolean) {
  const found = await rowBefore(tx, layer, row, { with_parts });
  if (!found) throw new Error(`${layer} ${row} was there and is not`);
  return found;
}

async function record(
  tx: Queryable,
  { id, name, revision, stamp }: Scenario,
  by: string,
  rows: readonly Recorded[],
): Promise<void> {
  await tx.query(
    `insert into adopted_edit (scenario_id, scenario_name, revision, adopted_by, data_stamp, change, layer, row_id,
       scenario_row_id, area_id, before, body)
     select $1::bigint, $2, $3::integer, $4, $5, change, layer, "row", scenario_row, area_id,
       case when jsonb_typeof(before) = 'object' then before end, body
     from jsonb_to_recordset($6::jsonb) as done
       (change text, layer text, "row" bigint, scenario_row bigint, area_id bigint, before jsonb, body jsonb)`,
    [id, name, revision, by, stamp, JSON.stringify(rows)],
  );
  await tx.query(
    'update scenario set adopted_at = now(), adopted_by = $2, adopted_stamp = $3 where id = $1',
    [id, by, stamp],
  );
}

/** The areas that placed rows may lie in; null where none is placed. */
async function areasAround(tx: Queryable, folded: FoldedEdits): Promise<AreaLocator | null> {
  const places = LAYERS.flatMap((layer) =>
    [...(folded[layer] as Map<number, RowEdit<object>>).values()].flatMap(({ at_deg }) =>
      at_deg ? [at_deg] : [],
    ),
  );
  if (places.length === 0) return null;
  const lons = places.map(([lon]) => lon);
  const lats = places.map(([, lat]) => lat);
  return areaLocator(tx, [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]);
}

const areaAt = (locator: AreaLocator | null, [lon_deg, lat_deg]: Position) =>
  locator?.areaAt(lon_deg, lat_deg) ?? null;
