import type { SitingBuilding } from '../../../contract/api_siting.ts';
import { sheetHead, sheetLine, fixed3, fixed7 } from '../../../contract/csv.ts';

const HEADER = ['demand_id', 'lon', 'lat', 'area_id', 'area_name', 'people', 'rank', 'cost'];
const measured = (value: number | null) => (value === null ? null : fixed3(value));

/** Buildings behind a figure as a table. */
export const siteBuildingsCsv = (rows: readonly SitingBuilding[]): string =>
  [
    sheetHead(HEADER),
    ...rows.map(({ id, lon_deg, lat_deg, area_id, area_name, people, rank, cost }) =>
      sheetLine([
        id,
        fixed7(lon_deg),
        fixed7(lat_deg),
        area_id,
        area_name,
        measured(people),
        rank,
        measured(cost),
      ]),
    ),
  ].join('');
