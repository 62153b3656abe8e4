import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveBytes, threadPort } from '../../../../tests/support/live_thread.ts';
import { randomTown } from '../../../../tests/support/random_town.ts';
import { encodePackedTown } from '../../contract/packed_town.ts';
import { FIRST_ADDED_ROW, type Edit } from '../../domain/live/edit.ts';
import type { LiveQuestion } from '../../domain/live/live_question.ts';
import { LiveTown } from '../../domain/live/live_town.ts';
import { townData } from '../../server/services/live/town_data.ts';
import { LiveClient, type LiveUpdate } from './live_client.ts';

const data = townData(randomTown(12, { points: 300, ways: 500, houses: 400 }), 'as it is');
const choice = { vehicle: 'pumper', cutoff_s: 600 } as const;
const packed = encodePackedTown(data);

/** A station put up somewhere in the town. */
const station = (t: number): Edit => ({
  kind: 'add',
  layer: 'station',
  row: FIRST_ADDED_ROW,
  at_deg: [118.001 + 0.009 * t, 25.005],
  body: { name: null, kind: 'micro', turnout_s: 30, vehicles: ['pumper'] },
});
const question = (...edits: Edit[]): LiveQuestion => ({ ...choice, turnout_s: null, edits });
const figures = ({ all, by_area, verdict, edge_picture, placed }: LiveUpdate) => ({
  ...{ all, by_area, verdict, edge_picture, placed },
});
/** The same, without thread or wire. */
function here(asked: LiveQuestion) {
  const { all, by_area, verdict, edge_picture, placed } = new LiveTown(data).answer(asked);
  return { all, by_area: [...by_area], verdict, edge_picture, placed };
}
const nameOf = (error: unknown) => (error as Error).name;

describe('a live town in another thread', () => {
  let server: Awaited<ReturnType<typeof serveBytes>>;
  let client: LiveClient;
  const shares: number[] = [];

  beforeAll(async () => {
    server = await serveBytes(packed);
    client = await LiveClient.over(threadPort, server.url, {
      ...choice,
      onProgress: (share) => shares.push(share),
    });
  });
  afterAll(async () => {
    client?.close();
    await server.stop();
  });

  it('opens with what a map draws and the answer for the town as it is', () => {
    const { stamp, buildings, segments, base, stations } = client.town;
    expect(stamp).toBe('as it is');
    expect(buildings.id).toEqual(data.buildings.id);
    expect(stations).toEqual(data.stations);
    expect(new Set(segments.edge).size).toBe(data.drive.edge_count);
    expect(figures(base)).toEqual(here(question()));
    expect(base.update_ms).toBeGreaterThan(0);
    expect(shares.at(-1)).toBe(1);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
  });

  it('answers as the engine does, and says where what moved touches a street', async () => {
    const asked = question(station(0.5));
    const update = await client.ask(asked);
    expect(figures(update)).toEqual(here(asked));
    expect(update.placed).toMatchObject([{ layer: 'station', row: FIRST_ADDED_ROW }]);
    expect(update.verdict).not.toEqual(client.town.base.verdict);
  });

  it('gives the newest question way, and always answers the last', async () => {
    const asked = Array.from({ length: 200 }, (_, i) => question(station(i / 200)));
    const outcomes = await Promise.allSettled(asked.map((each) => client.ask(each)));
    const answered = outcomes.map(({ status }) => status === 'fulfilled');
    expect([answered[0], answered[199], answered.filter(Boolean).length]).toEqual([true, true, 2]);
    for (const outcome of outcomes.slice(1, 199)) {
      expect(outcome.status === 'rejected' && nameOf(outcome.reason)).toBe('AbortError');
    }
    const [last] = outcomes.slice(-1);
    expect(last!.status === 'fulfilled' && figures(last!.value)).toEqual(here(asked[199]!));
  });

  it('answers while a hand keeps moving', async () => {
    const answers: number[] = [];
    for (let i = 0; i < 60; i++) {
      client.ask(question(station(i / 60))).then(
        ({ seq }) => answers.push(seq),
        (error) => expect(nameOf(error)).toBe('AbortError'),
      );
      await new Promise((next) => setTimeout(next, 4));
    }
    expect(figures(await client.ask(question(station(1))))).toEqual(here(question(station(1))));
    expect(answers.length).toBeGreaterThan(2);
    expect([...answers].sort((a, b) => a - b)).toEqual(answers);
  });

  it('lets go at once of what is aborted, waiting or under way', async () => {
    const under_way = new AbortController();
    const waiting = new AbortController();
    const first = client.ask(question(station(0.1)), under_way.signal).catch(nameOf);
    const second = client.ask(question(station(0.2)), waiting.signal).catch(nameOf);
    under_way.abort();
    waiting.abort();
    expect(await Promise.all([first, second])).toEqual(['AbortError', 'AbortError']);
    expect(await client.ask(question(), AbortSignal.abort()).catch(nameOf)).toBe('AbortError');
    expect(figures(await client.ask(question(station(0.3))))).toEqual(here(question(station(0.3))));
  });

  it('draws the rings of the question answered last', async () => {
    await client.ask(question());
    const rings = await client.rings();
    expect(rings.features.map(({ id }) => id)).toEqual(data.rules.rings_s);
    expect(rings).toEqual(await client.rings());
    const asked = client.ask(question(station(0.5)));
    const [, more] = await Promise.all([asked, client.rings()]);
    expect(more).not.toEqual(rings);
  });

  it('says who comes second and third, for the question answered last', async () => {
    const town = new LiveTown(data);
    const neighbour = { ...station(0.5), row: FIRST_ADDED_ROW + 1 } as Edit;
    for (const asked of [question(), question(station(0.5), neighbour)]) {
      town.answer(asked);
      const { by_area, ...backup } = town.backup();
      await client.ask(asked);
      expect(await client.backup()).toEqual({ ...backup, by_area: [...by_area] });
    }
    expect(town.backup().all.second_in_time).toBeGreaterThan(0);
  });

  it('names a question that cannot be applied, and goes on', async () => {
    const moved: Edit = { kind: 'change', layer: 'station', row: FIRST_ADDED_ROW + 1, body: {} };
    const error = await client.ask(question(moved)).catch((refused) => refused);
    expect(error).toMatchObject({ name: 'LiveError', fault: 'question' });
    expect(figures(await client.ask(question()))).toEqual(figures(client.town.base));
  });

  it('rejects what is left when it is closed', async () => {
    const other = await LiveClient.over(threadPort, server.url, choice);
    const left = [other.ask(question()), other.ask(question(station(0.5)))].map((asked) =>
      asked.catch(nameOf),
    );
    other.close();
    expect(await Promise.all(left)).toEqual(['AbortError', 'AbortError']);
    expect(await other.ask(question()).catch(nameOf)).toBe('AbortError');
  });
});

