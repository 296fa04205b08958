import { isFailureCode } from '../../domain/failure/failure-code.js';
import { messages } from '../i18n.js';
import type { Order } from './orders.data.js';

const shell = messages('shell');

const sentence = (code: string | null): string => (isFailureCode(code) ? shell().failures[code] : shell().failures.internal);

/** What the order stands still for; its page says it once, at its head. */
export const causeOf = (order: Order): string | undefined => (order.state === 'needs_attention' ? sentence(order.failureCode) : undefined);

/** Why a part of the order isn't done, where that isn't what the head of the page says already. */
export const ownCause = (order: Order, code: string | null): string | undefined =>
  code === null || (order.state === 'needs_attention' && code === order.failureCode) ? undefined : sentence(code);
