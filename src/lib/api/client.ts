import { buildingCardSchema, summarySchema, type BuildingCard, type Summary } from '../contract/api.ts';

type Fetch = typeof fetch;

/** The server said no; `status` is the HTTP status and the message what the server wrote. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const fetchSummary = async (send: Fetch, signal?: AbortSignal): Promise<Summary> =>
  summarySchema.parse(await getJson(send, '/api/summary', signal));

export const fetchBuilding = async (send: Fetch, id: number, signal?: AbortSignal): Promise<BuildingCard> =>
  buildingCardSchema.parse(await getJson(send, `/api/building/${id}`, signal));

async function getJson(send: Fetch, path: string, signal?: AbortSignal): Promise<unknown> {
  const response = await send(path, { signal, headers: { accept: 'application/json' } });
  if (response.ok) return response.json();
  const { message } = (await response.json().catch(() => ({}))) as { message?: string };
  throw new ApiError(response.status, message ?? response.statusText);
}
