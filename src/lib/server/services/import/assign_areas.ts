import { decodeEwkb } from '../../../contract/ewkb.ts';
import type { LayerId } from '../../../contract/layer_rows.ts';
import type { Queryable } from '../../db/database.ts';
import { AreaLocator, type LocatedArea } from './area_locator.ts';
import { lineMiddle } from './line_middle.ts';

export type PlacedLayer = Exclude<LayerId, 'area'>;

const PAGE_ROWS = 50_000;

/** The column that says where a row is; a street or main is where its middle is. */
const PLACE_COLUMN: Record<PlacedLayer, 'geom' | 'point'> = {
  street: 'geom',
  hydrant: 'geom',
  water_source: 'point',
  station: 'geom',
  building: 'point',
  obstacle: 'geom',
  place: 'geom',
  cluster: 'point',
  hazard: 'geom',
  operating_surface: 'point',
  water_main: 'geom',
};

export const PLACED_LAYERS = Object.keys(PLACE_COLUMN) as PlacedLayer[];

export type ExtentDeg = readonly [west: number, south: number, east: number, north: number];

/** The areas that rows within an extent may lie in. */
export async function areaLocator(tx: Queryable, extent_deg: ExtentDeg): Promise<AreaLocator> {
  const rows = await tx.query<{ id: number; area_m2: number; geom: Uint8Array }>(
    `select id, area_m2, st_asewkb(geom) as geom from area
     where geom && st_makeenvelope($1::float8, $2::float8, $3::float8, $4::float8, 4326)`,
    extent_deg,
  );
  return new AreaLocator(
    rows.map(({ id, area_m2, geom }) => ({
      id,
      area_m2,
      polygons: decodeEwkb(geom).coordinates as LocatedArea['polygons'],
    })),
  );
}

/**
 * Called when areas were added or changed: the tree is linked anew (an area's parent is the smallest larger one
 * around its representative point) and every row of every layer gets its area.
 */
export async function assignAreas(tx: Queryable): Promise<void> {
  await linkTree(tx);
  const locator = await areaLocator(tx, [-180, -90, 180, 90]);
  for (const layer of PLACED_LAYERS) await assignLayer(tx, layer, locator);
}

async function linkTree(tx: Queryable): Promise<void> {
  await tx.query(
    `with linked as (
       select c.id, (
         select near.id from (
           select p.id, p.geom from area p where p.geom && c.point and p.area_m2 > c.area_m2
           order by p.area_m2, p.id offset 0
         ) near where st_covers(near.geom, c.point) limit 1
       ) as parent_id
       from area c
     )
     update area set parent_id = linked.parent_id
     from linked where linked.id = area.id and linked.parent_id is distinct from area.parent_id`,
  );
}

async function assignLayer(tx: Queryable, layer: PlacedLayer, locator: AreaLocator): Promise<void> {
  for (let last = 0; ;) {
    const page = await tx.query<{ id: number; area_id: number | null; place: Uint8Array }>(
      `select id, area_id, st_asewkb(${PLACE_COLUMN[layer]}) as place from "${layer}"
       where id > $1 order by id limit ${PAGE_ROWS}`,
      [last],
    );
    const moved = page
      .map(({ id, area_id, place }) => ({ id, area_id, now: areaOf(place, locator) }))
      .filter(({ area_id, now }) => area_id !== now);
    if (moved.length > 0) {
      await tx.query(
        `update "${layer}" t set area_id = moved.area_id
         from unnest($1::bigint[], $2::bigint[]) as moved (id, area_id) where moved.id = t.id`,
        [moved.map(({ id }) => id), moved.map(({ now }) => now)],
      );
    }
    if (page.length < PAGE_ROWS) return;
    last = page[page.length - 1].id;
  }
}

function areaOf(place: Uint8Array, locator: AreaLocator): number | null {
  const geometry = decodeEwkb(place);
  const [lon, lat] =
    geometry.type === 'LineString' ? lineMiddle(geometry.coordinates) : (geometry.coordinates as number[]);
  return locator.areaAt(lon, lat);
}
