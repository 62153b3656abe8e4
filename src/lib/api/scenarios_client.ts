import type { z } from 'zod';
import {
  adoptionAnswerSchema,
  comparisonSchema,
  scenarioConflictSchema,
  scenarioSchema,
  scenariosAnswerSchema,
  type AdoptionAnswer,
  type AdoptionRequest,
  type Comparison,
  type NewScenario,
  type SavedScenario,
  type Scenario,
  type ScenarioConflict,
  type ScenariosAnswer,
} from '../contract/api_scenarios.ts';
import { ApiError, getJson } from './client.ts';

/** What came of writing: done, or not written because the scenario or the data is another by now. */
export type Written<Answer> = { kind: 'done'; answer: Answer } | ({ kind: 'conflict' } & ScenarioConflict);

export const fetchScenarios = (signal?: AbortSignal): Promise<ScenariosAnswer> =>
  getJson(scenariosAnswerSchema, '/api/scenarios', {}, signal);

/** The browser asks with the ETag it holds: an unchanged scenario costs no body. */
export const fetchScenario = (id: number, signal?: AbortSignal): Promise<Scenario> =>
  getJson(scenarioSchema, `/api/scenarios/${id}`, {}, signal);

export async function createScenario(scenario: NewScenario, signal?: AbortSignal): Promise<Scenario> {
  const response = await send('POST', '/api/scenarios', scenario, signal);
  if (!response.ok) return refuse(response);
  return scenarioSchema.parse(await response.json());
}

export const saveScenario = (
  id: number,
  scenario: SavedScenario,
  signal?: AbortSignal,
): Promise<Written<Scenario>> => write(scenarioSchema, 'PUT', `/api/scenarios/${id}`, scenario, signal);

export const adoptScenario = (
  id: number,
  request: AdoptionRequest,
  signal?: AbortSignal,
): Promise<Written<AdoptionAnswer>> =>
  write(adoptionAnswerSchema, 'POST', `/api/scenarios/${id}/adopt`, request, signal);

export const deleteScenario = (id: number, revision: number, signal?: AbortSignal): Promise<Written<null>> =>
  write(null, 'DELETE', `/api/scenarios/${id}?revision=${revision}`, null, signal);

export interface ComparisonRequest {
  a: number | 'base';
  b: number | 'base';
  vehicle?: string;
  cutoff?: number;
  /** Seconds. */
  turnout?: number;
}

export const fetchComparison = (request: ComparisonRequest, signal?: AbortSignal): Promise<Comparison> =>
  getJson(comparisonSchema, '/api/scenarios/compare', { ...request }, signal);

/** Address of the gained and lost buildings as a file. */
export const comparisonCsvPath = (request: ComparisonRequest): string => {
  const given = Object.entries(request).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return `/api/scenarios/compare?${new URLSearchParams([...given, ['format', 'csv']])}`;
};

/** Addresses of the list, and of one scenario's steps, as files. */
export const SCENARIOS_CSV_PATH = '/api/scenarios?format=csv';
export const editsCsvPath = (id: number): string => `/api/scenarios/${id}/edits`;

async function write<Answer>(
  schema: z.ZodType<Answer> | null,
  method: string,
  path: string,
  body: object | null,
  signal?: AbortSignal,
): Promise<Written<Answer>> {
  const response = await send(method, path, body, signal);
  if (response.status === 409) {
    return { kind: 'conflict', ...scenarioConflictSchema.parse(await response.json()) };
  }
  if (!response.ok) return refuse(response);
  return { kind: 'done', answer: (schema ? schema.parse(await response.json()) : null) as Answer };
}

const send = (method: string, path: string, body: object | null, signal?: AbortSignal) =>
  fetch(path, {
    method,
    signal,
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    body: body && JSON.stringify(body),
  });

async function refuse(response: Response): Promise<never> {
  const { message } = (await response.json().catch(() => ({}))) as { message?: string };
  throw new ApiError(response.status, message ?? response.statusText);
}
