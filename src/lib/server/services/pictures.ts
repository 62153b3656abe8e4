import type { Actor, Database } from '../db/database.ts';
import { askEngine } from '../engine/engine_thread.ts';
import { judgedState } from '../queries/judged_state.ts';
import { latestRun } from '../queries/latest_run.ts';
import { pictureBody, pictureHead } from '../queries/run_picture.ts';
import { tileVersion } from '../queries/tile_version.ts';
import { townKey } from './coverage/ensure_verdicts.ts';
import { holdsEtag } from './etag.ts';
import { readRuleSet } from './rule_set.ts';
import { townRows } from './town/load_town.ts';

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
  const etag = etagOf(head.sha256);
  if (holdsEtag(known_etags, etag)) return { kind: 'unchanged', etag };
  const body_gzip = await pictureBody(db, kind, head.run_id);
  return body_gzip ? { kind: 'picture', etag, body_gzip } : { kind: 'none' };
}

/**
 * The street a run reaches within a time, else within each ring time, drawn when asked for. None where the run is older
 * than the data or the actor sees a part of the town only.
 */
export async function coveredStreetsPicture(
  database: Database,
  actor: Actor,
  asked: { run_id: number | null; cutoff_s: number | null },
  known_etags: string | null,
): Promise<PictureAnswer> {
  const db = database.as(actor);
  const run = await latestRun(db, asked.run_id);
  if (!run || run.stale || actor.areas !== 'all') return { kind: 'none' };
  const rules = await readRuleSet(db, run.rule_set_code);
  if (rules.version !== run.rule_set_version) return { kind: 'none' };
  const { sha256, body_gzip } = await askEngine(
    townKey(database, actor, rules, await judgedState(db)),
    () => townRows(db, rules),
    {
      kind: 'streets',
      vehicle: run.choice,
      cutoff_s: run.cutoff_s,
      within_s: asked.cutoff_s === null ? null : [asked.cutoff_s],
    },
  );
  const etag = etagOf(sha256);
  return holdsEtag(known_etags, etag) ? { kind: 'unchanged', etag } : { kind: 'picture', etag, body_gzip };
}

const etagOf = (sha256: string) => `"${sha256.slice(0, 22)}"`;
