import { openTrade, type Trade } from '../../support/trade.js';
import { openBrowser, type TestBrowser } from './browser.js';

export { plenty } from '../../support/trade.js';

/** A trade of its own, and a browser to see it through. */
export interface Shop extends Trade {
  readonly browser: TestBrowser;
}

export const openShop = async (): Promise<Shop> => {
  const trade = await openTrade();
  const browser = await openBrowser(trade.stack.url);
  return {
    ...trade,
    browser,
    stop: async () => {
      await browser.close();
      await trade.stop();
    },
  };
};
