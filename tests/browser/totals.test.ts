import { randomUUID } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { signedIn } from '../support/client.js';
import { startOutside, type Outside } from '../support/outside.js';
import { startStack, type Stack } from '../support/stack.js';
import { openBrowser, type TestBrowser } from './support/browser.js';
import { settled } from './support/routes.js';
import { makeSample, type Sample } from './support/sample.js';

let stack: Stack;
let outside: Outside;
let browser: TestBrowser;
let sample: Sample;
beforeAll(async () => {
  outside = await startOutside();
  stack = await startStack({ overrides: outside.variables });
  [browser, sample] = await Promise.all([openBrowser(stack.url), makeSample(stack.url, outside)]);
  // Somebody who is no longer there counts nowhere.
  const carla = await signedIn(stack.url, 'carla');
  const gone = { firstName: 'Gino', lastName: 'Gone', email: 'gino@fiordaliso.example' };
  const { userIds } = await carla.users.add.mutate({ idempotencyKey: randomUUID(), users: [gone] });
  await carla.users.delete.mutate({ id: userIds[0]!, reason: 'has left' });
});
afterAll(async () => {
  await browser.close();
  await stack.stop();
  await outside.stop();
});

const minor = (text: string): number => Number(text.replace(/[^\d-]/g, ''));
const numberIn = (text: string): number => Number(/\d[\d,]*/.exec(text)![0].replaceAll(',', ''));
const rowsOn = (page: Page): Promise<number> => page.locator('.data-list tbody tr').count();
const amountsIn = async (within: Locator): Promise<number[]> => (await within.allInnerTexts()).map(minor);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);

it('B1 C10 the number of customers and of users is the number of rows, without who was deleted', async () => {
  const { page: olivia } = await browser.visit({ as: 'olivia' });
  await olivia.goto('/customers');
  await settled(olivia);
  expect(numberIn(await olivia.getByText(/^\d+ customers?$/).innerText())).toBe(await rowsOn(olivia));
  const { page: carla } = await browser.visit({ as: 'carla' });
  await carla.goto('/users');
  await settled(carla);
  const users = await rowsOn(carla);
  expect(users).toBe(2);
  expect(numberIn(await carla.getByText(/^\d+ users?$/).innerText())).toBe(users);
  expect(await carla.getByText('Gino Gone').count()).toBe(0);
  await carla.goto('/');
  await settled(carla);
  const panel = carla.getByRole('region', { name: 'Users' });
  expect(numberIn(await panel.getByText(/^\d+ users?$/).innerText())).toBe(users);
  expect(sum((await panel.locator('li').allInnerTexts()).map(numberIn))).toBe(users);
});

it('B32 B35 C10 the cart and the order come to the sum of their lines', async () => {
  const { page } = await browser.visit({ as: 'carla' });
  await page.goto('/cart');
  await settled(page);
  const lines = await amountsIn(page.locator('.cart-line-charge'));
  expect(lines.length).toBe(2);
  expect(minor(await page.locator('.amounts-total dd').innerText())).toBe(sum(lines));
  await page.goto(`/orders/${sample.orderId}`);
  await settled(page);
  const services = page.getByRole('region', { name: 'Services', exact: true });
  const ordered = await amountsIn(services.locator('.order-line-charge'));
  expect(ordered.length).toBe(2);
  expect(minor(await services.locator('.order-sum dd b').first().innerText())).toBe(sum(ordered));
});
