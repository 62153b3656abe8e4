import type { PageServerLoad } from './$types';

/** Whether there is a database to ask; the figures come from the API, which says how far it is. */
export const load: PageServerLoad = async ({ locals }) => {
  const state = await locals.database();
  if (state.kind === 'none') return { data: { kind: 'none', detail: state.folder } as const };
  if (state.kind === 'held') return { data: { kind: 'held', detail: state.message } as const };
  return { data: { kind: 'open', detail: '' } as const };
};
