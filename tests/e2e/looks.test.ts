import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type Page } from '@playwright/test';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import { DESK, foreignOf, mapDrawn, openPage, PHONE, screenshot, WALL } from '../support/map_page.ts';
import { describeUnless } from '../support/test_database.ts';

const SIZES = { phone: PHONE, desk: DESK, wall: WALL } as const;
const SCREENS = {
  totals: '',
  areas: 'panel=areas&',
  gap: 'panel=gaps&gap=1&',
  building: 'building=20&',
} as const;

/** Every screen in a size, a theme and a language, so that each of them is met with each of the others. */
const LOOKS = [
  ['phone', 'light', 'zh', 'totals'],
  ['phone', 'dark', 'en', 'areas'],
  ['phone', 'light', 'en', 'building'],
  ['phone', 'dark', 'zh', 'gap'],
  ['desk', 'dark', 'en', 'totals'],
  ['desk', 'light', 'en', 'areas'],
  ['desk', 'dark', 'zh', 'building'],
  ['desk', 'light', 'zh', 'gap'],
  ['wall', 'light', 'en', 'building'],
  ['wall', 'dark', 'zh', 'areas'],
] as const;

describeUnless(inject('browser') ? null : 'no Chromium', 'looks', () => {
  let browser: Browser;
  let app: DemoApp;

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it.each(LOOKS)(
    'on a %s, %s, in %s: %s',
    async (size, theme, language, screen) => {
      const address = `${app.origin}/?${SCREENS[screen]}lang=${language}&theme=${theme}`;
      const [page, watch] = await openPage(browser, address, SIZES[size]);
      await mapDrawn(page);
      await settled(page, screen);
      expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
      expect(await page.locator('html').getAttribute('lang')).toBe(language === 'en' ? 'en' : 'zh-CN');
      const { scroll_px, small } = await page.evaluate(() => ({
        scroll_px: document.documentElement.scrollWidth - innerWidth,
        small: [
          ...document.querySelectorAll(
            'button, summary, select, label, input[type=search], a[href]:not(.skip)',
          ),
        ].flatMap((target) => {
          const { width, height } = target.getBoundingClientRect();
          return width > 0 && (width < 43.9 || height < 43.9)
            ? [`${target.textContent}: ${width} x ${height}`]
            : [];
        }),
      }));
      await screenshot(page, `${size}_${screen}_${theme}_${language}`);
      expect(scroll_px).toBeLessThanOrEqual(0);
      expect(small).toEqual([]);
      const { violations } = await new AxeBuilder({ page }).analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      expect(watch.problems).toEqual([]);
      expect(foreignOf(watch, app.origin)).toEqual([]);
      await page.context().close();
    },
    90_000,
  );

  it('changes theme by its button and keeps it', async () => {
    const [page] = await openPage(browser, `${app.origin}/`, { ...DESK, colorScheme: 'light' });
    await mapDrawn(page);
    await page.getByTestId('theme').click();
    await page.getByTestId('theme').click();
    await page.waitForFunction(() => document.documentElement.dataset.theme === 'dark');
    expect(new URL(page.url()).searchParams.get('theme')).toBe('dark');
    await page.goto(`${app.origin}/`);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.context().close();
  });
});

async function settled(page: Page, screen: keyof typeof SCREENS): Promise<void> {
  const marks = {
    totals: '[data-testid=covered]',
    areas: '[data-area=sum]',
    gap: '[data-testid=card] .facts',
    building: '[data-testid=card] [data-testid=verdict]',
  };
  await page.locator(marks[screen]).first().waitFor();
  await page.locator('[data-layer] [data-testid=count], .rail:not(.open)').first().waitFor();
  await mapDrawn(page);
}
