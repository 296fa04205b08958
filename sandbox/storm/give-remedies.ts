import { aPrefix, newTenant } from './buy.js';
import type { Draw } from './draw.js';
import { look } from './look.js';
import { pause, pressCommand, pressOnce, type Stage } from './press.js';

const reason = 'the storm says so';

const PATHS: Readonly<Record<string, string>> = {
  retry: 'orders.retry',
  reconcile: 'orders.reconcile',
  leave_out: 'orders.leaveOut',
  undo: 'orders.undo',
  give_up: 'orders.giveUp',
  correct: 'orders.correct',
};

/** One remedy of those that an order says it takes now; `correct` puts the payment on account, or names another account at the vendor. */
export const remedyOrder = async (stage: Stage, draw: Draw, id: string, only?: string): Promise<void> => {
  const { sam, olivia } = stage.people;
  const order = await sam.query('orders.get', { id });
  if (order.kind !== 'accepted') return;
  const allowed = (order.data.commands as string[]).filter((command) => PATHS[command] && (!only || command === only));
  if (allowed.length === 0) return;
  const command = draw.oneOf(allowed);
  const other = draw.next() < 0.5 ? { payment: { method: 'account' } } : { tenant: newTenant(aPrefix()) };
  const change = command === 'correct' ? { change: other } : {};
  await pressCommand(stage, command === 'give_up' ? olivia : sam, PATHS[command]!, id, { id, reason, ...change });
};

/** Staff: looks at what stands still, and presses a remedy; now and then at what is at work. */
export const keepRemedying = async (stage: Stage, draw: Draw): Promise<void> => {
  const { rita, sam } = stage.people;
  while (!stage.over()) {
    await pause(draw, 300, 1_100);
    const rows = await look(
      stage.world,
      `SELECT p.id, p.kind, p.state, p.subject_id, p.customer_id FROM process p
        WHERE p.state = 'needs_attention' OR (p.kind IN ('order', 'licence', 'message') AND p.state = 'running') ORDER BY p.updated_at DESC LIMIT 20`,
    ).catch(() => []);
    if (rows.length === 0) continue;
    const row = draw.oneOf(rows);
    const subject = String(row.subject_id);
    if (row.kind === 'order' && (row.state === 'needs_attention' || draw.next() < 0.3))
      await remedyOrder(stage, draw, subject, row.state === 'running' ? 'undo' : undefined).catch(() => undefined);
    else if (row.kind === 'licence' && row.state === 'needs_attention' && draw.next() < 0.5)
      await pressOnce(stage, rita, 'licences.retryFailed', String(row.customer_id), { customerId: row.customer_id });
    else if (row.kind === 'licence' && row.state === 'needs_attention')
      await pressOnce(stage, rita, 'licences.giveUp', subject, { licenceId: subject, reason });
    else if (draw.next() < 0.5) await pressCommand(stage, sam, 'processes.retryNow', String(row.id), { id: row.id, reason });
  }
};
