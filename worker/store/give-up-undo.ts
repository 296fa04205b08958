import { orderEnds, undoableLines, type UndoStep } from '../../domain/order/order.js';
import type { Tx } from '../../prisma/client.js';
import type { Actor } from '../../workflows/contracts/open-customer.js';
import { alivePayment, tenantOf, type OrderRow, type PaymentRow } from './order-rows.js';
import type { Told } from './record-progress.js';

/** Where reasons of servers from before commands were rows are, by their ids. */
interface OrderInput {
  readonly giveUps?: Readonly<Record<string, { readonly reason: string; readonly actorName: string }>>;
}

const leftBy = async (tx: Tx, order: OrderRow, id: string): Promise<{ reason: string; actorName: string }> => {
  const command = await tx.command.findUnique({ where: { id } });
  if (command) return { reason: command.reason ?? '', actorName: command.actorName };
  return (order.input as OrderInput).giveUps?.[id] ?? { reason: '', actorName: '' };
};

/** Says in the ledger who gave its entry up, and why; the entry stays one whose undoing failed. Once, whatever is repeated. */
export const giveUpEntry = async (
  tx: Tx,
  order: OrderRow,
  { giveUpId, processId, position, actor }: { giveUpId: string; processId: string; position: number; actor: Actor },
): Promise<Told> => {
  const { reason, actorName } = await leftBy(tx, order, giveUpId);
  const where = { processId_position: { processId, position } };
  const { detail, step, failureCode } = await tx.undoEntry.findUniqueOrThrow({ where });
  const { givenUp } = detail as { givenUp?: object };
  if (givenUp) return { reason };
  await tx.undoEntry.update({
    where,
    data: { state: 'undo_failed', detail: { givenUp: { by: actorName, reason, at: new Date().toISOString() } } },
  });
  await tx.auditEntry.create({
    data: {
      ...tenantOf(order),
      actorId: actor.id,
      actorName,
      action: 'order.give_up',
      subjectType: 'order',
      subjectId: order.id,
      before: { step, undo: 'undo_failed', failure: failureCode },
      after: { step, undo: 'given_up' },
      reason,
      commandId: giveUpId,
    },
  });
  return { reason };
};

/** What a payment still holds or has kept (minor units). */
const leftOf = ({ state, authorisedMinor, capturedMinor, refundedMinor }: PaymentRow): number =>
  Number(state === 'captured' ? capturedMinor - refundedMinor : authorisedMinor);

/** Ends the lines of an order whose undoing was given up, and says what is left: units at the vendor, money held or taken (minor units). */
export const endLinesGivenUp = async (tx: Tx, order: OrderRow, processId: string): Promise<Told | undefined> => {
  if ((orderEnds as readonly string[]).includes(order.state)) return undefined;
  const failed = await tx.undoEntry.findMany({ where: { processId, state: 'undo_failed' } });
  const isLeft = (undo: UndoStep): boolean => failed.some(({ step }) => step === undo);
  const state = isLeft('cancel_at_vendor') ? 'not_cancelled' : 'cancelled';
  const where = { orderId: order.id, state: { in: [...undoableLines] } };
  const { count } = await tx.orderLine.updateMany({ where, data: { state } });
  const payment = isLeft('release_payment') ? alivePayment(order) : undefined;
  return {
    ...(state === 'not_cancelled' ? { lines: count } : {}),
    ...(payment ? { amountMinor: leftOf(payment), currency: payment.currency } : {}),
  };
};
