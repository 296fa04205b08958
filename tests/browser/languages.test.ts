import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedIn } from '../support/client.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { addressOf, routePaths, settled, visitorOf } from './support/routes.js';
import { makeSample, type Sample } from './support/sample.js';

let stack: Stack;
let outside: Outside;
let browser: TestBrowser;
let sample: Sample;
beforeAll(async () => {
  outside = await startOutside();
  stack = await startStack({ overrides: outside.variables });
  [browser, sample] = await Promise.all([openBrowser(stack.url), makeSample(stack.url, outside)]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
  await outside.stop();
});

/** Words that are the same in both languages; names of products and of people are told apart by their marks. */
const shared = ['E-mail', 'CSV', 'Account', 'Password', 'HTML', 'Id', 'Licenza', 'Browser'];

/** What the product itself says: buttons, labels, headings of columns and parts. */
const labelsOn = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main :is(button, label, legend, thead th, h3, dt), nav h2')]
      .map((one) => one.innerText.trim())
      .filter((text) => /\p{L}{2}/u.test(text) && !/[\d@·]/.test(text)),
  );

it('C10 the language switches at once on every page, and no label stays in the other one', async () => {
  const stayed: string[] = [];
  for (const person of ['olivia', 'carla'] as const) {
    const { page } = await browser.visit({ as: person });
    for (const path of routePaths.filter((one) => visitorOf(one) === person)) {
      await page.goto(addressOf(path, sample));
      await settled(page);
      const before = await labelsOn(page);
      const english = (await page.evaluate(() => document.documentElement.lang)) === 'en';
      await page.getByRole('button', { name: english ? 'Language' : 'Lingua', exact: true }).click();
      await page.getByRole('menuitemradio', { name: english ? 'Italiano' : 'English' }).click();
      await page.waitForFunction((tongue) => document.documentElement.lang === tongue, english ? 'it' : 'en');
      await page.getByRole('button', { name: english ? 'Lingua' : 'Language', exact: true }).waitFor();
      const after = new Set(await labelsOn(page));
      stayed.push(...before.filter((text) => after.has(text) && !shared.includes(text)).map((text) => `${path}: ${text}`));
    }
  }
  expect(stayed).toEqual([]);
});

it('C10 the command palette names a process in the reader’s language', async () => {
  const { rows } = await (await signedIn(stack.url, 'olivia')).processes.list.query({});
  const licence = rows.find(({ title, titleIt }) => titleIt !== null && titleIt !== title)!;
  const { page } = await browser.visit({ as: 'olivia', language: 'it' });
  await page.goto('/');
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill(licence.id);
  await page.getByRole('option').filter({ hasText: licence.titleIt! }).waitFor();
  expect(await page.getByRole('option').filter({ hasText: licence.title }).count()).toBe(0);
});
