import type { LayerId } from '../../../contract/layer_rows.ts';
import type { Queryable } from '../../db/database.ts';

/**
 * Which point of a row decides its area. No function here needs GEOS, so that both drivers decide alike:
 * point in polygon and interpolation are PostGIS' own.
 */
export const PLACE_IN_AREA: Record<Exclude<LayerId, 'area'>, (row: string) => string> = {
  street: (row) => `st_lineinterpolatepoint(${row}.geom, 0.5)`,
  hydrant: (row) => `${row}.geom`,
  water_source: (row) => `${row}.point`,
  station: (row) => `${row}.geom`,
  building: (row) => `${row}.point`,
  obstacle: (row) => `${row}.geom`,
  place: (row) => `${row}.geom`,
  cluster: (row) => `${row}.point`,
  hazard: (row) => `${row}.geom`,
  operating_surface: (row) => `${row}.point`,
};

/** SQL for the id of the smallest area around a row, the lowest id among equals; null outside all. */
export function areaAt(layer: Exclude<LayerId, 'area'>, row: string): string {
  const place = PLACE_IN_AREA[layer](row);
  return `(select a.id from area a where a.geom && ${place} and st_covers(a.geom, ${place})
    order by a.area_m2, a.id limit 1)`;
}

/**
 * Called when areas were added or changed: the tree is linked anew (an area's parent is the smallest larger one
 * around its representative point) and every row of every layer gets its area.
 */
export async function assignAreas(tx: Queryable): Promise<void> {
  await tx.query(
    `with linked as (
       select c.id, (
         select p.id from area p
         where p.geom && c.point and p.area_m2 > c.area_m2 and st_covers(p.geom, c.point)
         order by p.area_m2, p.id limit 1
       ) as parent_id
       from area c
     )
     update area set parent_id = linked.parent_id
     from linked where linked.id = area.id and linked.parent_id is distinct from area.parent_id`,
  );
  for (const layer of Object.keys(PLACE_IN_AREA) as Exclude<LayerId, 'area'>[]) {
    await tx.query(
      `with placed as (select t.id, ${areaAt(layer, 't')} as area_id from "${layer}" t)
       update "${layer}" t set area_id = placed.area_id
       from placed where placed.id = t.id and placed.area_id is distinct from t.area_id`,
    );
  }
}
