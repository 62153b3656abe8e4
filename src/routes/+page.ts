import { languageOf } from '$lib/format/language';
import { messagesOf } from '$lib/format/messages';
import type { PageLoad } from './$types';

export const load: PageLoad = async ({ data, url }) => ({
  ...data,
  words: await messagesOf(languageOf(url)),
});
