import type { FeatureCollection, Point } from 'geojson';
import { SEVERITIES, type HazardProperties } from '../../contract/api_hazards.ts';
import type { ActingDatabase } from '../db/database.ts';
import { HAZARD_IS_OPEN } from './hazard_status.ts';

/** Every open hazard as a point, ascending by id. */
export async function hazardPoints(db: ActingDatabase): Promise<FeatureCollection<Point, HazardProperties>> {
  const rows = await db.query<{
    id: number;
    severity: HazardProperties['severity'];
    lon: number;
    lat: number;
  }>(
    `select t.id, t.severity, st_x(t.geom) as lon, st_y(t.geom) as lat from hazard t
     where ${HAZARD_IS_OPEN} order by t.id`,
  );
  return {
    type: 'FeatureCollection',
    features: rows.map(({ id, severity, lon, lat }) => ({
      type: 'Feature',
      id,
      properties: { severity, worst: SEVERITIES.indexOf(severity) },
      geometry: { type: 'Point', coordinates: [lon, lat] },
    })),
  };
}
