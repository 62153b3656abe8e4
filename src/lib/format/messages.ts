import type { Language } from './language.ts';
import { MESSAGES_EN } from './messages_en.ts';
import { MESSAGES_ZH } from './messages_zh.ts';

export type Messages = typeof MESSAGES_ZH;

export const MESSAGES: Record<Language, Messages> = { zh: MESSAGES_ZH, en: MESSAGES_EN };
