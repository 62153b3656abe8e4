import { expect, it } from 'vitest';
import { Latest } from './latest.ts';

const later = <T>(value: T, ms: number) => new Promise<T>((done) => setTimeout(() => done(value), ms));

it('hears only of the newest request, and aborts the older', async () => {
  const latest = new Latest();
  const heard: string[] = [];
  let first_signal: AbortSignal | undefined;
  const older = latest.run(
    (signal) => ((first_signal = signal), later('older', 30)),
    (text) => heard.push(text),
    () => heard.push('failed'),
  );
  const newer = latest.run(
    () => later('newer', 5),
    (text) => heard.push(text),
    () => heard.push('failed'),
  );
  await Promise.all([older, newer]);
  expect(heard).toEqual(['newer']);
  expect(first_signal?.aborted).toBe(true);
});

it('hears nothing of what was aborted while it failed', async () => {
  const latest = new Latest();
  const heard: string[] = [];
  const asked = latest.run(
    (signal) => new Promise<string>((_, fail) => signal.addEventListener('abort', () => fail(signal.reason))),
    (text) => heard.push(text),
    () => heard.push('failed'),
  );
  latest.abort();
  await asked;
  expect(heard).toEqual([]);
});
