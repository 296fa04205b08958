import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';
import type { Order, OrderCommand } from './orders.data.js';

const orders = messages('orders');

/** Correcting is what helps where it is possible, then trying again; taking all back comes last. */
const bestFirst: readonly OrderCommand[] = ['correct', 'retry', 'leave_out', 'undo'];

/** What this person may command of the order now, best first. The server decides; this only offers. */
export const commandsOffered = ({ commands }: Pick<Order, 'commands'>): OrderCommand[] =>
  may('order.change') ? bestFirst.filter((command) => commands.includes(command)) : [];

/** A customer cancels an order; staff undo a purchase. */
export const commandLabel = (command: OrderCommand): string =>
  command === 'undo' && me()?.customer ? orders().commands.cancel : orders().commands[command];
