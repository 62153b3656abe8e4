import type { z } from 'zod';
import {
  repairOrderAnswerSchema,
  repairOrdersAnswerSchema,
  repairOrderSchema,
  testAnswerSchema,
  testsAnswerSchema,
  type ClosedRepairOrder,
  type HydrantTest,
  type NewRepairOrder,
  type NewTest,
  type RepairOrder,
  type TestAnswer,
} from '../contract/api_hydrant_records.ts';
import {
  measureFirstAnswerSchema,
  shortfallAnswerSchema,
  trendAnswerSchema,
  type MeasureFirstAnswer,
  type Season,
  type ShortfallAnswer,
  type TrendAnswer,
} from '../contract/api_shortfall.ts';
import { shortfallListAnswerSchema, type ShortfallListAnswer } from '../contract/api_shortfall_list.ts';
import { waterSheetSchema, type WaterSheet } from '../contract/api_water_sheet.ts';
import type { ShortfallFigure } from '../contract/shortfall_figures.ts';
import { ApiError, getJson } from './client.ts';

/** What an answer says while it is worked out. */
export type Working = Extract<ShortfallAnswer, { state: 'working' }>;
type Done<Answer> = Extract<Answer, { state: 'done' }>;
type OnWorking = (working: Working) => void;

const MS_BETWEEN_LOOKS = 700;

export const fetchShortfall = (season: Season, onWorking: OnWorking, signal: AbortSignal) =>
  made<ShortfallAnswer>(shortfallAnswerSchema, '/api/shortfall', { season }, onWorking, signal);

export interface ListPage {
  season: Season;
  branch: '0' | '1';
  offset: number;
  limit: number;
}

export const fetchFigureList = (
  area: number | 'all' | 'none',
  figure: ShortfallFigure,
  page: ListPage,
  onWorking: OnWorking,
  signal: AbortSignal,
) =>
  made<ShortfallListAnswer>(
    shortfallListAnswerSchema,
    `/api/shortfall/${area}/${figure}`,
    { ...page },
    onWorking,
    signal,
  );

export const fetchMeasureFirst = (
  area: number | 'all' | 'none',
  page: ListPage,
  onWorking: OnWorking,
  signal: AbortSignal,
) =>
  made<MeasureFirstAnswer>(
    measureFirstAnswerSchema,
    `/api/shortfall/${area}/measure-first`,
    { ...page },
    onWorking,
    signal,
  );

export const fetchTrend = (area: number, signal: AbortSignal): Promise<TrendAnswer> =>
  getJson(trendAnswerSchema, `/api/shortfall/${area}/trend`, { branch: '1' }, signal);

export const fetchWaterSheet = (area: number, season: Season, onWorking: OnWorking, signal: AbortSignal) =>
  made<WaterSheet>(waterSheetSchema, `/api/water/${area}`, { season }, onWorking, signal);

export const fetchTests = async (hydrant_id: number, signal: AbortSignal): Promise<HydrantTest[]> =>
  (await getJson(testsAnswerSchema, `/api/hydrants/${hydrant_id}/tests`, {}, signal)).tests;

export const fetchOrders = async (hydrant_id: number, signal: AbortSignal): Promise<RepairOrder[]> =>
  (await getJson(repairOrdersAnswerSchema, `/api/hydrants/${hydrant_id}/repair-orders`, {}, signal)).orders;

export const postTest = (hydrant_id: number, test: NewTest): Promise<TestAnswer> =>
  send(testAnswerSchema, 'POST', `/api/hydrants/${hydrant_id}/tests`, test);

export const postOrder = (hydrant_id: number, order: NewRepairOrder) =>
  send(repairOrderAnswerSchema, 'POST', `/api/hydrants/${hydrant_id}/repair-orders`, order);

export const closeOrder = (order_id: number, closed: ClosedRepairOrder): Promise<RepairOrder> =>
  send(repairOrderSchema, 'PATCH', `/api/repair-orders/${order_id}`, closed);

/** Asks until the answer is worked out; `onWorking` hears how far it is. Leaving (the signal) ends the asking. */
async function made<Answer extends { state: string }>(
  schema: z.ZodType<Answer>,
  path: string,
  parameters: Record<string, string | number>,
  onWorking: OnWorking,
  signal: AbortSignal,
): Promise<Done<Answer>> {
  for (;;) {
    const answer = await getJson(schema, path, parameters, signal);
    if (answer.state === 'done') return answer as Done<Answer>;
    onWorking(answer as unknown as Working);
    await new Promise((resume) => setTimeout(resume, MS_BETWEEN_LOOKS));
    signal.throwIfAborted();
  }
}

async function send<Schema extends z.ZodType>(
  schema: Schema,
  method: 'POST' | 'PATCH',
  path: string,
  body: unknown,
): Promise<z.infer<Schema>> {
  const response = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify(body),
  });
  if (response.ok) return schema.parse(await response.json());
  const { message } = (await response.json().catch(() => ({}))) as { message?: string };
  throw new ApiError(response.status, message ?? response.statusText);
}
