import type { Api } from '../../support/client.js';
import type { SkippedTime } from './skipped-time.js';

/** One way that a workflow can go; returns the id of the workflow that went it. */
export interface Story {
  readonly workflowType: string;
  readonly name: string;
  /** It lets days pass, so that it comes before those that may stop the test server's time. */
  readonly passesTime?: true;
  play(world: { time: SkippedTime; rita: Api; carla: Api; sam: Api }): Promise<string>;
}
