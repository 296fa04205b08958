import { sleep } from '@temporalio/workflow';

/** Does nothing for a while: something for the engine's clock to skip to. */
export async function pace(ms: number): Promise<void> {
  await sleep(ms);
}
