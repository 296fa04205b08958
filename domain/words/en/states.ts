import type { CustomerState } from '../../customer/customer.js';
import type { UnitType } from '../../licence/licence.js';
import type { SubscriptionState } from '../../subscription/subscription.js';
import type { MessageState } from '../../message/message.js';
import type { OrderLineState, OrderState, PaymentState, UndoState } from '../../order/order.js';
import type { Role } from '../../permission/permissions.js';
import type { ProcessKind, ProcessState } from '../../process/process.js';
import type { UserState } from '../../user/user.js';

interface Counted {
  readonly one: string;
  readonly other: string;
}

/** The words for every state, kind, role and unit that the domain knows: on screens and in the files of lists. */
export const states = {
  customer: { active: 'Active', disabled: 'Disabled', deleted: 'Deleted' } as Record<CustomerState, string>,
  subscription: {
    scheduled: 'Waits for its date',
    provisioning: 'Being set up',
    active: 'Active',
    failed: 'Failed',
    suspended: 'Suspended',
    ending: 'Ending',
    ended: 'Ended',
    cancelled: 'Cancelled',
    expired: 'Expired',
  } as Record<SubscriptionState, string>,
  user: { ready: 'Ready', locked: 'Locked', not_activated: 'Not activated', disabled: 'Disabled' } as Record<UserState, string>,
  /** The state of a user whose newest invitation reached nobody. */
  invitationLost: { bounced: 'Not activated · invitation bounced', undeliverable: 'Not activated · invitation undeliverable' },
  message: {
    queued: 'Scheduled',
    sending: 'Being sent',
    delivered: 'Accepted',
    delivered_to_emergency: 'Accepted at the emergency address',
    bounced: 'Bounced',
    undeliverable: 'Undeliverable',
    called_off: 'Called off',
  } as Record<MessageState, string>,
  process: {
    queued: 'Queued',
    running: 'Running',
    waiting: 'Waiting',
    needs_attention: 'Needs you',
    failed: 'Failed',
    done: 'Done',
    ended: 'Ended',
  } as Record<ProcessState, string>,
  /** How a process stands that is in a state of its own all the same. */
  stand: { late: 'Late', retrying: 'Retrying' } as Record<'late' | 'retrying', string>,
  order: {
    placed: 'Placed',
    in_progress: 'In progress',
    awaiting_payment: 'Confirm your payment',
    needs_attention: 'Needs you',
    undoing: 'Being undone',
    completed: 'Completed',
    partly_completed: 'Completed in part',
    cancelled: 'Cancelled',
    given_up: 'Undone in part',
  } as Record<OrderState, string>,
  orderLine: {
    placed: 'Placed',
    provisioning: 'Being set up',
    provisioned: 'Set up',
    refused: 'Refused',
    left_out: 'Left out',
    active: 'Active',
    cancelled: 'Cancelled',
    not_cancelled: 'Not cancelled at the vendor',
  } as Record<OrderLineState, string>,
  payment: {
    pending: 'Being checked',
    requires_action: 'Waits for the bank',
    authorised: 'Reserved',
    captured: 'Charged',
    released: 'Released',
    declined: 'Declined',
    refunded: 'Refunded',
  } as Record<PaymentState, string>,
  paymentMethod: { account: 'Invoice on account', card: 'Card' },
  undo: {
    registered: 'Can be undone',
    done: 'Done',
    undone: 'Undone',
    undo_failed: 'Undo failed, needs a person',
  } as Record<UndoState, string>,
  processKind: {
    customer: 'Customer',
    licence: 'Licence',
    message: 'Message',
    activation: 'Activation',
    order: 'Order',
    user_import: 'User import',
    subscription_change: 'Subscription change',
    subscription: 'Subscription',
  } as Record<ProcessKind, string>,
  role: {
    operator: 'Operator',
    support: 'Support',
    reseller_admin: 'Reseller administrator',
    customer_admin: 'Administrator',
    customer_user: 'User',
  } as Record<Role, string>,
  /** The role of a customer's user together with its staff permission. */
  userRole: { administrator: 'Administrator', staff: 'Staff member', user: 'User' },
  unit: {
    seat: { one: 'seat', other: 'seats' },
    endpoint: { one: 'endpoint', other: 'endpoints' },
    user: { one: 'user', other: 'users' },
    mailbox: { one: 'mailbox', other: 'mailboxes' },
    encryption_key: { one: 'encryption key', other: 'encryption keys' },
    gb: { one: 'GB', other: 'GB' },
  } as Record<UnitType, Counted>,
};
