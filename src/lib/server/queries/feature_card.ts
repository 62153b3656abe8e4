import type { FeatureCard, FeatureKind } from '../../contract/api_feature.ts';
import type { ActingDatabase } from '../db/database.ts';
import { HAZARD_STATUS } from './hazard_status.ts';

interface KindSql {
  attributes: Record<string, string>;
  joins?: string;
  /** Position of the card; geom where the row is a point. */
  point?: string;
  name?: string;
  area?: string;
}

const columns = (...names: string[]) => Object.fromEntries(names.map((name) => [name, `t.${name}`]));

/** A hydrant's own record, else that of the nearest main within the distance of the rule set, as a town is loaded. */
const DEAD_END = `coalesce(t.dead_end, (
  select main.dead_end from water_main main,
    (select (body #>> '{rules,hydrant.main_within_m,value}')::float8 as most_m
     from rule_set where code = 'cn' and is_current) rule
  where main.geom && st_expand(t.geom, rule.most_m / 10000)
    and st_distance(main.geom::geography, t.geom::geography) <= rule.most_m
  order by st_distance(main.geom::geography, t.geom::geography), main.id limit 1))`;

const KINDS: Record<FeatureKind, KindSql> = {
  hydrant: {
    attributes: {
      ...columns(
        'status',
        'kind',
        'flow_lps',
        'pressure_mpa',
        'diameter_mm',
        'tested_on',
        'owner',
        'street_name',
        'ground_m',
      ),
      dead_end: DEAD_END,
    },
  },
  water_source: {
    point: 't.point',
    attributes: columns(
      'kind',
      'status',
      'volume_m3',
      'flow_lps',
      'suction_height_m',
      'truck_access',
      'season',
      'low_flow_guarantee',
      'ground_m',
    ),
  },
  water_main: {
    point: 'st_lineinterpolatepoint(t.geom, 0.5)',
    attributes: columns('diameter_mm', 'pressure_mpa', 'dead_end', 'owner'),
  },
  station: { attributes: columns('kind', 'vehicles', 'crew', 'pumps', 'tankers', 'tanker_m3', 'turnout_s') },
  obstacle: {
    name: 'null::text',
    attributes: columns('kind', 'status', 'fixed', 'clear_width_m', 'clear_height_m', 'due_on'),
  },
  place: {
    joins: 'left join place_verdict v on v.place_id = t.id and v.run_id = $2::bigint',
    attributes: {
      ...columns('kind'),
      verdict: 'v.verdict',
      arrival_s: 'v.arrival_s',
      hose_m: 'v.hose_m',
      water_m: 'v.water_m',
      vehicle: 'v.vehicle',
    },
  },
  hazard: {
    attributes: { ...columns('kind', 'severity', 'due_on', 'responsible'), hazard_status: HAZARD_STATUS },
  },
  cluster: {
    point: 't.point',
    attributes: {
      ...columns('kind', 'origin'),
      area_m2: 'st_area(t.geom::geography)',
    },
  },
  area: {
    point: 't.point',
    area: 't.parent_id',
    attributes: {
      ...columns('population', 'has_mains', 'settlement_class', 'low_fire_resistance', 'area_m2'),
      area_kind: 't.kind',
    },
  },
};

/** One row of a layer for its card; null where no such row is to be seen. `run_id` judges places. */
export async function featureCard(
  db: ActingDatabase,
  kind: FeatureKind,
  id: number,
  run_id: number | null,
): Promise<FeatureCard | null> {
  const { attributes, joins = '', point = 't.geom', name = 't.name', area = 't.area_id' } = KINDS[kind];
  const pairs = Object.entries(attributes).map(([key, sql]) => `'${key}', ${sql}`);
  const [card] = await db.query<FeatureCard>(
    `with asked as (select $1::bigint as id, $2::bigint as run_id)
     select '${kind}' as kind, t.id, t.source, t.source_id, ${name} as name, enclosing.name as area_name,
       st_x(${point}) as lon_deg, st_y(${point}) as lat_deg,
       json_build_array(st_xmin(t.geom), st_ymin(t.geom), st_xmax(t.geom), st_ymax(t.geom)) as bounds_deg,
       json_build_object(${pairs.join(', ')}) as attributes
     from asked join ${kind} t on t.id = asked.id
     left join area enclosing on enclosing.id = ${area}
     ${joins}`,
    [id, run_id],
  );
  return card ?? null;
}
