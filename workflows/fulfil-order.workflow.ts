import { CancellationScope, isCancellation } from '@temporalio/workflow';
import type { OrderNeeds } from '../domain/order/order.js';
import { freeSteps, type OrderCommand } from '../domain/order/remedies.js';
import type { PurchaseInput, PurchaseResult } from './contracts/purchase.js';
import { Undone } from './frame/story.js';
import { openOrder, type OpenOrder, type OrderStepOf } from './order-story.js';
import { orderStore, orderVendors, payments } from './proxies.js';
import { undoOrder } from './undo-order.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** The bank's page is forgotten by then; the customer is asked again. */
const CONFIRMATION_MS = 24 * HOUR;
/** The notice of a confirmation comes at once; asking is for when it was lost, and a day of asking has to fit a history. */
const SLOWEST_CONFIRMATION_POLL_MS = 5 * MINUTE;
/** Vendors refresh their status every quarter of an hour: asking more often than that tells nothing new for long. */
const FIRST_POLL_MS = 2 * SECOND;
const SLOWEST_POLL_MS = 15 * MINUTE;
/** Minutes are usual, hours happen; after a day somebody should ask. */
const LATE_MS = 24 * HOUR;

/** Waits longer each time, until a day is over; then it fails. */
const pollUntil = async (
  { pause, fail }: OpenOrder,
  isOver: () => boolean,
  {
    slowestMs,
    within,
    late,
    ask,
  }: { slowestMs: number; within: number; late: 'payment_authentication_failed' | 'vendor_provisioning_late'; ask: () => Promise<void> },
): Promise<void> => {
  const lateAt = Date.now() + within;
  for (let wait = FIRST_POLL_MS; !isOver(); wait = Math.min(wait * 2, slowestMs)) {
    if (Date.now() >= lateAt) fail(late);
    await pause(Math.min(wait, lateAt - Date.now()));
    await ask();
  }
};

/** The steps of an order: hold the money, have an account at the vendor, order, wait until it is there, take the money for what is there. */
const stepsOf = (orderId: string, open: OpenOrder): readonly OrderStepOf[] => {
  const { order, ask, know, progress } = open;
  /** Credit is held in the transaction that places the order; a card, and whatever a correction chose, is asked here. */
  const paysLater = (): boolean => order.needs.method === 'card' || order.corrected;

  const awaitBank = (until: string): Promise<void> =>
    orderStore.recordOrder(
      progress({
        state: 'waiting',
        step: 'awaiting_payment',
        orderState: 'awaiting_payment',
        nextKind: 'payment_confirmation_expires',
        nextAt: until,
      }),
    );
  const holdMoney = async (): Promise<void> => {
    let held = await ask(payments.authorisePayment);
    if (held.state === 'authorised') return;
    await awaitBank(new Date(Date.now() + CONFIRMATION_MS).toISOString());
    await pollUntil(open, () => held.state === 'authorised', {
      slowestMs: SLOWEST_CONFIRMATION_POLL_MS,
      within: CONFIRMATION_MS,
      late: 'payment_authentication_failed',
      ask: async () => {
        held = await ask(payments.authorisePayment);
      },
    });
  };
  /** Another account that a correction named, or one that the vendor hasn't any more, made ready late. */
  const haveAccount = async (): Promise<void> => {
    if (!order.needs.tenant && !order.needs.agreement) return;
    await ask(orderVendors.prepareTenant);
    await ask(orderVendors.acceptAgreement);
  };
  const placeLines = (): Promise<void> => ask(orderVendors.placeLines).then(know);
  /** Refused lines are asked for again, but where the vendors have just been asked what is true: that is told first. */
  const askAgain = async (how: OrderCommand | undefined): Promise<void> => {
    if (order.lines.refused === 0 || how === 'reconcile') return;
    if (how === 'correct') await haveAccount();
    await placeLines();
  };
  const waitForLines = async (attempt: number, how: OrderCommand | undefined): Promise<void> => {
    if (order.leftOut) await orderVendors.cancelLines({ orderId, only: 'left_out' });
    if (attempt > 1) await askAgain(how);
    await pollUntil(open, () => order.lines.provisioning === 0, {
      slowestMs: SLOWEST_POLL_MS,
      within: LATE_MS,
      late: 'vendor_provisioning_late',
      ask: async () => know(await orderVendors.readLines({ orderId })),
    });
    const { refused, failure } = order.lines;
    if (refused > 0) open.fail(failure ?? 'vendor_line_failed');
  };
  const needs = (what: keyof OrderNeeds) => () => Boolean(order.needs[what]);

  return [
    { name: 'authorising_payment', when: paysLater, tells: 'order_payment_held', work: holdMoney },
    { name: 'preparing_tenant', when: needs('tenant'), tells: 'order_tenant_ready', work: () => ask(orderVendors.prepareTenant) },
    {
      name: 'accepting_agreement',
      when: needs('agreement'),
      tells: 'order_agreement_accepted',
      work: async (_, how) => {
        if (order.corrected || how === 'reconcile') await ask(orderVendors.prepareTenant);
        await ask(orderVendors.acceptAgreement);
      },
    },
    {
      name: 'ordering',
      undo: { by: 'cancel_at_vendor', position: 1 },
      tells: 'order_lines_ordered',
      work: async (attempt, how) => {
        if (attempt > 1 && (order.corrected || how === 'reconcile')) await haveAccount();
        await placeLines();
      },
    },
    {
      name: 'provisioning',
      when: () => order.lines.provisioning + order.lines.refused > 0,
      waits: true,
      tells: 'order_lines_provisioned',
      work: waitForLines,
    },
    {
      name: 'charging',
      when: paysLater,
      tells: 'order_charged',
      work: async () => {
        if (order.corrected) await holdMoney();
        await ask(payments.capturePayment);
      },
    },
  ];
};

const goThrough = async (orderId: string, open: OpenOrder): Promise<PurchaseResult> => {
  const { story, journal, mailbox, progress, mustGoOn, askVendors } = open;
  for (const step of stepsOf(orderId, open)) {
    mustGoOn();
    if (step.when && !step.when()) continue;
    const work: OrderStepOf['work'] = async (attempt, how) => {
      await askVendors();
      await step.work(attempt, how);
    };
    if (await story.take({ ...step, work, isFree: freeSteps.includes(step.name) })) journal.later(journal.entry(step.tells));
  }
  mustGoOn();
  const end = orderStore.completeOrder({ at: new Date().toISOString(), progress: progress({ state: 'done', step: 'completed' }) });
  return mailbox.refuseDuring(end, 'state_conflict');
};

/**
 * An order, from its placing to what was bought. Each step can stand still until a person corrects, retries or undoes; undoing goes back
 * through the ledger. What is bought, where and how it is paid stands in the database under the order's id.
 */
export async function fulfilOrder(input: Required<PurchaseInput>): Promise<PurchaseResult> {
  const open = openOrder(input);
  try {
    return await goThrough(input.orderId, open);
  } catch (error) {
    if (!(error instanceof Undone || isCancellation(error))) throw error;
    return CancellationScope.nonCancellable(() => undoOrder(input.orderId, open));
  }
}
