import type { SitingAnswer, SitingQuestion } from '../../../contract/api_siting.ts';
import type { Actor, Database } from '../../db/database.ts';
import { currentStamp } from '../../queries/judged_state.ts';
import { readRuleSet } from '../rule_set.ts';
import { townRows } from '../town/load_town.ts';
import { riskFactors } from './risk_weights.ts';
import { SiteSession } from './site_session.ts';

/** Questions worked on or kept for questions about their answer at the same time: each holds a town and a thread. */
export const MOST_SESSIONS = 2;

/** After how long a session that nobody asks about is ended, and how often that is looked at. */
export interface SessionPatience {
  working_ms: number;
  answered_ms: number;
  look_ms: number;
}

/** A page in the background asks once a minute. */
const PATIENCE: SessionPatience = { working_ms: 180_000, answered_ms: 900_000, look_ms: 5000 };

export type Begun = { kind: 'begun'; id: string } | { kind: 'busy' };

/** The siting questions of this process. */
export class SiteSessions {
  readonly #sessions = new Map<string, SiteSession>();
  readonly #patience: SessionPatience;
  #looking: ReturnType<typeof setInterval> | null = null;

  constructor(patience: SessionPatience = PATIENCE) {
    this.#patience = patience;
  }

  /**
   * Begins to work on a question, unless the same is worked on or answered for the same data. Where as many are there as
   * may be, the answered one that nobody asked about for longest makes room; while all are worked on there is none.
   *
   * @throws BadInput for a rule set that is not there.
   */
  async begin(database: Database, actor: Actor, question: SitingQuestion): Promise<Begun> {
    const db = database.as(actor);
    const rules = await readRuleSet(db, question.rules);
    const subject = { question, seen: seenBy(database, actor), stamp: await currentStamp(db) };
    const same = this.#sameAs(subject);
    if (same) return { kind: 'begun', id: same.id };
    if (!this.#makeRoom()) return { kind: 'busy' };
    const session = new SiteSession(subject, async () => {
      const rows = await townRows(db, rules);
      const risks = question.weigh === 'risk' ? await riskFactors(db, rows.buildings, rules) : null;
      return { rows, risks };
    });
    this.#sessions.set(session.id, session);
    this.#looking ??= setInterval(() => this.#endForgotten(), this.#patience.look_ms).unref();
    return { kind: 'begun', id: session.id };
  }

  /** A session by its id, for those who see what it was asked about; null where there is none any more. */
  find(database: Database, actor: Actor, id: string): SiteSession | null {
    const session = this.#sessions.get(id);
    if (!session || session.subject.seen !== seenBy(database, actor)) return null;
    session.asked_ms = performance.now();
    return session;
  }

  /** How far a session is, and whether the data is another since. */
  async answer(database: Database, actor: Actor, session: SiteSession): Promise<SitingAnswer> {
    const stamp = await currentStamp(database.as(actor));
    return { ...session.state(), stale: stamp !== session.subject.stamp };
  }

  /** Ends all; resolves when their threads are gone. */
  async endAll(): Promise<void> {
    if (this.#looking) clearInterval(this.#looking);
    this.#looking = null;
    const ended = [...this.#sessions.values()];
    this.#sessions.clear();
    await Promise.all(ended.map((session) => session.end()));
  }

  #sameAs({ question, seen, stamp }: SiteSession['subject']): SiteSession | undefined {
    const asked = JSON.stringify(question);
    return [...this.#sessions.values()].find(
      ({ subject, has_thread, was_stopped }) =>
        has_thread &&
        !was_stopped &&
        subject.seen === seen &&
        subject.stamp === stamp &&
        JSON.stringify(subject.question) === asked,
    );
  }

  #makeRoom(): boolean {
    const holding = [...this.#sessions.values()].filter(({ has_thread }) => has_thread);
    if (holding.length < MOST_SESSIONS) return true;
    const [longest] = holding.filter(({ is_working }) => !is_working).sort((a, b) => a.asked_ms - b.asked_ms);
    if (!longest) return false;
    this.#end(longest);
    return true;
  }

  #endForgotten(): void {
    const { working_ms, answered_ms } = this.#patience;
    for (const session of this.#sessions.values()) {
      const patience_ms = session.is_working ? working_ms : answered_ms;
      if (performance.now() - session.asked_ms > patience_ms) this.#end(session);
    }
  }

  #end(session: SiteSession): void {
    this.#sessions.delete(session.id);
    session.end().catch((error: Error) => console.error('Siting:', error));
  }
}

const seenBy = ({ label }: Database, { areas }: Actor) => JSON.stringify([label, areas]);

/** They hang on globalThis because this module is loaded more than once: bundled (the pages) and as source. */
const SLOT = Symbol.for('firecover.siting');
export const siteSessions = ((globalThis as Record<symbol, unknown>)[SLOT] ??=
  new SiteSessions()) as SiteSessions;
