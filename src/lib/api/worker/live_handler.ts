import type { FeatureCollection } from 'geojson';
import type {
  BackupCover,
  CallKind,
  CallResults,
  LiveFailure,
  LiveReply,
  LiveRequest,
  LiveUpdate,
  OpenedTown,
} from '../../contract/live_messages.ts';
import { decodePackedTown } from '../../contract/packed_town.ts';
import { PackedTownError } from '../../contract/packed_town_error.ts';
import type { LiveAnswer } from '../../domain/live/live_answer.ts';
import type { LiveBackup } from '../../domain/live/live_backup.ts';
import type { LiveQuestion } from '../../domain/live/live_question.ts';
import { streetSegments } from '../../domain/live/street_segments.ts';
import type { TownData } from '../../domain/live/town_data.ts';
import { fetchTown } from './fetch_town.ts';
import { LiveError } from './live_error.ts';
import { liveRings } from './live_rings.ts';

/** A town that answers questions; its columns are its own, valid until the next one. */
interface AnsweringTown {
  answer(question: LiveQuestion): LiveAnswer;
  /** Its columns are the caller's. */
  backup(): LiveBackup;
}

export interface LiveHandlerOptions {
  /** `onProgress` gets the share of the work that is done. */
  openTown(data: TownData, options: { onProgress: (share: number) => void }): AnsweringTown;
  /** Hands a message to the page, and the memory in `transfer` with it. */
  post(message: LiveReply, transfer: ArrayBuffer[]): void;
}

/** Share of opening a town that reading it takes; the rest is made ready. */
const READING_SHARE = 0.5;

/** The worker's side of the talk, whatever carries it: a Web Worker, a thread, a channel. */
export class LiveHandler {
  readonly #options: LiveHandlerOptions;
  #open: { data: TownData; town: AnsweringTown; last: LastAnswer } | null = null;

  constructor(options: LiveHandlerOptions) {
    this.#options = options;
  }

  async take(request: LiveRequest): Promise<void> {
    const { post } = this.#options;
    try {
      if (request.kind === 'open') await this.#openTown(request.network_url, request.question);
      else {
        const { call } = request;
        const result = this.#call(request);
        post({ kind: 'done', call, result }, buffersOf(result));
      }
    } catch (error) {
      const call = request.kind === 'open' ? null : request.call;
      post({ kind: 'failed', call, failure: failureOf(error) }, []);
    }
  }

  async #openTown(network_url: string, question: LiveQuestion): Promise<void> {
    const { post, openTown } = this.#options;
    const progress = (share: number) => post({ kind: 'progress', share }, []);
    const bytes = await fetchTown(network_url, (share) => progress(READING_SHARE * share));
    const data = decodePackedTown(bytes);
    const town = openTown(data, {
      onProgress: (share) => progress(READING_SHARE + (1 - READING_SHARE) * share),
    });
    const base = this.#ask(data, town, 0, question);
    const opened = openedTown(data, base);
    progress(1);
    post({ kind: 'opened', town: opened }, [
      ...buffersOf(base),
      ...buffersOf(opened.buildings),
      ...buffersOf(opened.segments),
    ]);
  }

  #call(request: Extract<LiveRequest, { kind: CallKind }>): CallResults[CallKind] {
    if (!this.#open) throw new Error(`${request.kind} before the town was open`);
    const { data, town, last } = this.#open;
    const results: { [Kind in CallKind]: (input: never) => CallResults[Kind] } = {
      ask: (question: LiveQuestion) => this.#ask(data, town, request.call, question),
      rings: () => (last.rings ??= liveRings(data, last.edge_picture, last.vehicle)),
      backup: () => backupCover(town.backup()),
    };
    return results[request.kind](request.input as never);
  }

  #ask(data: TownData, town: AnsweringTown, seq: number, question: LiveQuestion): LiveUpdate {
    const started = performance.now();
    const answer = town.answer(question);
    const update_ms = performance.now() - started;
    const { vehicle } = question;
    this.#open = { data, town, last: { edge_picture: answer.edge_picture, vehicle, rings: null } };
    return {
      seq,
      update_ms,
      all: answer.all,
      by_area: [...answer.by_area],
      verdict: answer.verdict.slice(),
      edge_picture: answer.edge_picture.slice(),
      placed: answer.placed,
    };
  }
}

interface LastAnswer {
  /** The engine's own, valid until the next question. */
  edge_picture: Float32Array;
  vehicle: LiveQuestion['vehicle'];
  /** Drawn when first asked for. */
  rings: FeatureCollection | null;
}

const backupCover = ({ by_area, ...backup }: LiveBackup): BackupCover => ({
  ...backup,
  by_area: [...by_area],
});

/** Columns are copies: the worker keeps the town. */
function openedTown(data: TownData, base: LiveUpdate): OpenedTown {
  const { stamp, rules, streets, drive, stations, obstacles, sources } = data;
  const { count, id, lon_deg, lat_deg, area_id } = data.buildings;
  return {
    ...{ stamp, rules, stations, obstacles, sources, base },
    buildings: {
      count,
      id: id.slice(),
      lon_deg: lon_deg.slice(),
      lat_deg: lat_deg.slice(),
      area_id: area_id.slice(),
    },
    segments: streetSegments(drive, streets),
  };
}

/** The memory behind the columns of a message. */
const buffersOf = (message: object): ArrayBuffer[] =>
  Object.values(message).flatMap((value: unknown) =>
    ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer ? [value.buffer] : [],
  );

function failureOf(error: unknown): LiveFailure {
  if (error instanceof LiveError) return { fault: error.fault, message: error.message };
  if (error instanceof PackedTownError) return { fault: 'damaged', message: error.message };
  const message = error instanceof Error ? error.message : String(error);
  return { fault: error instanceof RangeError ? 'question' : 'engine', message };
}
