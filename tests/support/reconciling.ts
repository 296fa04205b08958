import type { ReconcileArea } from '../../domain/reconcile/difference.js';
import { platformScope } from '../../prisma/client.js';
import { createReconciler, type Reconciler, type ReconcilerOptions } from '../../server/reconcile/reconciler.js';
import { addOffer, aPrefix, buyCart, newTenant, orderIn } from './purchase.js';
import type { Trade } from './trade.js';

/** Looks that may follow at once, at rows however young. */
const eager: Partial<ReconcilerOptions> = { apartMs: 0, settledForMs: 0, commandWaitsMs: 0, requestsPerMinute: 10_000 };

/** What a test of the reconciler does with a product. */
export const reconcilingOf = (trade: () => Trade) => {
  const run = <Row extends object>(sql: string, values: readonly unknown[] = []) =>
    trade().stack.server.services.database.run<Row>(platformScope, sql, values);

  const aReconciler = (options: Partial<ReconcilerOptions> = {}): Reconciler => {
    const { database, engine, vendors, cards, settings } = trade().stack.server.services;
    return createReconciler({ database, engine, vendors, cards, taskQueue: settings.TEMPORAL_TASK_QUEUE }, { ...eager, ...options });
  };

  /** A whole look over an area, through whatever the engine or a vendor has it rest for. */
  const look = async (area: ReconcileArea, reconciler = aReconciler()): Promise<number> => {
    for (let [compared, rests] = [0, 0]; ;) {
      const step = await reconciler.step(area);
      compared += step.compared;
      if (step.did === 'ended') {
        await reconciler.leave();
        return compared;
      }
      if (step.did !== 'rests') continue;
      if ((rests += 1) > 40) throw new Error(`${area} rests`);
      await new Promise((resolve) => setTimeout(resolve, 200));
      await run('UPDATE reconcile_pass SET resume_at = now() WHERE ended_at IS NULL AND area = $1', [area]);
    }
  };

  return {
    run,
    aReconciler,
    look,
    itemsOf: (subjectId: string) =>
      run<{ cause: string; state: string }>('SELECT cause, state FROM attention_item WHERE subject_id = $1 ORDER BY opened_at, cause', [
        subjectId,
      ]),
    findingsOf: (object: string) =>
      run<{ cause: string; state: string }>('SELECT cause, state FROM reconcile_finding WHERE object = $1', [object]),
    /** A completed purchase of its own account at the vendor. */
    bought: async (payment?: { method: 'card'; cardRef: string }) => {
      const { carla, outside } = trade();
      const prefix = aPrefix();
      await addOffer(carla);
      const { orderId } = await buyCart(carla, { tenant: newTenant(prefix), ...(payment ? { payment } : {}) });
      await orderIn(carla, orderId, ['completed'], 40_000);
      const domain = `${prefix}.onmicrosoft.com`;
      const { subscriptions } = await outside.partnerState({ domain });
      const [line] = await run<{ id: string; subscriptionId: string }>(
        'SELECT id, subscription_id AS "subscriptionId" FROM order_line WHERE order_id = $1',
        [orderId],
      );
      return { orderId, domain, there: subscriptions[0]!, line: line! };
    },
  };
};
