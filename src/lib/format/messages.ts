import type { Language } from './language.ts';
import type { MESSAGES_ZH } from './messages_zh.ts';
import type { WHAT_IF_ZH } from './what_if_zh.ts';

/** `what_if` is there once withWhatIf was awaited: nothing that says its words is on screen before. */
export type Messages = typeof MESSAGES_ZH & { what_if: typeof WHAT_IF_ZH };

/** The words of one language; the other's, and those of the what-if, are not fetched before somebody asks for them. */
export const messagesOf = async (language: Language): Promise<Messages> =>
  (language === 'en'
    ? (await import('./messages_en.ts')).MESSAGES_EN
    : (await import('./messages_zh.ts')).MESSAGES_ZH) as Messages;

/** The same with the words of the what-if. */
export const withWhatIf = async (words: Messages, language: Language): Promise<Messages> => ({
  ...words,
  what_if:
    language === 'en'
      ? (await import('./what_if_en.ts')).WHAT_IF_EN
      : (await import('./what_if_zh.ts')).WHAT_IF_ZH,
});
