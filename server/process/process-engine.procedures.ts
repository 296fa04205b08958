import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { commandId, type CommandKind } from '../../domain/command/kinds.js';
import { Failure } from '../../domain/failure/failure-code.js';
import { reasonText } from '../../domain/text/safe-text.js';
import { askCommand, mustNotBeRefused } from '../command/ask-command.js';
import { procedureFor, type UserContext } from '../trpc.js';
import { readEngineView } from './engine-view.js';

interface Target {
  id: string;
  kind: string;
  state: string;
  subject_id: string;
  workflow_id: string;
  protocol: string;
  tier1_id: string;
  channel_id: string;
  customer_id: string;
}

const findTarget = async (ctx: UserContext, id: string): Promise<Target> => {
  const [row] = await ctx.database.read<Target>(
    ctx.scope,
    'SELECT id, kind, state, subject_id, workflow_id, protocol, tier1_id, channel_id, customer_id FROM process WHERE id = $1',
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

const retries = { licence: 'licence.retry', message: 'message.retry', order: 'order.retry' } as const;

/** Which command retries a process: what stands still is told to go on, what waits between two tries is woken. */
const retryOf = ({ state, kind }: Target): CommandKind =>
  (state === 'needs_attention' ? (retries as Readonly<Record<string, CommandKind>>)[kind] : undefined) ?? 'process.retry_now';

/** Retry now: what waits for a person goes on; what waits between two tries is tried at once. Error: state_conflict when nothing waits. */
export const retryNow = procedureFor('process.retry')
  .input(z.strictObject({ id: z.uuid(), reason: reasonText(), commandId }))
  .mutation(async ({ ctx, input: { id, reason, commandId: asked } }) => {
    const target = await findTarget(ctx, id);
    const kind = retryOf(target);
    const answer = await askCommand(ctx, { kind, id: asked, alike: [...Object.values(retries), 'process.retry_now'] }, () =>
      Promise.resolve({
        subjectId: kind === 'process.retry_now' ? id : target.subject_id,
        tenant: { tier1Id: target.tier1_id, channelId: target.channel_id, customerId: target.customer_id },
        process: { id, workflowId: target.workflow_id, protocol: target.protocol },
        input: {},
        reason,
        before: { state: target.state },
      }),
    );
    return mustNotBeRefused(answer);
  });
