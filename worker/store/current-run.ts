import { Context } from '@temporalio/activity';

/** Whether the engine names this run of the activity's workflow the current one: of two runs, it is the one that goes on. */
export const isCurrentRun = async (runId: string): Promise<boolean> => {
  const { client, info } = Context.current();
  const { workflowId } = info.workflowExecution ?? {};
  if (workflowId === undefined) return false;
  return (await client.workflow.getHandle(workflowId).describe()).runId === runId;
};
