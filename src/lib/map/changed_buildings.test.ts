import { expect, it } from 'vitest';
import { VERDICTS, type Verdict } from '../domain/coverage/verdict.ts';
import { changeOf } from '../domain/coverage/verdict_change.ts';
import { changedBuildings } from './changed_buildings.ts';

it.each([
  ['late', 'covered', 'gained'],
  ['unknown', 'covered', 'gained'],
  ['no-water', 'covered', 'gained'],
  ['covered', 'unknown', 'lost'],
  ['covered', 'weak-water', 'lost'],
  ['late', 'no-water', 'sooner'],
  ['too-narrow', 'hose-short', 'sooner'],
  ['weak-water', 'unreachable', 'later'],
  ['late', 'unreachable', 'other'],
  ['no-water', 'weak-water', 'other'],
  ['late', 'unknown', 'other'],
  ['unknown', 'late', 'other'],
] as const satisfies [Verdict, Verdict, string][])('%s to %s is %s', (before, after, change) => {
  expect(changeOf(before, after)).toBe(change);
});

it('turns around when the two sides do', () => {
  const turned = {
    gained: 'lost',
    lost: 'gained',
    sooner: 'later',
    later: 'sooner',
    other: 'other',
  } as const;
  for (const a of VERDICTS) for (const b of VERDICTS) expect(changeOf(b, a)).toBe(turned[changeOf(a, b)]);
});

it('marks the buildings that differ, where they stand', () => {
  const at = { lon_deg: Float64Array.of(1, 2, 3), lat_deg: Float64Array.of(11, 12, 13) };
  const [covered, late] = [VERDICTS.indexOf('covered'), VERDICTS.indexOf('late')];
  const { features } = changedBuildings(
    at,
    Uint8Array.of(late, covered, covered),
    Uint8Array.of(covered, covered, late),
  );
  expect(features.map(({ properties, geometry }) => ({ ...properties, geometry }))).toEqual([
    { change: 'gained', verdict: 'covered', geometry: { type: 'Point', coordinates: [1, 11] } },
    { change: 'lost', verdict: 'late', geometry: { type: 'Point', coordinates: [3, 13] } },
  ]);
});
