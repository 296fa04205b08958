import { WorkflowNotFoundError } from '@temporalio/client';
import { Failure } from '../../domain/failure/failure-code.js';
import type { Engine } from '../engine/engine.js';
import { readEngineView } from '../process/engine-view.js';

/**
 * Wakes what waits between two tries; its attempts begin anew. Returns how many there were. The SDK has no method for it, the service
 * has. Error: engine_unreachable.
 */
export const wakeActivities = async ({ client }: Engine, workflowId: string, actorId: string): Promise<number> => {
  try {
    const view = await readEngineView(client, workflowId);
    const waiting = view.pendingActivities.filter((activity) => activity.state === 'scheduled');
    for (const activity of waiting) {
      await client.workflowService.resetActivity({
        namespace: client.options.namespace,
        execution: { workflowId, runId: view.runId },
        id: activity.id,
        identity: actorId,
      });
    }
    return waiting.length;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 0;
    if (error instanceof Failure) throw error;
    throw new Failure('engine_unreachable');
  }
};
