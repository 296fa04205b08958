import { orderEnds, type OrderState, type PaymentState } from '../order/order.js';
import type { DifferenceCause, Differs } from './difference.js';

/** A payment as the processor has it; amounts in minor units. `open`: nothing is held or taken of it (declined, or not confirmed yet). */
export interface ProcessorPayment {
  readonly ref: string;
  /** Our key, in what we said of it when it was made; absent of what others made. */
  readonly key?: string | undefined;
  readonly state: 'open' | 'held' | 'captured' | 'released';
  readonly amountMinor: number;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
}

export interface OurPayment {
  readonly id: string;
  readonly orderId: string;
  readonly orderState: OrderState;
  readonly state: PaymentState;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
  readonly version: string;
}

const causeOf = (ours: OurPayment, there: ProcessorPayment): DifferenceCause | undefined => {
  const took = ours.state === 'captured' || ours.state === 'refunded';
  if (there.state === 'captured') {
    // What was taken and given back whole is nothing that anybody owes, whatever our row calls it.
    if (!took) return there.refundedMinor === there.capturedMinor && ours.state === 'released' ? undefined : 'captured_not_here';
    if (there.capturedMinor !== ours.capturedMinor) return 'captured_amount_differs';
    return there.refundedMinor === ours.refundedMinor ? undefined : 'refunds_differ';
  }
  if (took) return 'not_captured';
  // What somebody gave up is known to them, with what is held of it.
  if (there.state === 'held')
    return (orderEnds as readonly OrderState[]).includes(ours.orderState) && ours.orderState !== 'given_up' ? 'held_after_end' : undefined;
  return there.state === 'released' && ours.state === 'authorised' ? 'hold_lapsed' : undefined;
};

/** Compares a payment of ours with the processor's; undefined there: it knows none under the id that we have. */
export const comparePayment = (ours: OurPayment, there: ProcessorPayment | undefined): Differs[] => {
  const cause = there ? causeOf(ours, there) : 'payment_missing';
  if (cause === undefined) return [];
  const { capturedMinor = 0, refundedMinor = 0, state = null, ref = null } = there ?? {};
  const detail = { ref, state, capturedMinor, refundedMinor, ourState: ours.state, ourCapturedMinor: ours.capturedMinor };
  return [
    { cause, subjectId: ours.orderId, object: ours.id, version: ours.version, detail: { ...detail, ourRefundedMinor: ours.refundedMinor } },
  ];
};
