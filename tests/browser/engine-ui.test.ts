import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { findBrowser } from '../../sandbox/browser/find-browser.js';
import { startEngine, type RunningEngine } from '../../sandbox/engine/start-engine.js';
import { freePort } from '../../sandbox/ports.js';
import { silentReport } from '../../sandbox/report.js';
import { signedIn } from '../support/client.js';
import { aCustomer, daysAhead } from '../support/customers.js';
import { startStack, type Stack } from '../support/stack.js';

// As `npm start` wires them: the engine's UI is told of the product's decoder, the product of the UI's address.
let engine: RunningEngine;
let stack: Stack;
let browser: Browser;
beforeAll(async () => {
  vi.stubEnv('TEMPORAL_ADDRESS', undefined); // one that runs elsewhere has a UI of its own
  const [port, uiPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${String(port)}`;
  engine = await startEngine({ report: silentReport, uiPort, codecEndpoint: `${url}/codec` });
  const overrides = { PORT: String(port), PUBLIC_URL: url, TEMPORAL_ADDRESS: engine.address, CODEC_UI_URL: engine.uiUrl };
  stack = await startStack({ worker: false, overrides });
  browser = await chromium.launch(await findBrowser(silentReport));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await browser.close();
  await stack.stop();
  await engine.stop();
});

it("the engine's own UI shows the payloads of a workflow in plain text", async () => {
  const rita = await signedIn(stack.url, 'rita');
  const { customerId } = await rita.customers.create.mutate(aCustomer({ accountEmail: { when: 'date', localDateTime: daysAhead(5) } }));
  const page = await browser.newPage();
  await page.goto(`${engine.uiUrl!}/namespaces/default/workflows/${encodeURIComponent(`customer/${customerId}`)}`);
  const input = new RegExp(`"customerId":\\s*"${customerId}"`);
  await expect.poll(() => page.locator('body').innerText(), { timeout: 40_000 }).toMatch(input);
});
