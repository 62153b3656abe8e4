import { buildingWaterSchema, type BuildingWaterAnswer } from '../contract/api_building_water.ts';
import { getJson } from './client.ts';

export const fetchBuildingWater = (
  id: number,
  run: number | null,
  signal?: AbortSignal,
): Promise<BuildingWaterAnswer> => getJson(buildingWaterSchema, `/api/building/${id}/water`, { run }, signal);
