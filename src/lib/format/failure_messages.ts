import type { Language } from './language.ts';

/** Words of the page that says a page failed: both languages at hand, because then nothing more may be read. */
export const FAILURE_MESSAGES: Record<
  Language,
  Record<'title' | 'page_failed' | 'page_failed_next' | 'not_found' | 'to_start', string>
> = {
  zh: {
    title: '消防覆盖一张图',
    page_failed: '页面没有打开',
    page_failed_next: '请重试；仍不行时，请查看运行程序的窗口中的错误说明。',
    not_found: '没有这个页面',
    to_start: '回到首页',
  },
  en: {
    title: 'Firecover',
    page_failed: 'This page did not open',
    page_failed_next: 'Try again; if that does not help, the reason is in the window the program runs in.',
    not_found: 'There is no such page',
    to_start: 'Back to the start',
  },
};
