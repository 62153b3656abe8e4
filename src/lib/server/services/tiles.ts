import { createHash } from 'node:crypto';
import { encodeMvt } from '../../contract/mvt.ts';
import { TILE_LAYERS, type TileAddress, type TileLayer } from '../../contract/tile_layers.ts';
import { decodeTwkbSequence } from '../../contract/twkb.ts';
import type { Actor, Database } from '../db/database.ts';
import { StatementError } from '../db/statement_error.ts';
import { layerIsDrawnAt, tileFeatures, type TileCut } from '../queries/tile_features.ts';
import { tileVersion, type TileVersion } from '../queries/tile_version.ts';
import { holdsEtag } from './etag.ts';

/** Raised when the same data would be written as other bytes, so that browsers drop what they hold. */
const TILE_FORMAT = 2;

export type TileAnswer =
  { kind: 'unchanged'; etag: string } | { kind: 'tile'; etag: string; bytes: Uint8Array };

/**
 * One vector tile. Where the browser already holds this version (`known_etags`, the If-None-Match header) no
 * geometry is read. A tile without features is empty. Verdicts are those of the run asked for, else of the
 * default one.
 */
export async function tile(
  database: Database,
  actor: Actor,
  layers: readonly TileLayer[],
  address: TileAddress,
  known_etags: string | null,
  asked_run_id: number | null = null,
): Promise<TileAnswer> {
  const drawn = layers.filter(
    (layer) => address.z >= TILE_LAYERS[layer].min_zoom && layerIsDrawnAt(layer, address.z),
  );
  const read = (cut: TileCut) =>
    database.as(actor).transaction(async (tx) => {
      const version = await tileVersion(tx, asked_run_id);
      const etag = tileEtag(database, actor, layers, address, version);
      if (holdsEtag(known_etags, etag)) return { etag, found: null };
      return {
        etag,
        found: drawn.length === 0 ? [] : await tileFeatures(tx, drawn, address, version.run_id, cut),
      };
    });
  const { etag, found } = await read('clip').catch((error: unknown) => {
    if (isGeometryFailure(error)) return read('whole');
    throw error;
  });
  if (found === null) return { kind: 'unchanged', etag };
  const bytes = encodeMvt(
    found.map(({ layer, count, columns: { id, ...columns }, geometry }) => ({
      name: layer,
      id: id as number[],
      geometry: decodeTwkbSequence(geometry, count),
      columns,
    })),
  );
  return { kind: 'tile', etag, bytes };
}

/** Names all that a tile follows from; equal ETags mean equal bytes. */
export function tileEtag(
  { label }: Database,
  { areas }: Actor,
  layers: readonly TileLayer[],
  address: TileAddress,
  { stamp }: TileVersion,
): string {
  const parts = JSON.stringify([TILE_FORMAT, label, areas, layers, address, stamp]);
  return `"${createHash('sha256').update(parts).digest('base64url').slice(0, 22)}"`;
}

/** XX000 is what both databases answer when GEOS gives up; nothing else is worth a second try. */
const isGeometryFailure = (error: unknown) => error instanceof StatementError && error.code === 'XX000';
