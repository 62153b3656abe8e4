import { workListAnswerSchema, type WorkListAnswer } from '../contract/api_work_list.ts';
import type { WorkKind, WorkVehicle } from '../domain/live/work_items.ts';
import { getJson } from './client.ts';

export interface WorkListAsk {
  kind: WorkKind;
  vehicle: WorkVehicle;
  cutoff: number;
  id?: number;
  offset?: number;
  limit?: number;
}

const MS_BETWEEN_LOOKS = 700;

/** A page of a work list, once it is made; until then `onShare` hears how far it is. */
export async function fetchWorkList(
  ask: WorkListAsk,
  onShare: (share: number) => void,
  signal: AbortSignal,
): Promise<Extract<WorkListAnswer, { state: 'done' }>> {
  for (;;) {
    const answer = await getJson(workListAnswerSchema, '/api/worklist', { ...ask }, signal);
    if (answer.state === 'done') return answer;
    onShare(answer.share);
    await new Promise((resume) => setTimeout(resume, MS_BETWEEN_LOOKS));
    signal.throwIfAborted();
  }
}
