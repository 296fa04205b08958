import type { CustomerState } from '../domain/customer/customer.js';
import type { SubscriptionState } from '../domain/subscription/subscription.js';
import type { MessageState } from '../domain/message/message.js';
import type { OrderLineState, OrderState, PaymentState, UndoState } from '../domain/order/order.js';
import type { ProcessState } from '../domain/process/process.js';
import type { ProcessStand } from '../domain/process/usual-time.js';
import type { UserState } from '../domain/user/user.js';
import type { Tone } from './components/state-chip.js';

/** Which of the six colours each state of the domain is shown in. */
export const processTones: Readonly<Record<ProcessState, Tone>> = {
  queued: 'running',
  running: 'running',
  waiting: 'waiting',
  needs_attention: 'needs-you',
  failed: 'failed',
  done: 'done',
  ended: 'ended',
};
/** The same for how a process stands. */
export const standTones: Readonly<Record<ProcessStand, Tone>> = { ...processTones, late: 'late', retrying: 'retrying' };
export const customerTones: Readonly<Record<CustomerState, Tone>> = { active: 'done', disabled: 'ended', deleted: 'ended' };
export const subscriptionTones: Readonly<Record<SubscriptionState, Tone>> = {
  scheduled: 'waiting',
  provisioning: 'running',
  active: 'done',
  failed: 'failed',
  suspended: 'needs-you',
  ending: 'running',
  ended: 'ended',
  cancelled: 'ended',
  expired: 'ended',
};
export const userTones: Readonly<Record<UserState, Tone>> = {
  ready: 'done',
  locked: 'needs-you',
  not_activated: 'waiting',
  disabled: 'ended',
};
export const messageTones: Readonly<Record<MessageState, Tone>> = {
  queued: 'waiting',
  sending: 'running',
  delivered: 'done',
  delivered_to_emergency: 'done',
  bounced: 'failed',
  undeliverable: 'failed',
  called_off: 'ended',
};
export const orderTones: Readonly<Record<OrderState, Tone>> = {
  placed: 'running',
  in_progress: 'running',
  awaiting_payment: 'needs-you',
  needs_attention: 'needs-you',
  undoing: 'running',
  completed: 'done',
  partly_completed: 'done',
  cancelled: 'ended',
  given_up: 'failed',
};
export const orderLineTones: Readonly<Record<OrderLineState, Tone>> = {
  placed: 'waiting',
  provisioning: 'running',
  provisioned: 'running',
  refused: 'failed',
  left_out: 'ended',
  active: 'done',
  cancelled: 'ended',
  not_cancelled: 'failed',
};
export const paymentTones: Readonly<Record<PaymentState, Tone>> = {
  pending: 'running',
  requires_action: 'needs-you',
  authorised: 'waiting',
  captured: 'done',
  released: 'ended',
  declined: 'failed',
  refunded: 'ended',
};
export const undoTones: Readonly<Record<UndoState, Tone>> = {
  registered: 'running',
  done: 'done',
  undone: 'ended',
  undo_failed: 'failed',
};
