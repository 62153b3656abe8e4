import type { Language } from './language.ts';
import type { ShortfallWords } from './shortfall_zh.ts';

/** The words of the pages about water in one language; the other's are not fetched. */
export const shortfallWords = async (language: Language): Promise<ShortfallWords> =>
  language === 'en'
    ? (await import('./shortfall_en.ts')).SHORTFALL_EN
    : (await import('./shortfall_zh.ts')).SHORTFALL_ZH;
