import type { LicenceChange } from '../licence/licence.js';
import { isLiving, type SubscriptionState } from '../subscription/subscription.js';

/** What can be done to a customer that ends, or leaves going, what it has. */
export const closings = ['disabled', 'deleted'] as const;
export type Closing = (typeof closings)[number];

/** What may be alive of a customer when it is closed: everything that has a process, and both sources of what it has. */
export const closingSubjects = ['assigned', 'bought', 'order', 'customer', 'activation', 'user_import', 'message'] as const;
export type ClosingSubject = (typeof closingSubjects)[number];

/**
 * `ends`: closing ends it. `goes_on`: it stays as it is, and what it costs is still owed. `blocks`: nothing may be closed before a person
 * has ended it, as it would buy, charge or mail afterwards.
 */
export type Fate = 'ends' | 'goes_on' | 'blocks';

const fates: Readonly<Record<ClosingSubject, Readonly<Record<Closing, Fate>>>> = {
  assigned: { disabled: 'goes_on', deleted: 'ends' },
  // The vendor bills it to the end of its term: whoever deletes the customer ends it first, by its policy.
  bought: { disabled: 'goes_on', deleted: 'blocks' },
  order: { disabled: 'blocks', deleted: 'blocks' },
  customer: { disabled: 'ends', deleted: 'ends' },
  activation: { disabled: 'ends', deleted: 'ends' },
  user_import: { disabled: 'blocks', deleted: 'blocks' },
  // What a mail server has taken is read; nothing more is sent.
  message: { disabled: 'ends', deleted: 'ends' },
};

/** What an assigned plan is in the middle of; a change would bring it back after its customer is gone. */
export interface StandOfPlan {
  readonly state: SubscriptionState;
  readonly change: LicenceChange;
}

/** What becomes of something alive when its customer is closed (found by the preview, obeyed by the command). */
export const fateOf = (subject: ClosingSubject, closing: Closing, plan?: StandOfPlan): Fate => {
  const fate = fates[subject][closing];
  const isChanging = plan && ['provisioning', 'failed', 'ending'].includes(plan.state) && plan.change !== 'start';
  return subject === 'assigned' && fate === 'ends' && isChanging && isLiving(plan.state) ? 'blocks' : fate;
};
