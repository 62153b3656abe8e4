import type { WorkKind } from '../../domain/live/work_items.ts';
import type { ActingDatabase } from '../db/database.ts';

/** What is recorded of a row work is to be done on; null where nothing is or the kind has no such fact. */
export interface WorkFacts {
  id: number;
  area_id: number | null;
  area_name: string | null;
  lon_deg: number;
  lat_deg: number;
  name: string | null;
  what: string | null;
  street_name: string | null;
  clear_width_m: number | null;
  clear_height_m: number | null;
  movable: boolean | null;
  due_on: string | null;
  flow_lps: number | null;
  pressure_mpa: number | null;
}

const SQL: Record<WorkKind, { columns: string; from: string }> = {
  obstacle: {
    columns: `null::text as name, t.kind as what, null::text as street_name, t.clear_width_m, t.clear_height_m,
      not t.fixed as movable, t.due_on, null::float8 as flow_lps, null::float8 as pressure_mpa`,
    from: `obstacle t left join area on area.id = t.area_id
      where t.status = 'standing' and t.building_id is null`,
  },
  hydrant: {
    columns: `t.name, t.kind as what, t.street_name, null::float8 as clear_width_m,
      null::float8 as clear_height_m, null::boolean as movable, null::text as due_on, t.flow_lps, t.pressure_mpa`,
    from: `hydrant t left join area on area.id = t.area_id where t.status = 'broken'`,
  },
  station: {
    columns: `t.name, t.kind as what, null::text as street_name, null::float8 as clear_width_m,
      null::float8 as clear_height_m, null::boolean as movable, null::text as due_on, null::float8 as flow_lps,
      null::float8 as pressure_mpa`,
    from: 'station t left join area on area.id = t.area_id where t.crew = 0',
  },
};

/** Every row of a kind that work could be done on, ascending by id. */
export const workFacts = (db: ActingDatabase, kind: WorkKind) =>
  db.query<WorkFacts>(
    `select t.id, t.area_id, area.name as area_name, st_x(t.geom) as lon_deg, st_y(t.geom) as lat_deg,
       ${SQL[kind].columns}
     from ${SQL[kind].from} order by t.id`,
  );

/** Names of streets by id; those without a name are left out. */
export async function streetNames(
  db: ActingDatabase,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.query<{ id: number; name: string }>(
    `select id, name from street
     where id in (select value::bigint from json_array_elements_text($1::json)) and name is not null`,
    [JSON.stringify(ids)],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
