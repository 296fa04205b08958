import type { UndoStep } from '../domain/order/order.js';
import type { PurchaseResult } from './contracts/purchase.js';
import { failureOf, throughOurOutages } from './failure-of.js';
import type { LedgerEntry } from './frame/story.js';
import type { OpenOrder } from './order-story.js';
import { orderStore, orderVendors, payments } from './proxies.js';

/** Goes back through an order's ledger. What can't be taken back stands still until it can be, or until somebody gives it up. */
export const undoOrder = async (
  orderId: string,
  { order, story, mailbox, journal, progress, stepOf }: OpenOrder,
): Promise<PurchaseResult> => {
  /** Takes one step back. False: nobody could, and somebody gave it up. */
  const takeBack = async (entry: LedgerEntry<UndoStep>): Promise<boolean> => {
    const { by, position } = entry;
    const step = stepOf(entry);
    for (;;) {
      await orderStore.recordOrder(progress({ state: 'running', step, orderState: 'undoing' }));
      try {
        await story.hearing(
          throughOurOutages(() =>
            by === 'release_payment' ? payments.releasePayment({ orderId }) : orderVendors.cancelLines({ orderId }),
          ),
        );
        const events = [journal.entry(`order_${by}_done`)];
        await orderStore.recordUndo({ position, progress: progress({ state: 'running', step, events }) });
        return true;
      } catch (error) {
        const failure = failureOf(error, 'vendor_unreachable');
        await orderStore.recordUndo({ position, failure, progress: progress({ state: 'running', step }) });
        if ((await story.standStill(step, failure)) === 'give_up') return false;
      }
    }
  };

  // Called off before any worker had begun it: what came before is told all the same.
  journal.later(...(order.unwritten?.events ?? []));
  order.unwritten = undefined;
  if (order.asking) await mailbox.refuse(order.asking, 'state_conflict');
  const isGivenUp = await story.undoAll(takeBack);
  const end = isGivenUp
    ? orderStore.endGivenUp(progress({ state: 'ended', step: 'order_given_up' }))
    : orderStore.cancelOrder(progress({ state: 'ended', step: 'order_undone', events: [journal.entry('order_undone')] }));
  await mailbox.refuseDuring(end, 'state_conflict');
  return { outcome: isGivenUp ? 'given_up' : 'cancelled' };
};
