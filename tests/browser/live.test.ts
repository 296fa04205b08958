import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../sandbox/ports.js';
import { startServer } from '../../server/start-server.js';
import { signedIn, type Api } from '../support/client.js';
import { aCustomer, dateAhead, daysAhead } from '../support/customers.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';

let stack: Stack;
let browser: TestBrowser;
let rita: Api;
beforeAll(async () => {
  stack = await startStack();
  [browser, rita] = await Promise.all([openBrowser(stack.url), signedIn(stack.url, 'rita')]);
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
});

const later = { accountEmail: { when: 'date' as const, localDateTime: daysAhead(10) } };

/** The page as it was loaded, and a check that it still is that one. */
const openPage = async (path: string) => {
  const visit = await browser.visit({ as: 'rita' });
  const streams: string[] = [];
  visit.page.on('request', (request) => request.url().includes('live.changes') && streams.push(request.url()));
  const connected = visit.page.waitForResponse((response) => response.url().includes('live.changes'));
  await visit.page.goto(path);
  await connected;
  await visit.page.evaluate(() => Object.assign(globalThis, { sameLoad: true }));
  const sameLoad = () => visit.page.evaluate(() => 'sameLoad' in globalThis);
  return { ...visit, streams, sameLoad };
};
const openCustomer = async () => {
  const input = aCustomer(later);
  const { customerId } = await rita.customers.create.mutate(input);
  const opened = await openPage(`/customers/${customerId}`);
  await opened.page.getByRole('region', { name: 'Thread', exact: true }).getByText('Account e-mail goes out').waitFor();
  return { ...opened, input, customerId };
};

describe('what somebody else does is seen without a reload', () => {
  it('A6 A10 on the customer’s page', async () => {
    const { page, customerId, sameLoad } = await openCustomer();
    const [plan] = await rita.catalog.plans.query();
    await rita.licences.assign.mutate({
      customerId,
      idempotencyKey: crypto.randomUUID(),
      plans: [{ planId: plan!.id, units: plan!.minUnits, startDate: dateAhead(0) }],
    });
    await page.getByRole('region', { name: 'Subscriptions' }).getByText('Active', { exact: true }).waitFor();
    await rita.accountEmail.sendNow.mutate({ customerId });
    await page.getByText('Account e-mail accepted; the account is open').waitFor();
    await rita.customers.disable.mutate({ id: customerId, reason: 'seen live' });
    await page.getByText('This customer is disabled').waitFor();
    expect(await sameLoad()).toBe(true);
  });

  it('C1 in the list: rows change in place, and new ones wait behind a count instead of pushing', async () => {
    const shown = aCustomer(later);
    const { customerId } = await rita.customers.create.mutate(shown);
    const { page, sameLoad } = await openPage('/customers');
    const rows = page.getByRole('table', { name: 'Customers' }).locator('tbody tr');
    const first = () => rows.first().innerText();
    await expect.poll(first).toContain(shown.company);
    const fresh = [aCustomer(later), aCustomer(later)];
    for (const input of fresh) await rita.customers.create.mutate(input);
    await page.getByRole('button', { name: '2 new' }).waitFor();
    await rita.customers.disable.mutate({ id: customerId, reason: 'seen live' });
    await expect.poll(first).toContain('Disabled');
    expect(await first()).toContain(shown.company);
    await page.getByRole('button', { name: '2 new' }).click();
    await expect.poll(first).toContain(fresh[1]!.company);
    expect(await sameLoad()).toBe(true);
  });

  it('one stream serves a tab, however many pages it shows', async () => {
    const { page, streams } = await openPage('/customers');
    const go = async (link: string, heading: string) => {
      await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: link, exact: true }).click();
      await page.getByRole('heading', { name: heading, level: 1 }).waitFor();
    };
    await go('Overview', 'Nordica Cloud');
    await go('Create customer', 'Create customer');
    await go('Customers', 'Customers');
    await page.locator('tbody a').first().click();
    await page.getByRole('region', { name: 'Thread', exact: true }).waitFor();
    expect(streams).toHaveLength(1);
  });
});

describe('after a lost connection', () => {
  /** The server goes away, a change is made through another one, and it comes back. */
  const disabledMeanwhile = async (page: Page, customerId: string) => {
    await stack.server.stop();
    const port = await freePort();
    const url = `http://127.0.0.1:${String(port)}`;
    const other = await startServer({ ...stack.settings, PORT: port, PUBLIC_URL: url });
    await (await signedIn(url, 'rita')).customers.disable.mutate({ id: customerId, reason: 'behind its back' });
    await other.stop();
    stack.server = await startServer(stack.settings);
    await page.getByText('This customer is disabled').waitFor();
  };

  it('what happened meanwhile is shown, also when nothing had happened before', async () => {
    const { page, customerId, sameLoad } = await openCustomer();
    await disabledMeanwhile(page, customerId);
    expect(await sameLoad()).toBe(true);
  });

  it('what happened meanwhile is shown from the last change that was seen', async () => {
    const { page, customerId, sameLoad } = await openCustomer();
    await rita.accountEmail.callOff.mutate({ customerId, reason: 'seen before' });
    await page.getByText('Account e-mail called off: seen before').waitFor();
    await disabledMeanwhile(page, customerId);
    expect(await sameLoad()).toBe(true);
  });
});
