import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { findBrowser } from '../../sandbox/browser/find-browser.js';
import { root } from '../../sandbox/start/options.js';
import type { Product } from '../product.js';
import type { Bench } from '../suite.js';

/** What Temporal's own web pages load before they show anything, compressed. */
const TEMPORAL_UI_KB = 109;
const AIM = 0.75;

/** The scripts that a page has asked for, as it stands now. */
const scriptsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname)
      .filter((path) => path.endsWith('.js')),
  );

const gzipped = async (path: string): Promise<number> => gzipSync(await readFile(join(root, 'dist', 'ui', path)), { level: 9 }).length;

/** All JavaScript that a stranger's browser fetches until it can sign in: entry, what it imports, and the page's own lazy parts. */
export const firstLoad = async ({ report, print, stops }: Bench, { url }: Product): Promise<void> => {
  const browser = await chromium.launch(await findBrowser(report));
  stops.add(() => browser.close());
  const page = await browser.newPage();
  await page.goto(url, { waitUntil: 'networkidle' });
  await page.locator('input[type=password]').waitFor();
  const sizes = await Promise.all([...new Set(await scriptsOf(page))].map(gzipped));
  await browser.close();
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  print({
    name: 'JavaScript of the first load, gzip',
    value: bytes / 1000,
    unit: 'kB',
    against: TEMPORAL_UI_KB,
    aim: AIM,
    better: 'lower',
  });
};
