import { failureKinds, type FailureCode } from '../failure/failure-code.js';
import type { OrderState, OrderStep, UndoStep } from './order.js';

/** What may be commanded of an order now. One function: buttons show by it, procedures refuse by it, the workflow obeys it. */
export const orderCommands = ['retry', 'correct', 'reconcile', 'leave_out', 'undo', 'give_up'] as const;
export type OrderCommand = (typeof orderCommands)[number];

/** How an order's lines stand, as far as remedies go. */
export interface LineStand {
  readonly refused: number;
  /** Lines that stay when the refused ones are left out. */
  readonly staying: number;
  /** Lines that are at the vendor under the order's account, so that another account would tear the order apart. */
  readonly inAccount: number;
}

export interface OrderStand {
  readonly state: OrderState;
  readonly step: OrderStep | undefined;
  readonly failure: FailureCode | undefined;
  /** What is being taken back, once undoing has begun: then it only goes on, is retried, or is given up. */
  readonly undoing: UndoStep | undefined;
  readonly lines: LineStand;
}

/** Before this step nothing is bought at the vendor: the customer may still change their mind. */
export const freeSteps: readonly (OrderStep | undefined)[] = [undefined, 'authorising_payment', 'preparing_tenant', 'accepting_agreement'];

/** Steps whose truth is the vendor's to tell. */
const vendorSteps: readonly (OrderStep | undefined)[] = ['preparing_tenant', 'accepting_agreement', 'ordering', 'provisioning'];

/** Whether it is the payment that has to be put right; otherwise it is the account at the vendor. */
export const isAboutPayment = (failure: string): boolean => /^(?:payment|credit)_/.test(failure);

const isCorrectable = ({ failure = 'internal', lines }: OrderStand): boolean => {
  const { remedies }: { remedies: readonly string[] } = failureKinds[failure];
  return remedies.includes('correct_and_retry') && (isAboutPayment(failure) || lines.inAccount === 0);
};

const allowedWhenStuck = (stand: OrderStand): OrderCommand[] => {
  const { step, lines } = stand;
  if (stand.undoing) return ['retry', 'give_up'];
  return [
    'retry',
    ...(isCorrectable(stand) ? (['correct'] as const) : []),
    ...(vendorSteps.includes(step) ? (['reconcile'] as const) : []),
    // Whatever it was refused for. At earlier steps the vendor hasn't been asked for every line yet.
    ...(step === 'provisioning' && lines.refused > 0 && lines.staying > 0 ? (['leave_out'] as const) : []),
    'undo',
  ];
};

/** A failure that is one of input is corrected; one that is final isn't retried first, as nothing has changed since; the rest is tried again. */
const bestOf = (failure: FailureCode): readonly OrderCommand[] =>
  failureKinds[failure].retry === 'yes'
    ? ['retry', 'correct', 'reconcile', 'leave_out', 'undo', 'give_up']
    : ['correct', 'leave_out', 'reconcile', 'retry', 'undo', 'give_up'];

/** The commands, the one that helps best first. */
export const bestFirst = (commands: readonly OrderCommand[], failure: FailureCode | undefined): OrderCommand[] =>
  bestOf(failure ?? 'internal').filter((command) => commands.includes(command));

/** Whether a command is what should be pressed: not one that takes things away, nor a retry of what was refused for good. */
export const isRecommended = (command: OrderCommand, failure: FailureCode | undefined): boolean =>
  command === 'retry' ? failureKinds[failure ?? 'internal'].retry === 'yes' : command !== 'undo' && command !== 'give_up';

export const allowedCommands = (stand: OrderStand): readonly OrderCommand[] => {
  if (stand.state === 'needs_attention') return allowedWhenStuck(stand);
  if (stand.state === 'awaiting_payment') return ['undo'];
  if (stand.state === 'placed' || stand.state === 'in_progress') return freeSteps.includes(stand.step) ? ['undo'] : [];
  return [];
};
