import type { ActingDatabase } from '../db/database.ts';

export interface PictureHead {
  run_id: number;
  sha256: string;
}

/** Which picture of a run is kept; null where the run has none or the actor may not see all of it. */
export async function pictureHead(
  db: ActingDatabase,
  kind: 'rings' | 'gaps',
  run_id: number,
): Promise<PictureHead | null> {
  const [head] = await db.query<PictureHead>(
    'select run_id, sha256 from run_picture where run_id = $1::bigint and kind = $2',
    [run_id, kind],
  );
  return head ?? null;
}

/** Its GeoJSON, compressed. */
export async function pictureBody(
  db: ActingDatabase,
  kind: 'rings' | 'gaps',
  run_id: number,
): Promise<Uint8Array | null> {
  const [picture] = await db.query<{ body_gzip: Uint8Array }>(
    'select body_gzip from run_picture where run_id = $1::bigint and kind = $2',
    [run_id, kind],
  );
  return picture?.body_gzip ?? null;
}
