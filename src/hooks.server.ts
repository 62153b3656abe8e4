import type { Handle, HandleServerError } from '@sveltejs/kit';
import { languageOf } from '$lib/format/language';
import { LOCAL_ADMINISTRATOR } from '$lib/server/db/database';
import { currentDatabase } from '$lib/server/open';

export const handle: Handle = async ({ event, resolve }) => {
  event.locals.actor = LOCAL_ADMINISTRATOR;
  event.locals.database = currentDatabase;
  const html_lang = languageOf(event.url) === 'en' ? 'en' : 'zh-CN';
  const response = await resolve(event, {
    transformPageChunk: ({ html }) => html.replace('%firecover.lang%', html_lang),
  });
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  return response;
};

/** The page says that it failed; why is for whoever runs the server. */
export const handleError: HandleServerError = ({ error, event, status }) => {
  if (status !== 404) console.error(`${event.request.method} ${event.url.pathname}:`, error);
};