describe('a town that cannot be opened', () => {
  const fault = async (bytes: Uint8Array, status?: number) => {
    const server = await serveBytes(bytes, status);
    const error = await LiveClient.over(threadPort, server.url, choice).catch((refused) => refused);
    await server.stop();
    return [error.name, error.fault, error.message];
  };
  const said = (message: string) => new TextEncoder().encode(JSON.stringify({ message }));

  it('names what is wrong', async () => {
    expect(await fault(packed.subarray(0, 5000))).toEqual([
      'LiveError',
      'damaged',
      `5000 bytes, truncated; expected ${packed.length}`,
    ]);
    expect(await fault(new TextEncoder().encode('<!doctype html><html><body></body></html>'))).toEqual([
      'LiveError',
      'damaged',
      expect.stringMatching(/^begins with 3c 21/),
    ]);
    expect(await fault(said('There is no such area'), 404)).toEqual([
      'LiveError',
      'no-area',
      'There is no such area',
    ]);
    expect(await fault(said('choose an area'), 413)).toEqual(['LiveError', 'too-large', 'choose an area']);
    expect(await fault(said('held'), 503)).toEqual(['LiveError', 'server', 'held']);
    const gone = await serveBytes(packed);
    await gone.stop();
    const error = await LiveClient.over(threadPort, gone.url, choice).catch((refused) => refused);
    expect(error).toMatchObject({ name: 'LiveError', fault: 'network' });
  });

  it('is left alone once it is aborted', async () => {
    const server = await serveBytes(packed);
    const opening = new AbortController();
    const client = LiveClient.over(threadPort, server.url, { ...choice, signal: opening.signal });
    opening.abort();
    expect(await client.catch(nameOf)).toBe('AbortError');
    await server.stop();
  });
});
