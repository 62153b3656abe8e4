import { TILE_BUFFER, TILE_EXTENT } from '../../src/lib/contract/mvt.ts';
import type { TileAddress, TileLayer } from '../../src/lib/contract/tile_layers.ts';
import type { Database } from '../../src/lib/server/db/database.ts';
import { dotCells, LAYER_SQL, tileSquare } from '../../src/lib/server/queries/tile_features.ts';

/**
 * The rival of our tiles: the same rows and attributes, cut, scaled and encoded by the server itself with
 * ST_AsMVTGeom and ST_AsMVT, the layers joined in one statement.
 */
export async function nativeTile(
  owner: Database['owner'],
  layers: readonly TileLayer[],
  address: TileAddress,
  run_id: number | null,
): Promise<Uint8Array> {
  const { parameters, square, box, declared } = tileSquare(address, run_id);
  const parts = layers.map((layer) => {
    const rows = layer === 'building_dot' ? dotCells() : null;
    const inner = rows
      ? `select id, verdict, buildings, covered, st_asmvtgeom(
           st_makepoint(st_x(geom), ${TILE_EXTENT} - st_y(geom)), st_makeenvelope(0, 0, ${TILE_EXTENT}, ${TILE_EXTENT}), ${TILE_EXTENT}, ${TILE_BUFFER}, true) as geom
         from (${rows}) as cells`
      : shapes(layer as Exclude<TileLayer, 'building_dot'>, address.z, square, box);
    return `(select st_asmvt(f, '${layer}', ${TILE_EXTENT}, 'geom', 'id') from (${inner}) as f where geom is not null)`;
  });
  const [{ mvt }] = await owner.query<{ mvt: Uint8Array }>(
    `with asked as (${declared}) select ${parts.join(' || ')} as mvt`,
    parameters,
  );
  return mvt;
}

function shapes(
  layer: Exclude<TileLayer, 'building_dot'>,
  zoom: number,
  square: string,
  box: string,
): string {
  const { columns, from, where, geometry } = LAYER_SQL[layer];
  const named = Object.entries(columns).map(([name, sql]) => `, ${sql} as "${name}"`);
  return `select t.id${named.join('')}, st_asmvtgeom(${geometry.column}, ${square}, ${TILE_EXTENT}, ${TILE_BUFFER}, true) as geom
    from ${from} where t.geom_3857 && ${box} and ${where?.(zoom) ?? 'true'}`;
}
