import type { z } from 'zod';
import { buildingCardSchema, summarySchema, type BuildingCard, type Summary } from '../contract/api.ts';
import { areasAnswerSchema, type AreasAnswer } from '../contract/api_areas.ts';
import { featureCardSchema, type FeatureCard } from '../contract/api_feature.ts';
import { layersAnswerSchema, type LayersAnswer } from '../contract/api_layers.ts';
import { listAnswerSchema, type ListAnswer, type ListName } from '../contract/api_lists.ts';
import { pathAnswerSchema, type PathAnswer } from '../contract/api_paths.ts';
import { runAnswerSchema, type RunAnswer } from '../contract/api_runs.ts';
import { searchAnswerSchema, type SearchAnswer } from '../contract/api_search.ts';

type Parameters = Record<string, string | number | null | undefined>;

/** The server said no; `status` is the HTTP status and the message what the server wrote. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const fetchSummary = (run: number | null, signal?: AbortSignal): Promise<Summary> =>
  getJson(summarySchema, '/api/summary', { run }, signal);

export const fetchRun = (vehicle: string, cutoff: number, signal?: AbortSignal): Promise<RunAnswer> =>
  getJson(runAnswerSchema, '/api/runs', { vehicle, cutoff }, signal);

export const fetchBuilding = (id: number, run: number | null, signal?: AbortSignal): Promise<BuildingCard> =>
  getJson(buildingCardSchema, `/api/building/${id}`, { run }, signal);

export const fetchPath = (id: number, run: number | null, signal?: AbortSignal): Promise<PathAnswer> =>
  getJson(pathAnswerSchema, `/api/building/${id}/path`, { run }, signal);

export const fetchFeature = (
  kind: string,
  id: number,
  run: number | null,
  signal?: AbortSignal,
): Promise<FeatureCard> => getJson(featureCardSchema, `/api/feature/${kind}/${id}`, { run }, signal);

export const fetchAreas = (run: number | null, signal?: AbortSignal): Promise<AreasAnswer> =>
  getJson(areasAnswerSchema, '/api/areas', { run }, signal);

export const fetchLayers = (run: number | null, signal?: AbortSignal): Promise<LayersAnswer> =>
  getJson(layersAnswerSchema, '/api/layers', { run }, signal);

export const fetchSearch = (q: string, signal?: AbortSignal): Promise<SearchAnswer> =>
  getJson(searchAnswerSchema, '/api/search', { q }, signal);

export const fetchList = async <Name extends ListName>(
  name: Name,
  query: Parameters,
  signal?: AbortSignal,
): Promise<ListAnswer<Name>> =>
  (await getJson(listAnswerSchema(name), listPath(name), query, signal)) as ListAnswer<Name>;

const listPath = (name: ListName) => `/api/list/${name}`;

/** GET, with its answer checked against the contract. Throws ApiError for an answer that is no success. */
export async function getJson<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  parameters: Parameters,
  signal?: AbortSignal,
): Promise<z.infer<Schema>> {
  const asked = Object.entries(parameters).flatMap(([name, value]) =>
    value === null || value === undefined ? [] : [[name, String(value)]],
  );
  const query = asked.length > 0 ? `?${new URLSearchParams(asked)}` : '';
  const response = await fetch(`${path}${query}`, { signal, headers: { accept: 'application/json' } });
  if (response.ok) return schema.parse(await response.json());
  const { message } = (await response.json().catch(() => ({}))) as { message?: string };
  throw new ApiError(response.status, message ?? response.statusText);
}
