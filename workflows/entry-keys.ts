import { workflowInfo } from '@temporalio/workflow';

/** Makes keys for timeline entries: the run's id and a counter, so the same at each replay. */
export const entryKeys = (): (() => string) => {
  let count = 0;
  return () => {
    count += 1;
    return `${workflowInfo().runId}:${String(count)}`;
  };
};
