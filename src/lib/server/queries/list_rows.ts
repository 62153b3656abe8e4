import type { AreaChoice } from '../../contract/api_query.ts';
import type { LegFilter, ListName, ListRow } from '../../contract/api_lists.ts';
import type { ActingDatabase, SqlValue } from '../db/database.ts';
import { HAZARD_IS_OPEN, HAZARD_STATUS } from './hazard_status.ts';

/** What narrows a list; those a list does not know are not given to it. */
export interface ListFilter {
  area: AreaChoice;
  run_id: number | null;
  verdict?: string;
  leg?: LegFilter[];
  status?: string;
  kind?: string;
  severity?: string;
  state?: 'open' | 'closed';
}

const POINT = 'st_x(t.geom) as lon_deg, st_y(t.geom) as lat_deg';
const INSIDE = 'st_x(t.point) as lon_deg, st_y(t.point) as lat_deg';
const IDENTITY = 't.source, t.source_id, t.name';
const JUDGED = `v.verdict, v.failing_leg, v.arrive, v.hose, v.water, v.vehicle, v.arrival_s, v.hose_m, v.water_m,
  v.station_id, (select name from station where station.id = v.station_id) as station_name`;

/** Columns beside id, area and area name; the table as `t`, its verdict as `v`; $1 is the run. */
const LIST_SQL: Record<ListName, { columns: string; from: string; order: string }> = {
  buildings: {
    columns: `${INSIDE}, ${IDENTITY}, t.use, t.floors, t.footprint_m2, ${JUDGED}, v.weight, v.weight_source`,
    from: 'building t left join building_verdict v on v.run_id = $1::bigint and v.building_id = t.id',
    order: 't.id',
  },
  hydrants: {
    columns: `${POINT}, ${IDENTITY}, t.kind, t.status, t.flow_lps, t.pressure_mpa, t.tested_on, t.owner,
      t.street_name`,
    from: 'hydrant t',
    order: 't.id',
  },
  stations: {
    columns: `${POINT}, ${IDENTITY}, t.kind, t.turnout_s, t.crew, t.vehicles`,
    from: 'station t',
    order: 't.id',
  },
  places: {
    columns: `${POINT}, ${IDENTITY}, t.kind, ${JUDGED}`,
    from: 'place t left join place_verdict v on v.run_id = $1::bigint and v.place_id = t.id',
    order: 't.id',
  },
  hazards: {
    columns: `${POINT}, ${IDENTITY}, t.kind, t.severity, ${HAZARD_STATUS} as status, t.due_on, t.responsible`,
    from: 'hazard t',
    order: 't.id',
  },
  clusters: {
    columns: `${INSIDE}, ${IDENTITY}, t.kind, t.origin, t.buildings, t.footprint_m2, t.density, t.mean_gap_m`,
    from: 'cluster t',
    order: 't.id',
  },
  gaps: {
    columns: `st_x(st_centroid(st_envelope(t.geom))) as lon_deg, st_y(st_centroid(st_envelope(t.geom))) as lat_deg,
      t.rank, t.verdict, t.failing_leg, t.buildings, t.people, t.worst_arrival_s,
      json_build_array(st_xmin(t.geom), st_ymin(t.geom), st_xmax(t.geom), st_ymax(t.geom)) as bounds_deg`,
    from: 'gap t',
    order: 't.rank',
  },
};

/** How many rows a list holds. */
export async function listTotal(db: ActingDatabase, name: ListName, filter: ListFilter): Promise<number> {
  const { where, parameters } = conditions(name, filter);
  const [{ total }] = await db.query<{ total: number }>(
    `select count(*) as total from ${LIST_SQL[name].from} where ($1::bigint is null or true) ${where}`,
    parameters,
  );
  return total;
}

/** Rows of a list in its order. */
export function listRows<Name extends ListName>(
  db: ActingDatabase,
  name: Name,
  filter: ListFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<ListRow<Name>[]> {
  const { columns, from, order } = LIST_SQL[name];
  const { where, parameters } = conditions(name, filter);
  const at = parameters.length;
  return db.query<ListRow<Name>>(
    `with page as (
       select t.id, t.area_id, ${columns}, row_number() over (order by ${order}) as position
       from ${from} where ($1::bigint is null or true) ${where}
       order by ${order} offset $${at + 1}::bigint limit $${at + 2}::bigint
     )
     select page.*, area.name as area_name from page left join area on area.id = page.area_id
     order by page.position`,
    [...parameters, offset, limit],
  );
}

/** Conditions joined with "and", and their parameters; the run is $1. */
function conditions(name: ListName, filter: ListFilter): { where: string; parameters: SqlValue[] } {
  const parameters: SqlValue[] = [filter.run_id];
  const parameter = (value: SqlValue, type: string) => `$${parameters.push(value)}::${type}`;
  const all: string[] = [];
  if (name === 'gaps') all.push('t.run_id = $1::bigint');
  if (filter.area === 'none') all.push('t.area_id is null');
  if (typeof filter.area === 'number') all.push(`t.area_id = ${parameter(filter.area, 'bigint')}`);
  if (filter.verdict === 'unassessed') all.push('v.verdict is null');
  else if (filter.verdict) all.push(`v.verdict = ${parameter(filter.verdict, 'text')}`);
  for (const { leg, state } of filter.leg ?? []) all.push(`v.${leg} = ${parameter(state, 'text')}`);
  for (const column of ['status', 'kind', 'severity'] as const) {
    const value = filter[column];
    if (value) all.push(`t.${column} = ${parameter(value, 'text')}`);
  }
  if (filter.state === 'open') all.push(HAZARD_IS_OPEN);
  if (filter.state === 'closed') all.push(`not (${HAZARD_IS_OPEN})`);
  return { where: all.map((condition) => `and ${condition}`).join(' '), parameters };
}
