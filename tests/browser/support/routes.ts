import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { Person } from './browser.js';
import { seedId } from '../../../prisma/seed.js';
import type { Sample } from './sample.js';

const source = readFileSync(new URL('../../../ui/routes.tsx', import.meta.url), 'utf8');

const found = (pattern: RegExp): string[] => [...source.matchAll(pattern)].map(([, path]) => path!);
const accounts = found(/peopleOf\('([^']*)'\)/g);
const ofAccounts = found(/path: `\$\{account\}([^`]+)`/g).flatMap((path) => accounts.map((account) => `${account}${path}`));

/** Every path that ui/routes.tsx knows, read from it so that a new page can't be forgotten. */
export const routePaths = [...new Set([...found(/path: '([^']+)'/g), ...ofAccounts])];

/** Who looks at a page: nobody where people get in, an administrator at the account's own pages, else an operator. */
export const visitorOf = (path: string): Person | undefined => {
  if (/^\/(sign-in|activate|forgot-password|reset-password|confirm-address|confirm-domain)$/.test(path)) return undefined;
  return /^\/(users|services|subscriptions|login-history|account|marketplace|cart|checkout|orders$)/.test(path) && path !== '/users/:user'
    ? 'carla'
    : 'olivia';
};

const subjects: Readonly<Record<string, (sample: Sample) => string>> = {
  '/customers/:id': ({ customerId }) => customerId,
  '/processes/:id': ({ processId }) => processId,
  '/staff/:member': () => seedId('sam@licenza.example'),
  '/users/:user': ({ userId }) => userId,
  '/customers/:id/services/:service': ({ serviceId }) => serviceId,
  '/marketplace/:code': () => 'microsoft-365',
  '/orders/:id': ({ orderId }) => orderId,
  '/services/:service': ({ ownServiceId }) => ownServiceId,
  // What is assigned is a subscription too.
  '/subscriptions/:subscription': ({ ownServiceId }) => ownServiceId,
  '/customers/:id/subscriptions/:subscription': ({ serviceId }) => serviceId,
};

/** An address of the route. A route about one thing has to say here which: each `:part`, by the path up to it. */
export const addressOf = (path: string, sample: Sample): string => {
  if (path === '*') return '/no/such/page';
  return path.replace(/:\w+/g, (part, at: number) => {
    const subject = subjects[path.slice(0, at + part.length)];
    if (!subject) throw new Error(`tests/browser/support/routes.ts doesn't say what to look at on ${path}`);
    return subject(sample);
  });
};

/** Waits until the page shows what it has to show. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor();
  await page.waitForFunction(() => document.querySelector('.skeleton, [aria-busy="true"]') === null);
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
};
