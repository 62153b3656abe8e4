import { join } from 'node:path';
import { writeGeoJson } from '../files/write_file.ts';
import type { SiteProposal } from './site_proposal.ts';
import { siteResult } from './site_result.ts';

/** Writes sites.geojson: the rows of sites.csv as points. */
export async function writeSiteGeoJson(proposal: SiteProposal, folder: string): Promise<void> {
  const { sites } = await siteResult(proposal, new Set());
  await writeGeoJson(join(folder, 'sites.geojson'), {
    type: 'FeatureCollection',
    features: sites.map(({ rank, candidate_id, lon_deg, lat_deg, street, ...gains }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: [lon_deg, lat_deg] },
      properties: {
        rank,
        kind: proposal.plan.kind,
        street,
        gain_buildings: gains.gain_buildings,
        gain_people: gains.gain_people,
        candidate_id,
        gain_weight: gains.gain_weight,
      },
    })),
  });
}
