import { chromium, type Browser } from '@playwright/test';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { workListAnswerSchema, type WorkListRow } from '../../src/lib/contract/api_work_list.ts';
import { launchOptions } from '../support/browser.ts';
import { serveDemo, type DemoApp } from '../support/demo_app.ts';
import { DESK, foreignOf, openPage, PHONE, screenshot } from '../support/map_page.ts';
import { describeUnless } from '../support/test_database.ts';

describeUnless(inject('browser') ? null : 'no Chromium', 'the work list on the page', () => {
  let browser: Browser;
  let app: DemoApp;
  /** What clearing gives back to the vehicles the stations own, most first. */
  let rows: WorkListRow[];

  beforeAll(async () => {
    [app, browser] = await Promise.all([serveDemo(), chromium.launch(launchOptions(inject('browser')!))]);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('is made while one looks on, sorted, and a row leads to its card and into a what-if', async () => {
    const [page, watch] = await openPage(browser, `${app.origin}/`, DESK);
    await page.getByTestId('open-work-list').click();
    const list = page.getByTestId('work-list');
    await list.locator('progress').waitFor({ timeout: 30_000 });
    await list.locator('tbody tr').first().waitFor({ timeout: 120_000 });
    await screenshot(page, 'work_list');

    const answer = await fetch(`${app.origin}/api/worklist?kind=obstacle&limit=50`);
    const read = workListAnswerSchema.parse(await answer.json());
    if (read.state !== 'done') throw new Error('The list on the page was made, yet it is not');
    ({ rows } = read);
    const shown = await list.locator('tbody tr').evaluateAll((trs) => trs.map((tr) => tr.dataset['row']));
    expect(shown).toEqual(rows.map(({ id }) => String(id)));
    const { id, alone, group } = rows[0]!;
    expect(group).toEqual([id]);
    const row = list.locator(`tr[data-row="${id}"]`);
    expect(await row.locator('[data-vehicle=best]').innerText()).toContain(`${alone.best.buildings} 栋`);

    await row.locator('th button').click();
    const facts = page.getByTestId('work-facts');
    await facts.locator('dl').waitFor({ timeout: 30_000 });
    expect(await facts.innerText()).toContain(`${alone.best.buildings} 栋`);

    await row.locator('.try').click();
    const arrives = page.getByTestId('what-if-arrives');
    await arrives.waitFor({ timeout: 60_000 });
    await page.waitForFunction(
      (gain) => {
        const { before, after } = document.querySelector<HTMLElement>(
          '[data-testid=what-if-arrives]',
        )!.dataset;
        return Number(after) - Number(before) === gain;
      },
      alone.best.buildings,
      { timeout: 60_000 },
    );
    expect(await row.locator('.try').count()).toBe(0);
    expect(watch.problems).toEqual([]);
    expect(foreignOf(watch, app.origin)).toEqual([]);
    await page.context().close();
  }, 300_000);

  it('is there for broken hydrants and empty stations, as a table to keep, and on a phone', async () => {
    const [page, watch] = await openPage(browser, `${app.origin}/?vehicle=mini`, PHONE);
    await page.getByTestId('open-work-list').click();
    const list = page.getByTestId('work-list');
    await list.locator('.kinds button').nth(1).click();
    await list.locator('tbody tr').first().waitFor({ timeout: 120_000 });
    const href = await list.locator('.download').getAttribute('href');
    expect(href).toBe('/api/worklist?kind=hydrant&vehicle=mini&cutoff=300&format=csv');
    const table = await (await fetch(`${app.origin}${href}`)).text();
    expect(table.split('\n')[0]).toMatch(/^hydrant_id,/);
    await screenshot(page, 'work_list_phone');
    await list.locator('.kinds button').nth(2).click();
    await list.locator('.note').waitFor();
    await list.getByRole('button', { name: '关闭' }).click();
    await list.waitFor({ state: 'detached' });
    expect(watch.problems).toEqual([]);
    await page.context().close();
  }, 300_000);
});
