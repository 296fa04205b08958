import { orderEnds, undoableLines } from '../../domain/order/order.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import type { Actor } from '../../workflows/contracts/open-customer.js';
import type { OrderProgress, OrderStoreActivities } from '../../workflows/contracts/purchase.js';
import { completeLines } from './complete-order.js';
import { correctOrderInput } from './correct-order.js';
import { endLinesGivenUp, giveUpEntry } from './give-up-undo.js';
import { countLines, lockOrder, moveLine, moveOrder, needsOf } from './order-rows.js';
import { writeProgress, type Told } from './record-progress.js';

const enterInLedger = async (tx: Tx, { processId, orderId, undo }: OrderProgress): Promise<void> => {
  if (!undo) return;
  const { tier1Id, channelId, customerId } = await tx.order.findUniqueOrThrow({ where: { id: orderId } });
  const entry = { tier1Id, channelId, customerId, processId, step: undo.by, position: undo.position, state: 'registered' };
  await tx.undoEntry.createMany({ data: [entry], skipDuplicates: true });
};

/** Where an order stands, with its process, timeline and ledger, in the caller's transaction. */
const write = async (tx: Tx, progress: OrderProgress, told?: Told): Promise<void> => {
  if (progress.orderState) await moveOrder(tx, progress.orderId, progress.orderState);
  await enterInLedger(tx, progress);
  await writeProgress(tx, progress, told);
};

const audit = (tx: Tx, orderId: string, tenant: object, actor: Actor, action: string, after: object) =>
  tx.auditEntry.create({
    data: { ...tenant, actorId: actor.id, actorName: 'workflow', action, subjectType: 'order', subjectId: orderId, after },
  });

const money = (minor: number, currency: string): Record<string, string> => ({ amountMinor: String(minor), currency });

/** Writes about orders, each with its process, timeline and ledger in one transaction. */
export const createOrderStore = (database: Database, mailHost: string): OrderStoreActivities => ({
  openOrder: (progress) =>
    database.write(platformScope, async (tx) => {
      const order = await lockOrder(tx, progress.orderId);
      await write(tx, progress);
      return needsOf(tx, order);
    }),

  recordOrder: (progress) => database.write(platformScope, (tx) => write(tx, progress)),

  applyCorrection: ({ correctionId, actor, progress }) =>
    database.write(platformScope, async (tx) => {
      const order = await lockOrder(tx, progress.orderId);
      await correctOrderInput(tx, order, correctionId, actor);
      await write(tx, progress);
      return needsOf(tx, await lockOrder(tx, progress.orderId));
    }),

  leaveOutRefused: ({ actor, progress }) =>
    database.write(platformScope, async (tx) => {
      const order = await lockOrder(tx, progress.orderId);
      const refused = order.lines.filter(({ state }) => state === 'refused');
      for (const line of refused) await moveLine(tx, line, ['refused'], { state: 'left_out' });
      const { tier1Id, channelId, customerId } = order;
      const lines = refused.map(({ lineNumber }) => lineNumber);
      if (lines.length > 0) await audit(tx, order.id, { tier1Id, channelId, customerId }, actor, 'order.leave_out', { lines });
      await write(tx, progress);
      return countLines((await lockOrder(tx, progress.orderId)).lines);
    }),

  completeOrder: ({ at, progress }) =>
    database.write(platformScope, async (tx) => {
      const order = await lockOrder(tx, progress.orderId);
      const outcome = order.lines.some(({ state }) => state === 'left_out') ? 'partly_completed' : 'completed';
      if ((orderEnds as readonly string[]).includes(order.state)) return { outcome };
      const chargedMinor = await completeLines(tx, order, at, mailHost);
      await moveOrder(tx, order.id, outcome, new Date(at));
      await tx.undoEntry.updateMany({ where: { processId: progress.processId, state: 'registered' }, data: { state: 'done' } });
      const events = [...(progress.events ?? []), { kind: `order_${outcome}`, key: `${order.id}:end` }];
      await write(tx, { ...progress, orderState: outcome, events }, money(chargedMinor, order.currency));
      return { outcome };
    }),

  recordUndo: ({ position, failure, progress }) =>
    database.write(platformScope, async (tx) => {
      await tx.undoEntry.updateMany({
        where: { processId: progress.processId, position, state: { not: 'undone' } },
        data: failure ? { state: 'undo_failed', failureCode: failure } : { state: 'undone', failureCode: null, undoneAt: new Date() },
      });
      await write(tx, progress);
    }),

  cancelOrder: (progress) =>
    database.write(platformScope, async (tx) => {
      const order = await lockOrder(tx, progress.orderId);
      for (const line of order.lines) await moveLine(tx, line, undoableLines, { state: 'cancelled' });
      await moveOrder(tx, order.id, 'cancelled', new Date());
      await write(tx, progress);
    }),

  giveUpUndo: ({ giveUpId, position, actor, progress }) =>
    database.write(platformScope, async (tx) => {
      const order = await lockOrder(tx, progress.orderId);
      const told = await giveUpEntry(tx, order, { giveUpId, processId: progress.processId, position, actor });
      await write(tx, progress, told);
    }),

  endGivenUp: (progress) =>
    database.write(platformScope, async (tx) => {
      const order = await lockOrder(tx, progress.orderId);
      const left = await endLinesGivenUp(tx, order, progress.processId);
      if (!left) return;
      await moveOrder(tx, order.id, 'given_up', new Date());
      await write(tx, { ...progress, events: [...(progress.events ?? []), { kind: 'order_given_up', key: `${order.id}:end` }] }, left);
    }),
});
