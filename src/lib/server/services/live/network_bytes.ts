import type { Actor, Database } from '../../db/database.ts';
import { askEngine } from '../../engine/engine_thread.ts';
import { currentStamp, judgedState } from '../../queries/judged_state.ts';
import { townKey } from '../coverage/ensure_verdicts.ts';
import { holdsEtag } from '../etag.ts';
import { readRuleSet } from '../rule_set.ts';
import { townRows } from '../town/load_town.ts';
import type { PackedTownAnswer, TownEncoding } from './packed_towns.ts';

export type NetworkAnswer =
  | { kind: 'unchanged'; etag: string }
  | { kind: 'bytes'; etag: string; encoding: TownEncoding; body: Uint8Array<ArrayBuffer> }
  | Exclude<PackedTownAnswer, { kind: 'packed' }>;

/** The town (area_id null) or an area of it as packed bytes, for the data and the default rule set as they are now. */
export async function networkBytes(
  database: Database,
  actor: Actor,
  asked: { area_id: number | null; encoding: TownEncoding },
  known_etags: string | null,
): Promise<NetworkAnswer> {
  const db = database.as(actor);
  const rules = await readRuleSet(db, 'cn');
  const stamp = await currentStamp(db);
  const answer = await askEngine(
    townKey(database, actor, rules, await judgedState(db)),
    () => townRows(db, rules),
    { kind: 'town', stamp, ...asked },
  );
  if (answer.kind !== 'packed') return answer;
  const etag = `"${answer.sha256.slice(0, 22)}"`;
  if (holdsEtag(known_etags, etag)) return { kind: 'unchanged', etag };
  return { kind: 'bytes', etag, encoding: asked.encoding, body: answer.body };
}
