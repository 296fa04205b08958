import { signedIn, type Api } from '../../support/client.js';
import { startOutside, type Outside } from '../../support/outside.js';
import { startStack, type Stack } from '../../support/stack.js';
import { openBrowser, type TestBrowser } from './browser.js';

/** A product with outside services of its own, a browser, and a customer's administrator whose credit reaches for every test. */
export interface Shop {
  readonly stack: Stack;
  readonly outside: Outside;
  readonly browser: TestBrowser;
  readonly carla: Api;
  readonly customerId: string;
  /** Says how much the customer may owe. */
  allow(limitMinor: number): Promise<void>;
  stop(): Promise<void>;
}

export const plenty = 100_000_000;

export const openShop = async (): Promise<Shop> => {
  const outside = await startOutside();
  const stack = await startStack({ overrides: outside.variables });
  const [browser, carla, rita] = await Promise.all([openBrowser(stack.url), signedIn(stack.url, 'carla'), signedIn(stack.url, 'rita')]);
  const customerId = (await carla.auth.me.query())!.customer!.id;
  const allow = async (limitMinor: number) => {
    await rita.orders.setCreditLimit.mutate({ customerId, limitMinor, reason: 'what the test needs' });
  };
  await allow(plenty);
  return {
    stack,
    outside,
    browser,
    carla,
    customerId,
    allow,
    stop: async () => {
      await browser.close();
      await stack.stop();
      await outside.stop();
    },
  };
};
