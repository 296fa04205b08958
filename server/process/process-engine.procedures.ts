import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { Failure } from '../../domain/failure/failure-code.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { retryLicence } from '../../workflows/contracts/apply-licence.js';
import { retryMessage } from '../../workflows/contracts/deliver-message.js';
import { retryOrder } from '../../workflows/contracts/purchase.js';
import { auditedCommand } from '../audit/audited-command.js';
import { procedureFor, type UserContext } from '../trpc.js';
import { readEngineView } from './engine-view.js';

interface Target {
  id: string;
  kind: string;
  state: string;
  workflow_id: string;
  tier1_id: string;
  channel_id: string;
  customer_id: string;
}

const findTarget = async (ctx: UserContext, id: string): Promise<Target> => {
  const [row] = await ctx.database.read<Target>(
    ctx.scope,
    'SELECT id, kind, state, workflow_id, tier1_id, channel_id, customer_id FROM process WHERE id = $1',
    [id],
  );
  if (!row) throw new Failure('not_found');
  return row;
};

const reach = async <T>(work: Promise<T>): Promise<T | undefined> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    if (error instanceof Failure) throw error;
    throw new Failure('engine_unreachable');
  }
};

/** The engine's own view of a process; null when it doesn't know the workflow (not started yet, or past its retention). Error: engine_unreachable. */
export const processEngine = procedureFor('process.engine')
  .input(z.object({ id: z.uuid() }))
  .query(async ({ ctx, input }) => {
    const target = await findTarget(ctx, input.id);
    const view = await reach(readEngineView(ctx.engine.client, target.workflow_id));
    const ui = ctx.settings.TEMPORAL_UI_URL;
    const link =
      ui && view
        ? `${ui}/namespaces/${ctx.settings.TEMPORAL_NAMESPACE}/workflows/${encodeURIComponent(target.workflow_id)}/${view.runId}/history`
        : null;
    return view ? { ...view, uiUrl: link } : null;
  });

/** Wakes an activity that waits between two tries; its attempts begin anew. The SDK has no method for it, the service has. */
const resetPendingActivities = async (ctx: UserContext, workflowId: string): Promise<number> => {
  const { client } = ctx.engine;
  const view = await readEngineView(client, workflowId);
  const waiting = view.pendingActivities.filter((activity) => activity.state === 'scheduled');
  for (const activity of waiting) {
    await client.workflowService.resetActivity({
      namespace: ctx.settings.TEMPORAL_NAMESPACE,
      execution: { workflowId, runId: view.runId },
      id: activity.id,
      identity: ctx.user.id,
    });
  }
  return waiting.length;
};

const retry = async (ctx: UserContext, target: Target): Promise<boolean> => {
  if (target.state === 'needs_attention' && target.kind === 'licence') {
    await ctx.engine.update(target.workflow_id, retryLicence, [{ actor: { id: ctx.user.id } }]);
    return true;
  }
  if (target.state === 'needs_attention' && target.kind === 'message') {
    await ctx.engine.update(target.workflow_id, retryMessage, [{ actor: { id: ctx.user.id } }]);
    return true;
  }
  if (target.state === 'needs_attention' && target.kind === 'order') {
    await ctx.engine.update(target.workflow_id, retryOrder, [{ actor: { id: ctx.user.id } }]);
    return true;
  }
  return ((await reach(resetPendingActivities(ctx, target.workflow_id))) ?? 0) > 0;
};

/** Retry now: what waits for a person goes on; what waits between two tries is tried at once. Errors: state_conflict when nothing waits, engine_unreachable. */
export const retryNow = procedureFor('process.retry')
  .input(z.strictObject({ id: z.uuid(), reason: reasonText() }))
  .mutation(async ({ ctx, input }) => {
    const target = await findTarget(ctx, input.id);
    const retryOrRefuse = async () => {
      if (!(await retry(ctx, target))) throw new Failure('state_conflict', { state: target.state });
    };
    await auditedCommand(ctx, retryOrRefuse, [
      {
        action: 'process.retry_now',
        subjectType: 'process',
        subjectId: target.id,
        reason: input.reason,
        tenant: { tier1Id: target.tier1_id, channelId: target.channel_id, customerId: target.customer_id },
      },
    ]);
    return { ok: true };
  });
