import { failureKinds, type FailureCode } from '../failure/failure-code.js';
import type { OrderState, OrderStep } from './order.js';

/** What may be commanded of an order now. One function: buttons show by it, procedures refuse by it, the workflow obeys it. */
export const orderCommands = ['retry', 'correct', 'leave_out', 'undo'] as const;
export type OrderCommand = (typeof orderCommands)[number];

export interface OrderStand {
  readonly state: OrderState;
  readonly step: OrderStep | undefined;
  readonly failure: FailureCode | undefined;
  /** True once undoing has begun: then it only goes on or is retried. */
  readonly undoing: boolean;
  /** True when at least one line is at the vendor, so that leaving out the others leaves something. */
  readonly somethingProvisioned: boolean;
}

/** Before this step nothing is bought at the vendor: the customer may still change their mind. */
export const freeSteps: readonly (OrderStep | undefined)[] = [undefined, 'authorising_payment', 'preparing_tenant', 'accepting_agreement'];

const allowedWhenStuck = ({ failure, somethingProvisioned, undoing }: OrderStand): OrderCommand[] => {
  if (undoing) return ['retry'];
  const { remedies }: { remedies: readonly string[] } = failureKinds[failure ?? 'internal'];
  return [
    'retry' as const,
    ...(remedies.includes('correct_and_retry') ? (['correct'] as const) : []),
    ...(remedies.includes('skip') && somethingProvisioned ? (['leave_out'] as const) : []),
    'undo' as const,
  ];
};

export const allowedCommands = (stand: OrderStand): readonly OrderCommand[] => {
  if (stand.state === 'needs_attention') return allowedWhenStuck(stand);
  if (stand.state === 'awaiting_payment') return ['undo'];
  if (stand.state === 'placed' || stand.state === 'in_progress') return freeSteps.includes(stand.step) ? ['undo'] : [];
  return [];
};
