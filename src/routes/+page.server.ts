import { summarySchema } from '$lib/contract/api';
import { languageOf } from '$lib/format/language';
import { summary } from '$lib/server/services/summary';
import type { PageData as FirstPageData } from '$lib/state/first_page.svelte';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, url }) => {
  const picked = Number(url.searchParams.get('building'));
  return {
    first: await firstPage(locals),
    language: languageOf(url),
    picked: Number.isSafeInteger(picked) && picked > 0 ? picked : null,
  };
};

async function firstPage(locals: App.Locals): Promise<FirstPageData> {
  const state = await locals.database();
  if (state.kind === 'none') return { kind: 'none', detail: state.folder };
  if (state.kind === 'held') return { kind: 'held', detail: state.message };
  return { kind: 'open', summary: summarySchema.parse(await summary(state.database, locals.actor)) };
}
