import { undoableLines, type OrderNeeds } from '../../domain/order/order.js';
import { platformScope, type Database, type Tx } from '../../prisma/client.js';
import { needsOf } from '../../records/order/order-needs.js';
import type { Actor } from '../../workflows/contracts/open-customer.js';
import type { OrderProgress, OrderStoreActivities } from '../../workflows/contracts/purchase.js';
import type { Postman } from '../postman.js';
import { completeOrder } from './complete-order.js';
import { correctOrderInput } from './correct-order.js';
import { endLinesGivenUp, giveUpEntry } from './give-up-undo.js';
import { besideOpening, besideOrder } from './order-progress.js';
import { countLines, lockOrder, moveLine, moveOrder } from './order-rows.js';
import { moveProcess, progressStatement, writeProgress, type Told } from './record-progress.js';

/** Where an order stands, with its process, timeline and ledger, in the caller's transaction. */
const write = (tx: Tx, progress: OrderProgress, told?: Told): Promise<boolean> => writeProgress(tx, progress, told, besideOrder(progress));

const audit = (tx: Tx, orderId: string, tenant: object, actor: Actor, action: string, after: object) =>
  tx.auditEntry.create({
    data: { ...tenant, actorId: actor.id, actorName: 'workflow', action, subjectType: 'order', subjectId: orderId, after },
  });

/** Writes about orders, each with its process, timeline and ledger in one transaction. */
export const createOrderStore = (database: Database, mailHost: string, postman: Postman): OrderStoreActivities => ({
  openOrder: async (progress) => {
    const { sql, values } = progressStatement(progress, {}, besideOpening(progress));
    const [needs] = await database.run<OrderNeeds>(platformScope, sql, values);
    if (!needs) throw new Error(`there is no order ${progress.orderId}`);
    return needs;
  },

  recordOrder: async (progress) => {
    await moveProcess((sql, values) => database.run(platformScope, sql, values), progress, {}, besideOrder(progress));
  },

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

  completeOrder: async ({ at, progress }) => {
    const { outcome, messageIds } = await completeOrder(database, { at, progress, mailHost });
    postman.post(messageIds.map((messageId) => ({ messageId, processId: progress.processId })));
    return { outcome };
  },

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
