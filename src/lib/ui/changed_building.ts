import type { Verdict } from '../domain/coverage/verdict.ts';

/** A building whose verdict is looked at before and after. */
export interface ChangedBuilding {
  id: number;
  lon_deg: number;
  lat_deg: number;
  area_id: number | null;
  area_name: string | null;
  before: Verdict;
  after: Verdict;
}
