import { ApplicationFailure } from '@temporalio/common';
import type { CardPayment, CardProcessor } from '../../adapters/card-processor/card-processor.js';
import type { FailureCode } from '../../domain/failure/failure-code.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import { holdCredit, releaseCredit } from '../../records/customer/credit.js';
import type { Authorisation, PaymentActivities } from '../../workflows/contracts/purchase.js';
import { alivePayment, chargeOfLines, lockOrder, tenantOf, type OrderRow } from '../store/order-rows.js';
import { createCardPayment, setPayment, type PaymentChanges } from '../store/payment.store.js';
import { beginCall, readWholeOrder, type OrderRead, type PaymentRead } from '../store/read-order.js';

const refuse = (code: FailureCode, note = ''): ApplicationFailure => ApplicationFailure.nonRetryable(note || code, code);

/** A payment's key names its card, so that asking again under the key is the same request whatever the order names by then. */
const keyOf = (order: OrderRead): string => `${order.id}:${order.cardRef ?? ''}:${String(order.payments.length)}`;
const cardOf = ({ idempotencyKey }: PaymentRead): string => idempotencyKey.split(':')[1] ?? '';

/** Payments of orders: on account in our own tables, by card at the processor. */
export const createPaymentActivities = (database: Database, cards: CardProcessor, publicUrl: string): PaymentActivities => {
  const inOrder = <T>(orderId: string, work: (tx: Tx, order: OrderRow) => Promise<T>): Promise<T> =>
    database.write(platformScope, async (tx) => work(tx, await lockOrder(tx, orderId)));

  const read = (orderId: string): Promise<OrderRead> => readWholeOrder(database, orderId);
  const set = (payment: PaymentRead, changes: PaymentChanges): Promise<void> => setPayment(database, payment.id, changes);

  const askProcessor = async (order: OrderRead, payment: PaymentRead): Promise<CardPayment> => {
    if (payment.processorRef) return cards.read(payment.processorRef);
    return cards.authorise({
      processorCustomer: order.processorCustomer ?? '',
      cardRef: cardOf(payment),
      amountMinor: payment.authorisedMinor,
      currency: payment.currency,
      key: payment.idempotencyKey,
      returnUrl: `${publicUrl}/orders/${order.id}`,
      orderNumber: order.number,
    });
  };
  const giveBack = async (payment: PaymentRead, { ref, capturedMinor }: { ref: string; capturedMinor: number }): Promise<void> => {
    if (payment.state === 'pending' || payment.state === 'requires_action') await set(payment, { state: 'authorised', processorRef: ref });
    await set(payment, { state: 'captured', processorRef: ref, capturedMinor });
    await cards.refund(ref, capturedMinor, `${payment.idempotencyKey}:refund`);
    await set(payment, { state: 'refunded', refundedMinor: capturedMinor });
  };

  /**
   * Lets go of what a card's payment holds, or gives back what it took: as the processor says, not as our row does, since the answer
   * to a capture may have been lost. Where our answer never came, it is asked for by the same key.
   */
  const letGoOfCard = async (order: OrderRead, payment: PaymentRead): Promise<void> => {
    const found = await askProcessor(order, payment);
    if (found.state === 'captured') return giveBack(payment, found);
    const { ref } = found;
    if (ref !== undefined && found.state !== 'released') {
      try {
        await cards.release(ref, `${payment.idempotencyKey}:release`);
      } catch (error) {
        // A capture that was under way has come first.
        const now = await cards.read(ref);
        if (now.state === 'captured') return giveBack(payment, now);
        throw error;
      }
    }
    await set(payment, { state: 'released', ...(ref === undefined ? {} : { processorRef: ref }), actionUrl: null });
  };

  const letGo = (order: OrderRead, payment: PaymentRead): Promise<void> =>
    payment.method === 'card' ? letGoOfCard(order, payment) : inOrder(order.id, (tx) => releaseCredit(tx, payment.id));

  /** The payment row of the card that the order now names; one of another card or method is let go of first. */
  const cardPayment = async (order: OrderRead): Promise<PaymentRead> => {
    const alive = alivePayment(order);
    if (alive?.method === 'card' && cardOf(alive) === order.cardRef) return alive;
    if (alive) await letGo(order, alive);
    return createCardPayment(database, order, keyOf(order));
  };

  const authoriseCard = async (order: OrderRead): Promise<Authorisation> => {
    const payment = await cardPayment(order);
    const answer = await askProcessor(order, payment);
    if (answer.state === 'declined') {
      await set(payment, {
        state: 'declined',
        failureCode: answer.failure,
        processorRef: answer.ref ?? payment.processorRef,
        actionUrl: null,
      });
      throw refuse(answer.failure, answer.note);
    }
    if (answer.state === 'released') {
      await set(payment, { state: 'released', processorRef: answer.ref, actionUrl: null });
      throw refuse('payment_hold_lapsed');
    }
    // The answer to its capture was lost: the money is there, and taking it is told once more by the step that takes it.
    if (answer.state === 'captured') return { state: 'authorised' };
    const waits = answer.state === 'requires_action';
    await set(payment, {
      state: waits ? 'requires_action' : 'authorised',
      processorRef: answer.ref,
      actionUrl: answer.state === 'requires_action' ? answer.actionUrl : null,
    });
    return { state: waits ? 'requires_action' : 'authorised' };
  };

  return {
    authorisePayment: async (call) => {
      const { orderId } = call;
      const order = await beginCall(database, call);
      if (order.paymentMethod === 'card') return authoriseCard(order);
      const alive = alivePayment(order);
      if (alive?.method === 'account') return { state: 'authorised' };
      if (alive) await letGo(order, alive);
      const held = await inOrder(orderId, (tx, found) => holdCredit(tx, tenantOf(found), found));
      if (!held) throw refuse('credit_exceeded');
      return { state: 'authorised' };
    },

    capturePayment: async (call) => {
      const order = await beginCall(database, call);
      const payment = alivePayment(order);
      if (order.paymentMethod !== 'card' || payment?.state === 'captured') return;
      if (!payment?.processorRef) throw refuse('payment_hold_lapsed');
      const owedMinor = chargeOfLines(order.lines, ['provisioned']);
      const taken = await cards.capture(payment.processorRef, owedMinor, `${payment.idempotencyKey}:capture`);
      if (taken.state === 'captured') {
        await set(payment, { state: 'captured', capturedMinor: taken.capturedMinor });
        return;
      }
      await set(payment, { state: 'released' });
      throw refuse('payment_hold_lapsed');
    },

    releasePayment: async ({ orderId }) => {
      const order = await read(orderId);
      const payment = alivePayment(order);
      if (payment) await letGo(order, payment);
    },
  };
};
