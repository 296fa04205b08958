import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signedIn } from '../support/client.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { hasFailed, typeEverywhere } from './support/hostile-typing.js';
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

/** What a page may say of what was typed: a question to the server that it refuses is no fault of the page. */
const ofThePage = (complaints: readonly string[]) => complaints.filter((one) => !/status of 4\d\d|net::ERR/.test(one));

const openers =
  'main button:is([aria-haspopup=menu], .page-head .button, .panel-head .button, .thread-actions .button, .order-remedies .button)';

/** Opens what a click on the page's own buttons opens, and types into every dialog that comes. */
const typeIntoDialogs = async (page: Page): Promise<string[]> => {
  const faults: string[] = [];
  const dialog = page.locator('dialog[open]');
  const address = page.url();
  /** What was pressed opens a dialog, whose code may have to come first, or leads elsewhere, or does something at once. */
  const tryDialog = async (name: string) => {
    for (let waited = 0; waited < 1_500 && page.url() === address && (await dialog.count()) === 0; waited += 50)
      await page.waitForTimeout(50);
    if ((await dialog.count()) === 0) return;
    const told = await typeEverywhere(page, 'dialog[open]');
    faults.push(...told.faults.map((fault) => `${name}: ${fault}`));
    await page.reload();
    await settled(page);
  };
  for (let index = 0; index < (await page.locator(openers).count()); index += 1) {
    const opener = page.locator(openers).nth(index);
    if (!(await opener.isVisible()) || !(await opener.isEnabled())) continue;
    const name = (await opener.innerText()) || ((await opener.getAttribute('aria-label')) ?? '');
    await opener.click();
    const items = page.locator('[role=menuitem]:visible');
    const count = await items.count();
    if (count === 0) await tryDialog(name);
    for (let item = 0; item < count; item += 1) {
      if (!(await items.nth(item).isVisible())) await opener.click();
      // What isn't allowed now can't be chosen, and opens nothing.
      if (!(await items.nth(item).isEnabled())) continue;
      const label = await items.nth(item).innerText();
      // Printing waits for a person.
      if (/print/i.test(label)) continue;
      await items.nth(item).click();
      await tryDialog(label);
    }
    if (page.url() !== address) {
      await page.goto(address);
      await settled(page);
    } else await page.keyboard.press('Escape');
  }
  return faults;
};

describe.each(routePaths)('%s', (path) => {
  it('C10 no input of any field, and of any dialog that opens from it, ends the page', async () => {
    const { page, complaints } = await browser.visit({ as: visitorOf(path) });
    await page.goto(addressOf(path, sample));
    await settled(page);
    const { faults } = await typeEverywhere(page, 'main, .access');
    expect(faults).toEqual([]);
    expect(await hasFailed(page)).toBe(false);
    await page.goto(addressOf(path, sample));
    await settled(page);
    expect(await typeIntoDialogs(page)).toEqual([]);
    expect(ofThePage(complaints)).toEqual([]);
  });
});

describe('a draft that a browser kept', () => {
  const draftOf = (step: string, text: string) => ({
    step,
    furthest: step,
    idempotencyKey: text,
    channelId: text,
    facts: { company: `x${text}`, accountName: text, contact: { firstName: text }, timeZone: text, language: text, phone: 7 },
    accountEmail: { when: 'date', date: text, time: text },
    plansChoice: 'assign',
    plans: [{ planId: sample.customerId, units: text, startDate: text }, text, null],
  });

  it.each(['account', 'plans', 'confirm', 'a step of an older version'])(
    'A9 of an older version, or with anything in it, doesn’t end the wizard at its step %s',
    async (step) => {
      const { page, complaints } = await browser.visit({ as: 'rita' });
      await page.goto('/customers/new');
      await settled(page);
      const { user } = (await (await signedIn(stack.url, 'rita')).auth.me.query())!;
      for (const text of ['', '25:00', '2026-11-28', '1e309', '\u202eabc', 'Nowhere/Atlantis']) {
        const kept = JSON.stringify(draftOf(step, text));
        await page.evaluate(([key, value]) => sessionStorage.setItem(key!, value!), [`licenza.draft.create-customer.${user.id}`, kept]);
        await page.reload();
        await settled(page);
        expect(await hasFailed(page), text.slice(0, 20)).toBe(false);
      }
      expect(ofThePage(complaints)).toEqual([]);
    },
  );
});
