import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { orderEnds } from '../../domain/order/order.js';
import { signedIn, type Api } from '../support/client.js';
import { eventually } from '../support/eventually.js';
import type { Outside } from '../support/outside.js';
import { startProgram, type Program } from '../support/program.js';
import { aCard, addOffer, aPrefix, buyCart, newTenant } from '../support/purchase.js';
import { openSql } from '../support/sql.js';
import type { Stack } from '../support/stack.js';
import { openTrade, type Trade } from '../support/trade.js';

/** What a purchase meets: how the vendor treats its account, what else is bought, how it's paid, and what a person does when it stands still. */
const course = fc.record({
  begins: fc.constantFrom(
    '',
    '',
    'fails-',
    'half-',
    'gone-',
    'throttled-',
    'broken-',
    'cut-',
    'silent-',
    'twice-',
    'forged-',
    'unsigned-',
    'locked-',
  ),
  second: fc.constantFrom('none', 'none', 'well', 'cut', 'refused'),
  card: fc.constantFrom('none', 'none', 'pm_card_visa', 'pm_card_chargeCustomerFail', 'lost answer'),
  quantity: fc.integer({ min: 1, max: 5 }),
  remedies: fc.array(fc.constantFrom('retry', 'reconcile', 'leave_out', 'undo', 'give_up'), { minLength: 1, maxLength: 5 }),
});
type Course = typeof course extends fc.Arbitrary<infer T> ? T : never;

const PURCHASES = 20;
const KILLS = 4;

let trade: Trade;
let outside: Outside;
let stack: Stack;
let carla: Api;
let sam: Api;
beforeAll(async () => {
  trade = await openTrade({ worker: false });
  ({ outside, stack, carla } = trade);
  await outside.sendCardWebhooksTo(stack.url);
  sam = await signedIn(stack.url, 'sam');
  await trade.allow(1_000_000);
});
afterAll(() => trade.stop());

interface Placed {
  readonly id: string;
  readonly domain: string;
  readonly course: Course;
}

const place = async (of: Course): Promise<Placed> => {
  const prefix = aPrefix(of.begins);
  await addOffer(carla, { quantity: of.quantity });
  if (of.second !== 'none') await addOffer(carla, { product: 'disk-vault', plan: 'DV-KEY', quantity: of.quantity });
  const cardRef = of.card === 'none' ? undefined : await aCard(stack, outside, carla, of.card === 'lost answer' ? undefined : of.card);
  const payment = cardRef ? { method: 'card' as const, cardRef } : undefined;
  const { orderId } = await buyCart(carla, { tenant: newTenant(prefix), ...(payment ? { payment } : {}) });
  return { id: orderId, domain: `${prefix}.onmicrosoft.com`, course: of };
};

const isOver = (state: string): boolean => (orderEnds as readonly string[]).includes(state);
const rests = (state: string): boolean => isOver(state) || state === 'needs_attention';

/** Does what the course says at each standstill, and lets it rest wherever it then is. */
const settle = async ({ id, course: { remedies } }: Placed): Promise<void> => {
  for (const remedy of [...remedies, undefined]) {
    const order = await eventually(async () => {
      const found = await sam.orders.get.query({ id });
      if (!rests(found.state)) throw new Error(`${found.number} is ${found.state} at ${found.step}`);
      return found;
    }, 120_000);
    if (isOver(order.state) || remedy === undefined) return;
    if (!(order.commands as readonly string[]).includes(remedy)) continue;
    const { retry, reconcile, leaveOut, undo, giveUp } = sam.orders;
    const command = { retry, reconcile, leave_out: leaveOut, undo, give_up: giveUp }[remedy];
    await command.mutate({ id, reason: 'the model says so' }).catch(() => undefined); // another worker may be taking over
  }
};

