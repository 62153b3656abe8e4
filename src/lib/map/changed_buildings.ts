import type { FeatureCollection } from 'geojson';
import { VERDICTS } from '../domain/coverage/verdict.ts';
import { changeOf } from '../domain/coverage/verdict_change.ts';

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
