import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SitingAnswer, SitingFile, SitingQuestion } from '../../../contract/api_siting.ts';
import type { Edit } from '../../../domain/live/edit.ts';
import type { SiteTown } from './site_work.ts';
import { SiteThread, type SiteAsk, type SiteReplies } from './site_thread.ts';

export interface SessionSubject {
  question: SitingQuestion;
  /** Database, and what of it is seen. */
  seen: string;
  /** State of the data it is asked about. */
  stamp: string;
}

/** How far a question is: what GET /api/siting/{id} answers, but for what only the database knows. */
export type SessionState = Omit<SitingAnswer, 'stale'>;

/** A thread that is being ended may still write into its folder. */
const WHOLE = { recursive: true, force: true, maxRetries: 5 };

const now_s = () => performance.now() / 1000;

/** One siting question, from the asking to the last question about its answer. */
export class SiteSession {
  readonly id = randomBytes(9).toString('base64url');
  readonly subject: SessionSubject;
  /** The steps of a what-if that build what is proposed; empty before. */
  edits: readonly Edit[] = [];
  /** When somebody last asked, in ms of performance.now(). */
  asked_ms = performance.now();

  readonly #thread: SiteThread;
  readonly #begun_s = now_s();
  #took_s: number | null = null;
  #state: Pick<SitingAnswer, 'stage' | 'stopped' | 'planned' | 'standing' | 'failure' | 'result'> = {
    stage: 'reading',
    stopped: false,
    planned: null,
    standing: null,
    failure: null,
    result: null,
  };
  #has_thread = true;
  #files: Promise<string> | null = null;

  /** Begins at once; `read` gives the town. */
  constructor(subject: SessionSubject, read: () => Promise<SiteTown>) {
    this.subject = subject;
    this.#thread = new SiteThread(subject.question, {
      onStage: (stage) => (this.#state.stage = stage),
      onPlanned: (planned) => (this.#state.planned = planned),
      onStanding: (standing) => (this.#state.standing = standing),
    });
    void this.#work(read);
  }

  get is_working(): boolean {
    return this.#took_s === null;
  }

  /** Whether it can be asked about its answer, and holds a thread for that. */
  get has_thread(): boolean {
    return this.#has_thread && !this.#thread.is_over;
  }

  get was_stopped(): boolean {
    return this.#state.stopped;
  }

  get has_failed(): boolean {
    return this.#state.stage === 'failed';
  }

  state(): SessionState {
    const seconds = this.#took_s ?? now_s() - this.#begun_s;
    return { id: this.id, question: this.subject.question, seconds, ...this.#state };
  }

  /** Ends the proof, the best so far is the answer; before there is any, the question has failed. */
  stop(): void {
    if (!this.is_working) return;
    this.#state.stopped = true;
    if (this.#state.stage === 'reading' || this.#state.stage === 'planning') {
      this.#fail('stopped', 'It was stopped before there was an answer');
    } else this.#thread.stop();
  }

  ask<Kind extends SiteAsk['kind']>(ask: Extract<SiteAsk, { kind: Kind }>): Promise<SiteReplies[Kind]> {
    return this.#thread.ask(ask);
  }

  /** Path of one of its files; all are written when the first is wanted. */
  async file(name: SitingFile): Promise<string> {
    const files = (this.#files ??= this.#write());
    files.catch(() => (this.#files = this.#files === files ? null : this.#files));
    return join(await files, name);
  }

  /** Ends the thread and removes the files. */
  async end(): Promise<void> {
    this.#has_thread = false;
    const folder = this.#files?.catch(() => null);
    await this.#thread.end();
    const written = await folder;
    if (written) await rm(written, WHOLE);
  }

  async #work(read: () => Promise<SiteTown>): Promise<void> {
    try {
      this.#thread.begin(await read());
    } catch (error) {
      this.#thread.fail(error as Error);
    }
    try {
      const { result, edits } = await this.#thread.outcome;
      this.edits = edits;
      Object.assign(this.#state, { stage: 'done', result });
      this.#took_s = now_s() - this.#begun_s;
    } catch (error) {
      const { name, message, code, figure } = error as Error & { code: string; figure: number | null };
      if (name !== 'BadInput' && this.is_working) console.error('Siting:', error);
      if (name === 'BadInput') this.#fail(code, message, figure);
      else this.#fail('failed', 'It could not be worked out: the server knows why');
    }
  }

  #fail(code: string, message: string, figure: number | null = null): void {
    if (!this.is_working) return;
    Object.assign(this.#state, { stage: 'failed', failure: { code, message, figure } });
    this.#took_s = now_s() - this.#begun_s;
    this.end().catch((error: Error) => console.error('Siting:', error));
  }

  async #write(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'firecover-siting-'));
    try {
      await this.ask({ kind: 'files', folder });
    } catch (error) {
      await rm(folder, WHOLE);
      throw error;
    }
    return folder;
  }
}
