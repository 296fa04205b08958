import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOutside, type Outside } from '../../support/outside.js';
import { startStack, type Stack } from '../../support/stack.js';
import { barriersOn, clippedChipsOn, croppedBesideRoomOn, lostFocusOn, sidewaysOn, unreachableOn, wordsOn } from './accessible.js';
import { openBrowser, type TestBrowser } from './browser.js';
import { addressOf, routePaths, settled, visitorOf } from './routes.js';
import { makeSample, type Sample } from './sample.js';

/** What a person must never see, in any language: values without words, and codes where words belong. */
const slips = /\bundefined\b|\bNaN\b|\[object |Invalid Date|\bnull\b|\b[a-z]+_[a-z_]+\b/;

/** Every route in one language, in both themes and on a phone. A file for each language, so that two run at once. */
export const lookOverRoutes = (language: 'en' | 'it'): void => {
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

  describe.each(routePaths)('%s', (path) => {
    it(`C10 in ${language}: axe finds nothing in light and dark, it fits 360 px, the focus is seen, and nothing is complained of`, async () => {
      const { page, complaints } = await browser.visit({ language, as: visitorOf(path) });
      await page.goto(addressOf(path, sample));
      await settled(page);
      expect(await page.evaluate(() => document.documentElement.lang)).toBe(language);
      expect(await page.title()).toMatch(/\S/);
      expect((await wordsOn(page)).match(slips)).toBeNull();
      expect(await barriersOn(page), 'light').toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await barriersOn(page), 'dark').toEqual([]);
      expect(await lostFocusOn(page, 25)).toEqual([]);
      expect(await croppedBesideRoomOn(page)).toEqual([]);
      expect(await clippedChipsOn(page)).toEqual([]);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await sidewaysOn(page), '360 px').toEqual([]);
      expect(await unreachableOn(page), '360 px').toEqual([]);
      expect(await clippedChipsOn(page), '360 px').toEqual([]);
      expect(await barriersOn(page), '360 px').toEqual([]);
      expect(complaints).toEqual([]);
    });
  });
};
