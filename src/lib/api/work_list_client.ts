import { workListAnswerSchema, type WorkListAnswer, type WorkListQuery } from '../contract/api_work_list.ts';
import { getJson } from './client.ts';

export type WorkListAsk = Pick<WorkListQuery, 'kind' | 'vehicle' | 'cutoff'> &
  Partial<Pick<WorkListQuery, 'id' | 'offset' | 'limit'>>;

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
