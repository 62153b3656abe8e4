import type { Language } from './language.ts';
import type { MESSAGES_ZH } from './messages_zh.ts';

export type Messages = typeof MESSAGES_ZH;

/** The words of one language; the other's are not fetched before somebody asks for them. */
export const messagesOf = async (language: Language): Promise<Messages> =>
  language === 'en'
    ? (await import('./messages_en.ts')).MESSAGES_EN
    : (await import('./messages_zh.ts')).MESSAGES_ZH;
