import { workflowInfo } from '@temporalio/workflow';
import type { Fence } from '../contracts/command.js';

/**
 * Numbers the writes of one run, so that one that comes late, from a worker that was asleep or from a task that was run again, loses
 * against the later one. `run`: 1, and one more each time that the workflow continues as new.
 */
export const openFence = (run = 1): (() => Fence) => {
  let seq = 0;
  return () => {
    seq += 1;
    return { run, length: workflowInfo().historyLength, seq };
  };
};
