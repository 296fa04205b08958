import { isFailureCode, type FailureCode } from '../../domain/failure/failure-code.js';
import { bestFirst, isAboutPayment, isRecommended } from '../../domain/order/remedies.js';
import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';
import type { Order, OrderCommand } from './orders.data.js';

const orders = messages('orders');

const failureOf = ({ failureCode }: Pick<Order, 'failureCode'>): FailureCode | undefined =>
  isFailureCode(failureCode) ? failureCode : undefined;

/** What this person may command of the order now, best first. The server decides; this only offers. */
export const commandsOffered = (order: Pick<Order, 'commands' | 'failureCode'>): OrderCommand[] =>
  bestFirst(order.commands, failureOf(order)).filter((command) => may(command === 'give_up' ? 'order.give_up' : 'order.change'));

/** The one command that is recommended by its look; undefined where none is. */
export const recommended = (order: Pick<Order, 'commands' | 'failureCode'>): OrderCommand | undefined =>
  commandsOffered(order)
    .slice(0, 1)
    .find((command) => isRecommended(command, failureOf(order)));

/** A customer cancels an order, and chooses another payment where that is what is wrong; staff undo a purchase and correct it. */
export const commandLabel = (command: OrderCommand, order?: Pick<Order, 'failureCode'>): string => {
  if (command === 'undo' && me()?.customer) return orders().commands.cancel;
  if (command === 'correct' && isPayment(order)) return orders().commands.choosePayment;
  return orders().commands[command];
};

const isPayment = (order: Pick<Order, 'failureCode'> | undefined): boolean => {
  const failure = order && failureOf(order);
  return failure !== undefined && isAboutPayment(failure);
};
