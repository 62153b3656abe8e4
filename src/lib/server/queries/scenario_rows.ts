import type { Scenario, ScenarioSummary } from '../../contract/api_scenarios.ts';
import type { Queryable } from '../db/database.ts';
import { STAMP } from './judged_state.ts';

const SUMMARY = `s.id, s.name, s.remark, s.area_id, s.revision, s.author, s.created_at, s.updated_at, s.updated_by,
  s.copied_from, s.vehicle, s.cutoff_s, s.turnout_s, coalesce(s.rule_set_code, 'cn') as rule_set_code,
  coalesce(s.rule_set_version, '') as rule_set_version, s.base_stamp,
  s.base_stamp <> now_is.stamp as stale,
  not exists (select from rule_set r
    where r.code = s.rule_set_code and r.version = s.rule_set_version and r.is_current) as rules_changed,
  (select count(*) from edit where scenario_id = s.id) as edit_count, s.adopted_at, s.adopted_by`;

const EDITS = `select json_agg(case e.kind
    when 'add' then json_build_object('kind', e.kind, 'layer', e.layer, 'row', e.row_id,
      'at_deg', json_build_array(st_x(e.geom), st_y(e.geom)), 'body', e.body)
    when 'change' then case
      when e.geom is null then json_build_object('kind', e.kind, 'layer', e.layer, 'row', e.row_id, 'body', e.body)
      else json_build_object('kind', e.kind, 'layer', e.layer, 'row', e.row_id,
        'at_deg', json_build_array(st_x(e.geom), st_y(e.geom)), 'body', e.body) end
    else json_build_object('kind', e.kind, 'layer', e.layer, 'row', e.row_id) end order by e.position)
  from edit e where e.scenario_id = s.id`;

/** Rows that steps are about and that are not there; as applyEdits finds them. */
const PROBLEMS = `select json_agg(json_build_object('layer', layer, 'row', row_id, 'steps', steps) order by first_step)
  from (
    select e.layer, e.row_id, json_agg(e.position order by e.position) as steps,
      min(e.position) as first_step
    from edit e
    where e.scenario_id = s.id and e.kind <> 'add' and e.row_id < 1000000000000000
      and not case e.layer
        when 'station' then exists (select from station t where t.id = e.row_id)
        when 'hydrant' then exists (select from hydrant t where t.id = e.row_id)
        when 'street' then exists (select from street t where t.id = e.row_id)
        when 'obstacle' then exists (select from obstacle t
          where t.id = e.row_id and t.status = 'standing' and t.building_id is null)
        else false
      end
    group by e.layer, e.row_id
  ) gone`;

/** Every scenario the actor may see, newest change first. */
export const scenarioSummaries = (db: Pick<Queryable, 'query'>) =>
  db.query<ScenarioSummary>(
    `select ${SUMMARY} from scenario s, (select ${STAMP} as stamp) now_is
     order by s.updated_at desc, s.id desc`,
  );

/** One scenario as it is at one moment; null where there is none. */
export async function scenarioRow(db: Pick<Queryable, 'query'>, id: number): Promise<Scenario | null> {
  const [row] = await db.query<Scenario>(
    `select ${SUMMARY}, now_is.stamp, coalesce((${EDITS}), '[]') as edits, coalesce((${PROBLEMS}), '[]') as problems
     from scenario s, (select ${STAMP} as stamp) now_is where s.id = $1`,
    [id],
  );
  return row ?? null;
}

/** Ids of the scenarios of this name, oldest first. */
export const scenariosNamed = async (db: Pick<Queryable, 'query'>, name: string): Promise<number[]> =>
  (await db.query<{ id: number }>('select id from scenario where name = $1 order by id', [name])).map(
    ({ id }) => id,
  );
