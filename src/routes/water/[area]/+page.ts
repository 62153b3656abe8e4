import { error } from '@sveltejs/kit';
import { languageOf } from '$lib/format/language';
import { messagesOf } from '$lib/format/messages';
import { shortfallWords } from '$lib/format/shortfall_words';
import { waterSheetWords } from '$lib/format/water_sheet_words';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data, params, url }) => {
  if (!/^[1-9]\d{0,14}$/.test(params.area)) error(404);
  const language = languageOf(url);
  const [words, shared, own] = await Promise.all([
    messagesOf(language),
    shortfallWords(language),
    waterSheetWords(language),
  ]);
  return { ...data, area_id: Number(params.area), language, words, shared, own };
};
