import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { findBrowser } from '../../../sandbox/browser/find-browser.js';
import { silentReport } from '../../../sandbox/report.js';
import { createApi, demo } from '../../support/client.js';

export type Person = Parameters<typeof demo>[0];

/** A person in front of the product: one browser context, and what its pages complained about. */
export interface Visit {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors in the console, uncaught ones, and violations of the content security policy. */
  readonly complaints: string[];
}

export interface VisitOptions {
  readonly as?: Person | undefined;
  readonly language?: 'en' | 'it';
  readonly theme?: 'light' | 'dark';
  readonly width?: number;
}

export interface TestBrowser {
  /** Opens a page for somebody; it's closed when the test ends. A test that fails leaves a picture. */
  visit(options?: VisitOptions): Promise<Visit>;
  /** The same, for tests that share one page: the caller closes the context. */
  open(options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

const pictures = join(tmpdir(), 'licenza-browser-failures');

const listen = (page: Page, complaints: string[]): void => {
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()} (${message.location().url})`);
  });
};

const picture = async (page: Page, name: string): Promise<void> => {
  await mkdir(pictures, { recursive: true });
  const path = join(pictures, `${name.replace(/\W+/g, '-').slice(0, 80)}.png`);
  await page.screenshot({ path, fullPage: true }).catch(() => undefined);
};

/** One browser for a file. Its visitors go to `url`, each with a session of their own. */
export const openBrowser = async (url: string): Promise<TestBrowser> => {
  const browser: Browser = await chromium.launch(await findBrowser(silentReport));
  const open = async ({ as, language = 'en', theme = 'light', width = 1280 }: VisitOptions = {}): Promise<Visit> => {
    const context = await browser.newContext({
      baseURL: url,
      locale: language === 'it' ? 'it-IT' : 'en-GB',
      timezoneId: 'Europe/Rome',
      colorScheme: theme,
      reducedMotion: 'reduce',
      viewport: { width, height: width < 600 ? 740 : 900 },
    });
    context.setDefaultTimeout(15_000);
    if (as) await context.addCookies([await sessionOf(url, as, language)]);
    const complaints: string[] = [];
    context.on('page', (page) => listen(page, complaints));
    return { context, page: await context.newPage(), complaints };
  };
  return {
    open,
    visit: async (options) => {
      const visit = await open(options);
      onTestFinished(async ({ task }) => {
        if (task.result?.state === 'fail') await picture(visit.page, task.name);
        await visit.context.close();
      });
      return visit;
    },
    close: () => browser.close(),
  };
};

/** The cookie of a fresh session, got as the sign-in page gets it; the person's language is set on the way. */
const sessionOf = async (url: string, person: Person, language: 'en' | 'it') => {
  const { api, cookie } = createApi(url);
  const { loginName, password } = demo(person);
  await api.auth.signIn.mutate({ loginName, password });
  await api.auth.setLanguage.mutate({ language });
  const [name = '', ...value] = cookie().split('=');
  return { name, value: value.join('='), domain: new URL(url).hostname, path: '/', secure: true, httpOnly: true, sameSite: 'Lax' as const };
};
