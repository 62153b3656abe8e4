export type Language = 'zh' | 'en';

/** Chinese unless the address asks for English: ?lang=en. */
export const languageOf = (url: URL): Language => (url.searchParams.get('lang') === 'en' ? 'en' : 'zh');
