import type { FeatureCollection } from 'geojson';
import { VERDICTS, type Verdict } from '../domain/coverage/verdict.ts';

/**
 * What a new verdict comes to. gained, lost: covered or not any more. sooner, later: not covered before nor after, but
 * reached in time or not any more. other: anything else.
 */
export type Change = 'gained' | 'lost' | 'sooner' | 'later' | 'other';

/** Whether a vehicle is there in time; null where the verdict does not tell. */
const IN_TIME: Record<Verdict, boolean | null> = {
  covered: true,
  late: false,
  unreachable: false,
  'too-narrow': false,
  'hose-short': true,
  'no-water': true,
  'weak-water': true,
  unknown: null,
};

export function changeOf(before: Verdict, after: Verdict): Change {
  if (before === after) return 'other';
  if (after === 'covered') return 'gained';
  if (before === 'covered') return 'lost';
  const [was, is] = [IN_TIME[before], IN_TIME[after]];
  if (was === null || is === null || was === is) return 'other';
  return is ? 'sooner' : 'later';
}

/** A point for every building whose verdict differs: its verdict now, and what that comes to. */
export function changedBuildings(
  { lon_deg, lat_deg }: { lon_deg: Float64Array; lat_deg: Float64Array },
  before: Uint8Array,
  after: Uint8Array,
): FeatureCollection {
  const features: FeatureCollection['features'] = [];
  for (let i = 0; i < after.length; i++) {
    if (before[i] === after[i]) continue;
    const verdict = VERDICTS[after[i]!]!;
    features.push({
      type: 'Feature',
      properties: { change: changeOf(VERDICTS[before[i]!]!, verdict), verdict },
      geometry: { type: 'Point', coordinates: [lon_deg[i]!, lat_deg[i]!] },
    });
  }
  return { type: 'FeatureCollection', features };
}
