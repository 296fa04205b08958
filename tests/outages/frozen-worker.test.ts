import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../support/eventually.js';
import { startProgram, type Program } from '../support/program.js';
import { addOffer, aPrefix, buyCart, newTenant, orderIn } from '../support/purchase.js';
import { openTrade, type Trade } from '../support/trade.js';

let trade: Trade;
const workers: Program[] = [];
beforeAll(async () => {
  trade = await openTrade({ worker: false });
});
afterAll(async () => {
  for (const worker of workers) if (!worker.hasEnded()) await worker.kill();
  await trade.stop();
});

const startWorker = async (): Promise<Program> => {
  const worker = await startProgram('worker', trade.stack.variables);
  workers.push(worker);
  return worker;
};

it('V1 a worker frozen while a slow vendor makes a cart: of the two tries that then are under way one buys, and the other stops before its checkout', async () => {
  const { outside, carla } = trade;
  const frozen = await startWorker();
  const prefix = aPrefix();
  const domain = `${prefix}.onmicrosoft.com`;
  await outside.setPartnerFaults({ mode: 'delay', ms: 14_000, match: { operation: 'create-cart', domain }, times: 1 });
  await addOffer(carla);
  const { orderId } = await buyCart(carla, { tenant: newTenant(prefix) });
  const callsOf = async (operation: string): Promise<number> => {
    const { calls } = await outside.partnerState({ domain });
    return Object.entries(calls).reduce((sum, [call, times]) => sum + (call.startsWith(`${operation} `) ? times : 0), 0);
  };
  await eventually(async () => {
    expect(await callsOf('create-cart')).toBe(1);
  }, 30_000);
  frozen.freeze();
  // No heartbeat for ten seconds: the engine has the call tried again beside the first try, here or by the other worker.
  // It is woken once that has begun: five polls of the frozen worker's are open, and each may swallow a retry for ten seconds and its pause.
  const second = await startWorker();
  await eventually(async () => {
    expect(await callsOf('create-cart')).toBeGreaterThanOrEqual(2);
  }, 100_000);
  frozen.wake();
  await orderIn(carla, orderId, ['completed'], 60_000);
  // Whatever it still has in hand is done when it has stopped.
  expect((await frozen.stop()).code).toBe(0);

  // The engine may have handed further tries to the frozen worker's open polls: awake, they check the same cart out again, which buys nothing.
  // A cart of a loser that was checked out would be a second ordered one.
  const { carts, subscriptions } = await outside.partnerState({ domain });
  expect(carts.length).toBeGreaterThanOrEqual(2);
  expect(carts.filter(({ status }) => status === 'Ordered')).toHaveLength(1);
  expect(subscriptions).toMatchObject([{ status: 'active', quantity: 2 }]);
  expect((await second.stop()).code).toBe(0);
}, 210_000);
