import { languageOf } from '$lib/format/language';
import { messagesOf } from '$lib/format/messages';
import { shortfallWords } from '$lib/format/shortfall_words';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data, url }) => {
  const language = languageOf(url);
  const [words, own] = await Promise.all([messagesOf(language), shortfallWords(language)]);
  return { ...data, language, words, own };
};