const checkOrder = async ({ id, domain, course: of }: Placed): Promise<number> => {
  const order = await sam.orders.get.query({ id });
  const about = `${order.number} ${JSON.stringify(of)} ${order.state} at ${order.step}: ${order.failureCode ?? ''}`;
  expect(rests(order.state), about).toBe(true);
  const { customers, subscriptions } = await outside.partnerState({ domain });
  expect(customers.length, about).toBeLessThanOrEqual(1);
  const licences = await outside.licences();
  for (const line of order.lines) {
    const there =
      line.vendor === 'microsoft'
        ? subscriptions.filter(({ friendlyName, status }) => friendlyName.endsWith(line.id) && status === 'active')
        : licences.filter(({ licenceRef, state }) => licenceRef === line.id && state === 'active');
    expect(there.length, `${about}, line ${String(line.lineNumber)} ${line.state} is there once at most`).toBeLessThanOrEqual(1);
    if (line.state === 'active') {
      expect(line.subscriptionId, about).not.toBeNull();
      expect(there, `${about}, bought and there`).toMatchObject([
        line.vendor === 'microsoft' ? { quantity: line.quantity } : { units: line.quantity },
      ]);
    } else if (line.state === 'not_cancelled') {
      expect(order.state, `${about}: what is left is named in an order that says so`).toBe('given_up');
    } else if (isOver(order.state)) expect(there, `${about}, line ${line.state} must not be there`).toEqual([]);
  }
  const owed = order.lines.filter(({ state }) => state === 'active').reduce((sum, { chargeMinor }) => sum + chargeMinor, 0);
  const kept = order.payments.reduce((sum, { capturedMinor, refundedMinor }) => sum + capturedMinor - refundedMinor, 0);
  if (isOver(order.state)) expect(kept, `${about}: charged is provisioned`).toBe(owed);
  const atProcessor = (await outside.cardState()).payments.filter(({ metadata }) => metadata.order_number === order.number);
  const byCard = order.payments.filter(({ method }) => method === 'card');
  const refunded = (await outside.cardState()).refunds
    .filter(({ payment_intent }) => atProcessor.some((payment) => payment.id === payment_intent))
    .reduce((sum, { amount }) => sum + amount, 0);
  const taken = atProcessor.reduce((sum, payment) => sum + payment.amount_received, 0) - refunded;
  expect(taken, `${about}: the processor agrees`).toBe(
    byCard.reduce((sum, { capturedMinor, refundedMinor }) => sum + capturedMinor - refundedMinor, 0),
  );
  if (isOver(order.state))
    expect(
      atProcessor.reduce((sum, payment) => sum + payment.amount_capturable, 0),
      `${about}: nothing held`,
    ).toBe(0);
  return order.payments
    .filter(({ method, state }) => method === 'account' && (state === 'authorised' || state === 'captured'))
    .reduce((sum, { state, authorisedMinor, capturedMinor }) => sum + (state === 'authorised' ? authorisedMinor : capturedMinor), 0);
};

it('B38 whatever the vendors, the cards and the workers do: charged is provisioned, nothing is there twice or for nothing, credit adds up, all is final or stands still', async () => {
  const seed = Number(process.env.MODEL_SEED ?? Date.now() % 2 ** 31);
  const courses = fc.sample(course, { numRuns: PURCHASES, seed });
  const workers: Program[] = [await startProgram('worker', stack.variables), await startProgram('worker', stack.variables)];
  const placed: Placed[] = [];
  await outside.setVendorFaults({ mode: 'drop-after-work', times: 3 });
  await outside.setCardFaults({ match: { endpoint: 'payment_intents.create' }, mode: 'drop-after-work', times: 3 });
  const killing = (async () => {
    for (let kill = 0; kill < KILLS; kill += 1) {
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      await workers.shift()?.kill();
      workers.push(await startProgram('worker', stack.variables));
    }
  })();
  for (const of of courses) placed.push(await place(of));
  await killing;
  await Promise.all(placed.map(settle));
  let held = 0;
  for (const one of placed)
    held += await checkOrder(one).catch((error: unknown) => Promise.reject(new Error(`seed ${String(seed)}`, { cause: error })));
  const sql = await openSql(stack.settings.DATABASE_URL);
  const [credit] = await sql(
    'SELECT credit_used_minor::float8 AS used FROM customer WHERE credit_used_minor > 0 OR card_customer_ref IS NOT NULL',
  );
  await sql.end();
  expect(Number(credit?.used), `seed ${String(seed)}: credit adds up`).toBe(held);
  await Promise.all(workers.map((worker) => worker.kill()));
}, 300_000);
