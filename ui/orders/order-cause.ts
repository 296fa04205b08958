import { isFailureCode } from '../../domain/failure/failure-code.js';
import { messages } from '../i18n.js';
import { commandsOffered } from './order-commands.js';
import type { Order } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');

/** What went wrong and what to do next; names only what can be done to this order. */
const sentence = (order: Order, code: string | null): string => {
  if (!isFailureCode(code)) return shell().failures.internal;
  return orders().failures[code]?.(commandsOffered(order).includes('leave_out')) ?? shell().failures[code];
};

/** What the order stands still for; its page says it once, at its head. */
export const causeOf = (order: Order): string | undefined =>
  order.state === 'needs_attention' ? sentence(order, order.failureCode) : undefined;

/** Why a part of the order isn't done, where that isn't what the head of the page says already. */
export const ownCause = (order: Order, code: string | null): string | undefined =>
  code === null || (order.state === 'needs_attention' && code === order.failureCode) ? undefined : sentence(order, code);
