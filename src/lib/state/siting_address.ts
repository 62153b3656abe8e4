import {
  LIMITS_S,
  MOST_POINTS,
  MOST_SITES,
  SITING_KINDS,
  SITING_MINIMISED,
  SITING_PLACES,
  SITING_WEIGHINGS,
  type SitingQuestion,
} from '../contract/api_siting.ts';
import { VEHICLES } from '../domain/rules/rule_set.ts';

/** A siting question but for its area, which the address of the page names anyway. */
export type SitingDraft = Omit<SitingQuestion, 'area_id' | 'rules' | 'season' | 'turnout_s'>;

export const FIRST_DRAFT: SitingDraft = {
  what: 'hydrant',
  aim: { kind: 'count', sites: 10 },
  weigh: null,
  minimise: 'cover',
  backup: false,
  along: 'streets',
  vehicle: null,
  cutoff_s: null,
  must: [],
  never: [],
  limit_s: LIMITS_S.usual,
};

/** The same without what its other words leave no room for: backup and ways go with a number of sites, mains with hydrants. */
export function consistent(draft: SitingDraft): SitingDraft {
  const counts = draft.aim.kind === 'count';
  return {
    ...draft,
    minimise: counts ? draft.minimise : 'cover',
    backup: draft.backup && counts && draft.minimise === 'cover',
    along: draft.what === 'hydrant' ? draft.along : 'streets',
  };
}

/** "hydrant*n.10*w.people*m.118.04,24.89": what of a draft is not as at first, in letters an address needs not escape. */
export function formatSiting(draft: SitingDraft): string {
  const { what, aim, weigh, minimise, backup, along, vehicle, cutoff_s, must, never, limit_s } = draft;
  const points = (list: readonly (readonly number[])[]) =>
    list.map(([lon, lat]) => `${lon!.toFixed(6)},${lat!.toFixed(6)}`).join('_');
  const aims = {
    count: () => `n.${'sites' in aim && aim.sites}`,
    share: () => `s.${'share' in aim && aim.share}`,
  };
  return [
    what,
    aim.kind === 'all' ? 'all' : aims[aim.kind](),
    weigh && `w.${weigh}`,
    minimise !== 'cover' && `b.${minimise}`,
    backup && 'backup',
    along !== 'streets' && `a.${along}`,
    vehicle && `v.${vehicle}`,
    cutoff_s !== null && `c.${cutoff_s}`,
    limit_s !== LIMITS_S.usual && `t.${limit_s}`,
    must.length > 0 && `m.${points(must)}`,
    never.length > 0 && `x.${points(never)}`,
  ]
    .filter(Boolean)
    .join('*');
}

/** Reads the same; what it does not name, or names wrongly, or what has no place in it is as at first. */
export function parseSiting(text: string): SitingDraft {
  const parts = text.split('*');
  const value = (key: string) => parts.find((part) => part.startsWith(`${key}.`))?.slice(key.length + 1);
  const one = <Value extends string>(key: string, values: readonly Value[]): Value | null =>
    values.find((each) => each === value(key)) ?? null;
  const whole = (key: string, least: number, most: number): number | null => {
    const number = /^\d{1,6}$/.test(value(key) ?? '') ? Number(value(key)) : NaN;
    return number >= least && number <= most ? number : null;
  };
  const share = Number(value('s'));
  const points = (key: string) =>
    (value(key) ?? '').split('_').flatMap((pair): [number, number][] => {
      const [, lon, lat] = /^(-?\d{1,3}(?:\.\d+)?),(-?\d{1,2}(?:\.\d+)?)$/.exec(pair) ?? [];
      return lon && lat && Math.abs(Number(lon)) <= 180 && Math.abs(Number(lat)) <= 90
        ? [[Number(lon), Number(lat)]]
        : [];
    });
  return consistent({
    what: SITING_KINDS.find((kind) => kind === parts[0]) ?? FIRST_DRAFT.what,
    aim: parts.includes('all')
      ? { kind: 'all' }
      : share > 0 && share <= 1
        ? { kind: 'share', share }
        : { kind: 'count', sites: whole('n', 1, MOST_SITES) ?? 10 },
    weigh: one('w', SITING_WEIGHINGS),
    minimise: one('b', SITING_MINIMISED) ?? 'cover',
    backup: parts.includes('backup'),
    along: one('a', SITING_PLACES) ?? 'streets',
    vehicle: one('v', VEHICLES),
    cutoff_s: whole('c', 60, 3600),
    must: points('m').slice(0, MOST_POINTS),
    never: points('x').slice(0, MOST_POINTS),
    limit_s: whole('t', LIMITS_S.least, LIMITS_S.most) ?? LIMITS_S.usual,
  });
}
