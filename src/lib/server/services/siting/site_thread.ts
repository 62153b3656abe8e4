import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type {
  SitingBuilding,
  SitingGain,
  SitingPlanned,
  SitingQuestion,
  SitingRows,
  SitingStage,
  SitingStanding,
} from '../../../contract/api_siting.ts';
import { BadInput } from '../../../contract/errors.ts';
import { projectRoot } from '../../db/project_root.ts';
import type { SiteOutcome, SiteTown } from './site_work.ts';

/** What can be asked once there is an answer; plain values, since they cross threads. */
export type SiteAsk =
  | { kind: 'gain'; at_deg: readonly [lon_deg: number, lat_deg: number] }
  | { kind: 'buildings'; of: SitingRows; rank: number | null }
  /** Writes the files of `site --out` into a folder. */
  | { kind: 'files'; folder: string };

export interface SiteReplies {
  gain: SitingGain;
  buildings: SitingBuilding[];
  files: void;
}

export interface SiteReports {
  onStage(stage: SitingStage): void;
  onPlanned(planned: SitingPlanned): void;
  onStanding(standing: SitingStanding): void;
}

type Fault = { refused: { code: string; message: string; figure: number | null } } | { failure: string };
type Message =
  | { stage: SitingStage }
  | { planned: SitingPlanned }
  | { standing: SitingStanding }
  | { outcome: SiteOutcome }
  | { id: number; answer: unknown }
  | ({ id?: number } & Fault);

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: Error): void;
}

/** One siting question worked on in a thread, which is there for questions about the answer until it is ended. */
export class SiteThread {
  /** Rejects with BadInput where the question has no answer, with an Error where the thread failed or was ended. */
  readonly outcome: Promise<SiteOutcome>;
  readonly #worker: Worker;
  readonly #reports: SiteReports;
  readonly #waiting = new Map<number, Waiting>();
  #of_outcome!: Waiting;
  #last_id = 0;
  /** Why it answers nothing any more. */
  #over: Error | null = null;

  constructor(question: SitingQuestion, reports: SiteReports) {
    this.#reports = reports;
    this.outcome = new Promise((resolve, reject) => {
      this.#of_outcome = { resolve: resolve as (answer: unknown) => void, reject };
    });
    // It may be ended before anybody waits.
    this.outcome.catch(() => undefined);
    const file = join(projectRoot(), 'src/lib/server/services/siting/site_worker.js');
    this.#worker = new Worker(file, { execArgv: [], workerData: { question } });
    this.#worker.on('message', (message: Message) => this.#take(message));
    this.#worker.on('error', (error) => this.fail(error));
    this.#worker.on('exit', () => this.fail(new Error('The siting question was ended')));
  }

  /** Whether it failed or was ended. */
  get is_over(): boolean {
    return this.#over !== null;
  }

  /** Hands it the town; it begins. */
  begin(town: SiteTown): void {
    this.#worker.postMessage({ town });
  }

  /** Ends the proof: what is best by then is the outcome. Has no effect before the choosing began and after it ended. */
  stop(): void {
    this.#worker.postMessage({ stop: true });
  }

  /** @throws BadInput for what the answer does not hold; an Error where the thread failed or was ended. */
  ask<Kind extends SiteAsk['kind']>(ask: Extract<SiteAsk, { kind: Kind }>): Promise<SiteReplies[Kind]> {
    return new Promise((resolve, reject) => {
      if (this.#over) return reject(this.#over);
      const id = ++this.#last_id;
      this.#waiting.set(id, { resolve: resolve as (answer: unknown) => void, reject });
      this.#worker.postMessage({ id, ask });
    });
  }

  /** Ends the thread at once; whatever is awaited fails. */
  async end(): Promise<void> {
    this.fail(new Error('The siting question was ended'));
    await this.#worker.terminate();
  }

  #take(message: Message): void {
    if ('stage' in message) return this.#reports.onStage(message.stage);
    if ('planned' in message) return this.#reports.onPlanned(message.planned);
    if ('standing' in message) return this.#reports.onStanding(message.standing);
    if ('outcome' in message) return this.#of_outcome.resolve(message.outcome);
    const waiting = message.id === undefined ? this.#of_outcome : this.#waiting.get(message.id);
    if (message.id !== undefined) this.#waiting.delete(message.id);
    if ('answer' in message) waiting?.resolve(message.answer);
    else if ('refused' in message) {
      const { code, message: text, figure } = message.refused;
      waiting?.reject(new BadInput(code, text, null, null, figure));
    } else waiting?.reject(new Error(message.failure));
  }

  /** Whatever is awaited, and whatever is asked from now on, fails with this. */
  fail(error: Error): void {
    this.#over ??= error;
    this.#of_outcome.reject(error);
    for (const { reject } of this.#waiting.values()) reject(error);
    this.#waiting.clear();
  }
}
