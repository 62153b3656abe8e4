import type { Actor, Database } from '../db/database.ts';
import { tileVersion } from '../queries/tile_version.ts';
import { pictureBody, pictureHead } from '../queries/run_picture.ts';
import { holdsEtag } from './etag.ts';

export type PictureAnswer =
  | { kind: 'unchanged'; etag: string }
  | { kind: 'picture'; etag: string; body_gzip: Uint8Array }
  /** No such run, or its picture is no longer kept. */
  | { kind: 'none' };

/** The rings or gaps of a run (null: the default one), as the command line writes them, compressed. */
export async function picture(
  database: Database,
  actor: Actor,
  kind: 'rings' | 'gaps',
  asked_run_id: number | null,
  known_etags: string | null,
): Promise<PictureAnswer> {
  const db = database.as(actor);
  const { run_id } = await tileVersion(db, asked_run_id);
  const head = run_id === null ? null : await pictureHead(db, kind, run_id);
  if (!head) return { kind: 'none' };
  const etag = `"${head.sha256.slice(0, 22)}"`;
  if (holdsEtag(known_etags, etag)) return { kind: 'unchanged', etag };
  const body_gzip = await pictureBody(db, kind, head.run_id);
  return body_gzip ? { kind: 'picture', etag, body_gzip } : { kind: 'none' };
}
