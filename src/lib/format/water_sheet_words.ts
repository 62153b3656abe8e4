import type { Language } from './language.ts';
import type { WaterSheetWords } from './water_sheet_zh.ts';

/** The words of the water sheet in one language. */
export const waterSheetWords = async (language: Language): Promise<WaterSheetWords> =>
  language === 'en'
    ? (await import('./water_sheet_en.ts')).WATER_SHEET_EN
    : (await import('./water_sheet_zh.ts')).WATER_SHEET_ZH;
