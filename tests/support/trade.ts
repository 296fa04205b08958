import { signedIn, type Api } from './client.js';
import { startOutside, type Outside } from './outside.js';
import { startStack, type Stack } from './stack.js';

/** A product with outside services of its own, and a customer's administrator whose credit reaches for every test. */
export interface Trade {
  readonly stack: Stack;
  readonly outside: Outside;
  readonly carla: Api;
  readonly rita: Api;
  readonly customerId: string;
  /** Says how much the customer may owe. */
  allow(limitMinor: number): Promise<void>;
  stop(): Promise<void>;
}

export const plenty = 100_000_000;

/** `overrides` replace environment variables. */
export const openTrade = async ({
  worker = true,
  overrides = {},
}: { worker?: boolean; overrides?: NodeJS.ProcessEnv } = {}): Promise<Trade> => {
  const outside = await startOutside();
  const stack = await startStack({ worker, overrides: { ...outside.variables, ...overrides } });
  const [carla, rita] = await Promise.all([signedIn(stack.url, 'carla'), signedIn(stack.url, 'rita')]);
  const customerId = (await carla.auth.me.query())!.customer!.id;
  const allow = async (limitMinor: number) => {
    await rita.orders.setCreditLimit.mutate({ customerId, limitMinor, reason: 'what the test needs' });
  };
  await allow(plenty);
  return {
    stack,
    outside,
    carla,
    rita,
    customerId,
    allow,
    stop: async () => {
      await stack.stop();
      await outside.stop();
    },
  };
};
