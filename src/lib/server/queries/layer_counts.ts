import type { CountedLayer } from '../../contract/api_layers.ts';
import { isDrivable, STREET_CLASSES } from '../../domain/network/street_set.ts';
import type { ActingDatabase } from '../db/database.ts';
import { HAZARD_STATUS } from './hazard_status.ts';

/** Per layer: the table as `t` and the value that colours its rows. */
const COUNTED: Record<CountedLayer, { from: string; by: string | null }> = {
  street: { from: 'street t', by: 't.street_class' },
  lane: {
    from: `street t where t.width_m < $2::float8 and t.street_class in (${STREET_CLASSES.filter(isDrivable)
      .map((name) => `'${name}'`)
      .join(', ')})`,
    by: 't.width_source',
  },
  obstacle: { from: 'obstacle t', by: 't.status' },
  hydrant: { from: 'hydrant t', by: 't.status' },
  water_source: { from: 'water_source t', by: 't.status' },
  station: { from: 'station t', by: 't.kind' },
  building: {
    from: 'building t left join building_verdict v on v.run_id = $1::bigint and v.building_id = t.id',
    by: "coalesce(v.verdict, 'unassessed')",
  },
  gap: { from: 'gap t where t.run_id = $1::bigint', by: 't.verdict' },
  cluster: { from: 'cluster t', by: 't.origin' },
  area: { from: 'area t', by: 't.kind' },
  place: {
    from: 'place t left join place_verdict v on v.run_id = $1::bigint and v.place_id = t.id',
    by: "coalesce(v.verdict, 'unassessed')",
  },
  hazard: { from: 'hazard t', by: HAZARD_STATUS },
  operating_surface: { from: 'operating_surface t', by: null },
  water_main: {
    from: 'water_main t',
    by: "case t.dead_end when true then 'branch' when false then 'loop' else 'unknown' end",
  },
};

const SELECTS = (Object.keys(COUNTED) as CountedLayer[])
  .map((layer) => {
    const { from, by } = COUNTED[layer];
    return `select '${layer}' as layer, ${by ?? 'null'} as value, count(*) as n from ${from} group by 2`;
  })
  .join('\nunion all\n');

export interface LayerCount {
  layer: CountedLayer;
  value: string | null;
  n: number;
}

/** Rows by layer and by the value that colours them; `lane_width_m` is the clear width the fire lane rule asks. */
export const layerCounts = (db: ActingDatabase, run_id: number | null, lane_width_m: number) =>
  db.query<LayerCount>(`with asked as (select $1::bigint, $2::float8) ${SELECTS}`, [run_id, lane_width_m]);
