import type { TileAddress, TileLayer } from '../../contract/tile_layers.ts';
import type { Actor, Database } from '../db/database.ts';
import { tileVersion, type TileVersion } from '../queries/tile_version.ts';
import { holdsEtag } from './etag.ts';
import { tile, tileEtag, type TileAnswer } from './tiles.ts';

const MAXIMUM_BYTES = 64 * 2 ** 20;

/** Tiles by ETag, which names all that a tile follows from, the actor's areas included; the longest unused go first. */
const kept = new Map<string, Uint8Array>();
let kept_bytes = 0;
const underWay = new Map<string, Promise<TileAnswer>>();

/** As `tile`, but those who look at the same place share what was read: it is read once after each change. */
export async function cachedTile(
  database: Database,
  actor: Actor,
  layers: readonly TileLayer[],
  address: TileAddress,
  known_etags: string | null,
  asked_run_id: number | null = null,
): Promise<TileAnswer> {
  const version = await sharedVersion(database, actor, asked_run_id);
  const etag = tileEtag(database, actor, layers, address, version);
  if (holdsEtag(known_etags, etag)) return { kind: 'unchanged', etag };
  const bytes = kept.get(etag);
  if (bytes) {
    kept.delete(etag);
    kept.set(etag, bytes);
    return { kind: 'tile', etag, bytes };
  }
  const running = underWay.get(etag);
  if (running) return running;
  const reading = tile(database, actor, layers, address, null, asked_run_id);
  underWay.set(etag, reading);
  try {
    const answer = await reading;
    if (answer.kind === 'tile') keep(answer.etag, answer.bytes);
    return answer;
  } finally {
    underWay.delete(etag);
  }
}

function keep(etag: string, bytes: Uint8Array): void {
  if (kept.has(etag)) return;
  kept.set(etag, bytes);
  kept_bytes += bytes.length;
  for (const [oldest, { length }] of kept) {
    if (kept_bytes <= MAXIMUM_BYTES) return;
    kept.delete(oldest);
    kept_bytes -= length;
  }
}

interface Turn {
  running: Promise<TileVersion>;
  next: Promise<TileVersion> | null;
}

const turns = new WeakMap<Database, Map<string, Turn>>();

/**
 * The version as of now. Requests that come while one is being read share the next reading, which begins after
 * them: nobody gets an answer from before his own change.
 */
function sharedVersion(database: Database, actor: Actor, run_id: number | null): Promise<TileVersion> {
  const of_database = turns.get(database) ?? new Map<string, Turn>();
  turns.set(database, of_database);
  const key = JSON.stringify([actor, run_id]);
  const read = () => tileVersion(database.as(actor), run_id);
  const begin = (running: Promise<TileVersion>) => {
    const turn: Turn = { running, next: null };
    of_database.set(key, turn);
    const end = () => {
      if (of_database.get(key) === turn && !turn.next) of_database.delete(key);
    };
    running.then(end, end);
    return running;
  };
  const turn = of_database.get(key);
  if (!turn) return begin(read());
  turn.next ??= turn.running.then(noted, noted).then(() => begin(read()));
  return turn.next;
}

const noted = () => undefined;
