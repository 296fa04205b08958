import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type pg from 'pg';
import { workflowIdOf, workflowTypes } from '../../domain/process/process.js';
import type { PurchaseResult } from '../../workflows/contracts/purchase.js';
import { bare } from '../bare/bare.workflow.js';
import type { PlacedOrder } from './place-orders.js';

/** How many activities a workflow has had, and how long its history is. */
export interface Course {
  readonly locals: number;
  readonly regulars: number;
  readonly events: number;
}

/** Counted in the history, so that the bare workflow has as many whatever the product's own becomes. */
export const courseOf = async (engine: Client, workflowId: string): Promise<Course> => {
  const { events = [] } = await engine.workflow.getHandle(workflowId).fetchHistory();
  const count = (is: (event: NonNullable<typeof events>[number]) => unknown) => (events ?? []).filter(is).length;
  return {
    locals: count(({ markerRecordedEventAttributes: marker }) => marker?.markerName === 'core_local_activity'),
    regulars: count(({ activityTaskScheduledEventAttributes: scheduled }) => scheduled),
    events: events?.length ?? 0,
  };
};

/** From a placed order to all of its services being active. */
export const runOrder = async (engine: Client, taskQueue: string, order: PlacedOrder): Promise<void> => {
  const workflowId = workflowIdOf('order', order.orderId);
  const handle = await engine.workflow.start(workflowTypes.order, { workflowId, taskQueue, args: [order] });
  const { outcome } = (await handle.result()) as PurchaseResult;
  if (outcome !== 'completed') throw new Error(`order ${order.orderId} is ${outcome}`);
};

export const runBarely = async (engine: Client, taskQueue: string, { locals, regulars }: Course): Promise<void> => {
  await engine.workflow.execute(bare, { workflowId: `bare/${randomUUID()}`, taskQueue, args: [locals, regulars] });
};

const UNSENT = `
  SELECT count(*)::int AS unsent, count(*) FILTER (WHERE state = 'undeliverable')::int AS refused FROM message
   WHERE template = 'service_ready' AND state <> 'delivered'`;

/** Until every e-mail that a service is ready has been handed over. */
export const allMailed = async (client: pg.Client): Promise<void> => {
  for (;;) {
    const { unsent, refused } = (await client.query<{ unsent: number; refused: number }>(UNSENT)).rows[0]!;
    if (refused > 0) throw new Error(`${String(refused)} e-mails were refused`);
    if (unsent === 0) return;
    await wait(50);
  }
};
