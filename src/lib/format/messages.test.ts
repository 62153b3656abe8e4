import { expect, it } from 'vitest';
import { LAYER_HELPS_EN } from './layer_helps_en.ts';
import { LAYER_HELPS_ZH } from './layer_helps_zh.ts';
import { messagesOf, withWhatIf } from './messages.ts';

const MESSAGES = {
  zh: { ...(await withWhatIf(await messagesOf('zh'), 'zh')), layer_helps: LAYER_HELPS_ZH },
  en: { ...(await withWhatIf(await messagesOf('en'), 'en')), layer_helps: LAYER_HELPS_EN },
};

const paths = (value: unknown, path = ''): string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => paths(inner, `${path}.${key}`))
    : [path];
const texts = (value: unknown): string[] =>
  typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(texts)
    : typeof value === 'string'
      ? [value]
      : [];

it('says the same things in both languages, none of them empty', () => {
  expect(paths(MESSAGES.en)).toEqual(paths(MESSAGES.zh));
  for (const language of ['zh', 'en'] as const) {
    expect(texts(MESSAGES[language]).filter((text) => text.trim() === '')).toEqual([]);
  }
});

it('keeps each language free of the other', () => {
  const { other_language: _zh, ...zh } = MESSAGES.zh;
  const { other_language: _en, ...en } = MESSAGES.en;
  expect(texts(en).filter((text) => /[\u4e00-\u9fff]/.test(text))).toEqual([]);
  expect(texts(zh).filter((text) => !/[\u4e00-\u9fff]/.test(text))).toEqual(['、']);
});
