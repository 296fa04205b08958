import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';
import type { Order, OrderCommand } from './orders.data.js';

const orders = messages('orders');

/** Correcting is what helps where it is possible, then trying again; taking all back comes last, and giving that up after it. */
const bestFirst: readonly OrderCommand[] = ['correct', 'retry', 'reconcile', 'leave_out', 'undo', 'give_up'];

/** What this person may command of the order now, best first. The server decides; this only offers. */
export const commandsOffered = ({ commands }: Pick<Order, 'commands'>): OrderCommand[] =>
  bestFirst.filter((command) => commands.includes(command) && may(command === 'give_up' ? 'order.give_up' : 'order.change'));

/** A customer cancels an order; staff undo a purchase. */
export const commandLabel = (command: OrderCommand): string =>
  command === 'undo' && me()?.customer ? orders().commands.cancel : orders().commands[command];
