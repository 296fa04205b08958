import { setTimeout as wait } from 'node:timers/promises';

/** Far longer than what differs between one refusal and another, and no time at all for a person. */
const STEP_MS = 100;

/**
 * Waits until a whole number of steps has passed since `startedAt` (as performance.now() says it): how long the work took is not to be
 * read from the answer. A failure that is counted against a user writes a row more than one against nobody.
 */
export const untilNextStep = async (startedAt: number): Promise<void> => {
  const passed = performance.now() - startedAt;
  await wait(Math.ceil(STEP_MS - (passed % STEP_MS)));
};
