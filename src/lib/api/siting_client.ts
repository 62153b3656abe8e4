import type { z } from 'zod';
import {
  sitingAnswerSchema,
  sitingBuildingsSchema,
  sitingGainSchema,
  sitingScenarioAnswerSchema,
  sitingStartedSchema,
  type NewSiting,
  type SitingAnswer,
  type SitingBuildings,
  type SitingGain,
  type SitingRows,
} from '../contract/api_siting.ts';
import { ApiError, getJson } from './client.ts';

const pathOf = (id: string) => `/api/siting/${encodeURIComponent(id)}`;

/** Begins to work on a question; gives the id of its session. */
export const startSiting = (question: NewSiting, signal?: AbortSignal): Promise<{ id: string }> =>
  send(sitingStartedSchema, 'POST', '/api/siting', question, signal);

export const fetchSiting = (id: string, signal?: AbortSignal): Promise<SitingAnswer> =>
  getJson(sitingAnswerSchema, pathOf(id), {}, signal);

/** Ends the proof; the best so far follows. */
export const stopSiting = (id: string): Promise<SitingAnswer> =>
  send(sitingAnswerSchema, 'DELETE', pathOf(id), null);

export const fetchSitingGain = (
  id: string,
  [lon, lat]: readonly [lon_deg: number, lat_deg: number],
  signal?: AbortSignal,
): Promise<SitingGain> =>
  getJson(sitingGainSchema, `${pathOf(id)}/gain`, { lon: lon.toFixed(7), lat: lat.toFixed(7) }, signal);

export const fetchSitingBuildings = (
  id: string,
  query: { of: SitingRows; rank?: number; offset?: number; limit?: number },
  signal?: AbortSignal,
): Promise<SitingBuildings> => getJson(sitingBuildingsSchema, `${pathOf(id)}/buildings`, query, signal);

export const saveSitingScenario = (
  id: string,
  body: { name: string; by: string },
): Promise<{ id: number; name: string }> =>
  send(sitingScenarioAnswerSchema, 'POST', `${pathOf(id)}/scenario`, body);

async function send<Answer>(
  schema: z.ZodType<Answer>,
  method: string,
  path: string,
  body: object | null,
  signal?: AbortSignal,
): Promise<Answer> {
  const response = await fetch(path, {
    method,
    signal,
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });
  if (response.ok) return schema.parse(await response.json());
  const { message } = (await response.json().catch(() => ({}))) as { message?: string };
  throw new ApiError(response.status, message ?? response.statusText);
}
