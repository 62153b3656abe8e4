import { describe, expect, it } from 'vitest';
import { consistent, FIRST_DRAFT, formatSiting, parseSiting, type SitingDraft } from './siting_address.ts';

const FULL: SitingDraft = {
  what: 'hydrant',
  aim: { kind: 'count', sites: 12 },
  weigh: 'buildings',
  minimise: 'cover',
  backup: true,
  along: 'mains',
  vehicle: 'trike',
  cutoff_s: 240,
  must: [[118.04, 24.89]],
  never: [
    [-0.125, -33.5],
    [118, 24],
  ],
  limit_s: 30,
};

describe('a siting question in the address', () => {
  it('comes back as it was', () => {
    for (const draft of [
      FIRST_DRAFT,
      FULL,
      { ...FULL, aim: { kind: 'all' }, backup: false },
      {
        ...FULL,
        what: 'micro-station',
        aim: { kind: 'share', share: 0.95 },
        backup: false,
        along: 'streets',
      },
      { ...FIRST_DRAFT, minimise: 'worst' },
    ] satisfies SitingDraft[]) {
      expect(parseSiting(formatSiting(draft))).toEqual(draft);
    }
  });

  it('holds nothing that its other words leave no room for', () => {
    expect(consistent(FULL)).toEqual(FULL);
    expect(consistent({ ...FULL, minimise: 'worst' })).toEqual({ ...FULL, minimise: 'worst', backup: false });
    const all = { ...FULL, aim: { kind: 'all' } } satisfies SitingDraft;
    expect(consistent({ ...all, minimise: 'mean' })).toEqual({ ...all, backup: false });
    expect(consistent({ ...FULL, what: 'micro-station' }).along).toBe('streets');
    expect(parseSiting('micro-station*s.0.9*b.worst*backup*a.mains')).toEqual({
      ...FIRST_DRAFT,
      what: 'micro-station',
      aim: { kind: 'share', share: 0.9 },
    });
  });

  it('needs no escaping and is short where all is as at first', () => {
    expect(formatSiting(FIRST_DRAFT)).toBe('hydrant*n.10');
    const text = formatSiting(FULL);
    expect(new URL(`http://a/?siting=${text}`).searchParams.get('siting')).toBe(text);
    expect(text).toMatch(/^[\w.,*-]+$/);
  });

  it('takes nothing that is out of bounds or no value', () => {
    expect(parseSiting('tree*n.0*w.gold*v.tank*c.5*t.9999*m.200,10_a,b_1,2,3')).toEqual(FIRST_DRAFT);
    expect(parseSiting('')).toEqual(FIRST_DRAFT);
    expect(parseSiting('hydrant*n.100000').aim).toEqual({ kind: 'count', sites: 10 });
  });
});
