import { condition, defineSignal, proxyActivities, proxyLocalActivities, setHandler } from '@temporalio/workflow';

interface Activities {
  nothing(): Promise<void>;
}

const local = proxyLocalActivities<Activities>({ startToCloseTimeout: '10s' });
const regular = proxyActivities<Activities>({ startToCloseTimeout: '10s' });

/** The least that a workflow can be: so many activities that do nothing, one after the other. */
export async function bare(locals: number, regulars: number): Promise<void> {
  for (let done = 0; done < locals; done += 1) await local.nothing();
  for (let done = 0; done < regulars; done += 1) await regular.nothing();
}

export const go = defineSignal('go');

/** The same, once it is signalled. */
export async function signalled(locals: number, regulars: number): Promise<void> {
  let isOn = false;
  setHandler(go, () => {
    isOn = true;
  });
  await condition(() => isOn);
  await bare(locals, regulars);
}
