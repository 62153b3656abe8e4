import { existsSync, readFileSync, mkdtempSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import {
  SITING_FILES,
  sitingAnswerSchema,
  sitingGainSchema,
  sitingQuestionSchema,
  type NewSiting,
} from '../../src/lib/contract/api_siting.ts';
import { LOCAL_ADMINISTRATOR } from '../../src/lib/server/db/database.ts';
import { openEmbedded } from '../../src/lib/server/db/embedded_driver.ts';
import { saveSiting } from '../../src/lib/server/services/siting/site_scenario.ts';
import type { SiteSession } from '../../src/lib/server/services/siting/site_session.ts';
import { SiteSessions } from '../../src/lib/server/services/siting/site_sessions.ts';
import { loadScenario } from '../../src/lib/server/services/scenario/scenarios.ts';
import { copyDemo } from '../support/demo_app.ts';
import { readCsvFile } from '../support/read_csv.ts';
import { runCliJson } from '../support/run_cli.ts';

const ACTOR = LOCAL_ADMINISTRATOR;
const TEN: NewSiting = { what: 'hydrant', aim: { kind: 'count', sites: 10 } };

describe('siting sessions of the sample town', () => {
  let folder: string;
  let cli: string;
  let db: Awaited<ReturnType<typeof openEmbedded>>;
  const stores: SiteSessions[] = [];

  beforeAll(async () => {
    folder = (await copyDemo()).folder;
    cli = mkdtempSync(join(inject('runFolder'), 'siting-'));
    const options = ['--what', 'hydrant', '--count', '10', '--out', cli];
    await runCliJson(['site', ...options], { folder });
    db = await openEmbedded(join(folder, 'demo'));
  }, 300_000);
  afterAll(async () => {
    for (const sessions of stores) await sessions.endAll();
    await db?.close();
  });

  function store(patience?: ConstructorParameters<typeof SiteSessions>[0]): SiteSessions {
    const sessions = new SiteSessions(patience);
    stores.push(sessions);
    return sessions;
  }
  async function begin(sessions: SiteSessions, question: NewSiting): Promise<SiteSession> {
    const begun = await sessions.begin(db, ACTOR, sitingQuestionSchema.parse(question));
    if (begun.kind === 'busy') throw new Error('No room for the question');
    return sessions.find(db, ACTOR, begun.id)!;
  }
  async function done(session: SiteSession, look: () => void = () => undefined) {
    while (session.is_working) {
      look();
      await new Promise((resume) => setTimeout(resume, 5));
    }
    return session.state();
  }

  it('tells each stage, what is best so far and what none can beat, and gives the files of the command line', async () => {
    const sessions = store();
    const session = await begin(sessions, TEN);
    const stages = new Set<string>();
    await done(session, () => stages.add(session.state().stage));
    const answer = sitingAnswerSchema.parse(await sessions.answer(db, ACTOR, session));
    expect([...stages].slice(0, 2)).toEqual(['reading', 'planning']);
    expect(answer.stage).toBe('done');
    expect(answer.stale).toBe(false);
    const { result, standing, planned } = answer;
    expect(standing!.bound).toBeGreaterThanOrEqual(standing!.objective * (1 - 1e-9));
    expect(result!.proven && result!.check.agrees).toBe(true);
    expect(result!.sites.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

    for (const name of ['sites.csv', 'candidates.csv', 'pairs.csv', 'demand.csv'] as const) {
      const path = await session.file(name);
      expect(readFileSync(path, 'utf8'), name).toBe(readFileSync(join(cli, name), 'utf8'));
    }
    const timeless = (path: string) => {
      const { seconds: _seconds, greedy, ...rest } = JSON.parse(readFileSync(path, 'utf8'));
      return { ...rest, first: greedy?.objective };
    };
    expect(timeless(await session.file('result.json'))).toEqual(timeless(join(cli, 'result.json')));
    const points = JSON.parse(readFileSync(await session.file('sites.geojson'), 'utf8'));
    expect(
      points.features.map((each: { properties: { candidate_id: string } }) => each.properties.candidate_id),
    ).toEqual(result!.sites.map(({ candidate_id }) => candidate_id));
    expect(readCsvFile(join(cli, 'candidates.csv')).length).toBe(planned!.candidates);

    const gone = dirname(await session.file('sites.csv'));
    expect(SITING_FILES.every((name) => existsSync(join(gone, name)))).toBe(true);
    await sessions.endAll();
    expect(existsSync(gone)).toBe(false);
    expect(sessions.find(db, ACTOR, session.id)).toBe(null);
  }, 120_000);

  it('is ended while its files are written, or asked after: the asking fails, nothing else does', async () => {
    const sessions = store();
    const session = await begin(sessions, TEN);
    await done(session);
    const unhandled: unknown[] = [];
    const note = (error: unknown) => void unhandled.push(error);
    process.on('unhandledRejection', note);
    const written = session.file('sites.csv');
    const refused = expect(written).rejects.toThrow(/was ended/);
    await session.end();
    await refused;
    await expect(session.ask({ kind: 'gain', at_deg: [0, 0] })).rejects.toThrow(/was ended/);
    await expect(session.file('pairs.csv')).rejects.toThrow(/was ended/);
    expect(session.has_thread).toBe(false);
    await new Promise((resume) => setTimeout(resume, 20));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  }, 120_000);

  it('answers why nothing is here, names the buildings behind a figure, and saves what is proposed', async () => {
    const sessions = store();
    const session = await begin(sessions, TEN);
    const { result } = await done(session);
    const [first, ...others] = result!.sites;
    const own = sitingGainSchema.parse(
      await session.ask({ kind: 'gain', at_deg: [first!.lon_deg, first!.lat_deg] }),
    );
    if (own.kind !== 'place') throw new Error('A chosen site is no place');
    expect(own.rank).toBe(1);
    expect(own.candidate_id).toBe(first!.candidate_id);

    const pairs = readCsvFile(join(cli, 'pairs.csv'));
    const weights = new Map(
      readCsvFile(join(cli, 'demand.csv')).map((row) => [row['demand_id']!, Number(row['weight'])]),
    );
    const servedBy = (id: string) =>
      new Set(pairs.filter((row) => row['candidate_id'] === id).map((row) => row['demand_id']!));
    const chosen = new Set(result!.sites.flatMap(({ candidate_id }) => [...servedBy(candidate_id)]));
    const candidates = readCsvFile(join(cli, 'candidates.csv')).filter((_, k) => k % 400 === 7);
    for (const { candidate_id, lon, lat, rank } of candidates) {
      if (rank !== '') continue;
      const gain = await session.ask({ kind: 'gain', at_deg: [Number(lon), Number(lat)] });
      if (gain.kind !== 'place') throw new Error(`Candidate ${candidate_id} is no place`);
      expect(gain.candidate_id).toBe(candidate_id);
      const serves = [...servedBy(candidate_id!)];
      const gained = serves.filter((id) => !chosen.has(id));
      expect(gain.serves_buildings).toBe(serves.length);
      expect(gain.gain_buildings).toBe(gained.length);
      expect(gain.gain).toBeCloseTo(
        gained.reduce((sum, id) => sum + weights.get(id)!, 0),
        1,
      );
      const already = gain.served_already.reduce((sum, { buildings }) => sum + buildings, 0);
      expect(already).toBe(serves.length - gained.length);
    }
    expect(await session.ask({ kind: 'gain', at_deg: [0, 0] })).toEqual({
      kind: 'none',
      reason: 'no-street',
      away_m: null,
    });

    const rows = await session.ask({ kind: 'buildings', of: 'site', rank: 1 });
    expect(rows.length).toBe(first!.gain_buildings);
    expect(rows.every(({ rank }) => rank === 1)).toBe(true);
    const unserved = await session.ask({ kind: 'buildings', of: 'unservable', rank: null });
    expect(unserved.length).toBe(result!.unservable);
    await expect(session.ask({ kind: 'buildings', of: 'site', rank: others.length + 2 })).rejects.toThrow(
      /expected 1 to/,
    );

    const { id } = await saveSiting(db, ACTOR, session, { name: '选址', by: '王工' });
    const scenario = await loadScenario(db, ACTOR, id);
    expect(scenario!.edits.map((edit) => (edit.kind === 'add' ? edit.at_deg : null))).toEqual(
      result!.sites.map(({ lon_deg, lat_deg }) => [lon_deg, lat_deg]),
    );
    expect(scenario!.stale).toBe(false);
  }, 120_000);

  it('takes the same question once, two at a time, and the answered one makes room', async () => {
    const sessions = store();
    const question = sitingQuestionSchema.parse(TEN);
    const begun = await Promise.all([1, 2].map(() => sessions.begin(db, ACTOR, question)));
    expect(begun[1]).toEqual(begun[0]);
    const first = await begin(sessions, TEN);
    const second = await begin(sessions, { ...TEN, aim: { kind: 'count', sites: 3 } });
    const third = sitingQuestionSchema.parse({ ...TEN, aim: { kind: 'count', sites: 4 } });
    expect(await sessions.begin(db, ACTOR, third)).toEqual({ kind: 'busy' });
    await Promise.all([done(first), done(second)]);
    sessions.find(db, ACTOR, first.id);
    const last = await begin(sessions, third);
    expect(sessions.find(db, ACTOR, second.id)).toBe(null);
    expect(sessions.find(db, ACTOR, first.id)).toBe(first);
    last.stop();
    const { stage, failure, stopped } = await done(last);
    expect({ stage, code: failure?.code, stopped }).toEqual({
      stage: 'failed',
      code: 'stopped',
      stopped: true,
    });
  }, 120_000);

  it('keeps the best so far when the proof is ended', async () => {
    const session = await begin(store(), {
      what: 'micro-station',
      aim: { kind: 'count', sites: 8 },
      weigh: 'buildings',
    });
    const state = await done(session, () => {
      if (session.state().standing) session.stop();
    });
    expect(state.stage).toBe('done');
    expect(state.result!.sites.length).toBeLessThanOrEqual(8);
    expect(state.result!.sites.length).toBeGreaterThan(0);
    expect(state.result!.bound).toBeGreaterThanOrEqual(state.result!.objective);
    expect(state.result!.check.agrees).toBe(true);
  }, 120_000);

  it('builds where one must, not where one may not, and says what cannot be', async () => {
    const sessions = store();
    const free = await done(await begin(sessions, TEN));
    const [best] = free.result!.sites;
    const spot: [number, number] = [best!.lon_deg, best!.lat_deg];
    const candidates = readCsvFile(join(cli, 'candidates.csv')).filter(({ rank }) => rank === '');
    const { lon, lat, candidate_id } = candidates[candidates.length >> 1]!;
    const bound = await done(
      await begin(sessions, {
        ...TEN,
        must: [
          [Number(lon), Number(lat)],
          [0, 0],
        ],
        never: [spot],
      }),
    );
    expect(bound.result!.sites.find(({ must }) => must)!.candidate_id).toBe(candidate_id);
    expect(bound.planned!.must_missed).toEqual([[0, 0]]);
    for (const { lon_deg, lat_deg, must } of bound.result!.sites) {
      const away_m = Math.hypot((lon_deg - spot[0]) * 101_000, (lat_deg - spot[1]) * 110_800);
      expect(must || away_m > 49).toBe(true);
    }
    expect(bound.result!.objective).toBeLessThanOrEqual(free.result!.objective + 1e-6);

    const all = await done(await begin(sessions, { what: 'hydrant', aim: { kind: 'share', share: 1 } }));
    expect(all.failure).toMatchObject({ code: 'cannot-serve', figure: expect.any(Number) });
    expect(all.failure!.figure).toBeLessThan(1);
    const nowhere = await done(await begin(sessions, { ...TEN, area_id: 999_999 }));
    expect(nowhere.failure?.code).toBe('no-area');
  }, 120_000);

  it('is ended when nobody asks, and says when the data is another', async () => {
    const sessions = store({ working_ms: 60_000, answered_ms: 4000, look_ms: 20 });
    const session = await begin(sessions, TEN);
    await done(session, () => sessions.find(db, ACTOR, session.id));
    sessions.find(db, ACTOR, session.id);
    await db.as(ACTOR).transaction(async (tx) => {
      await tx.query(
        `update hydrant set status = 'broken' where id = (select min(id) from hydrant where status = 'working')`,
      );
    });
    const found = sessions.find(db, ACTOR, session.id)!;
    expect((await sessions.answer(db, ACTOR, found)).stale).toBe(true);
    while (session.has_thread) await new Promise((resume) => setTimeout(resume, 50));
    expect(sessions.find(db, ACTOR, session.id)).toBe(null);
  }, 120_000);
});
