import type { UpdateDefinition } from '@temporalio/common';
import { setHandler } from '@temporalio/workflow';

/**
 * Answers an update. `mayRun` throws when the command isn't allowed now; it is synchronous because
 * the SDK doesn't await a validator, and a promise would let everything pass.
 */
export const onUpdate = <Ret, Args extends unknown[]>(
  definition: UpdateDefinition<Ret, Args>,
  mayRun: () => void,
  handler: (...args: Args) => Ret | Promise<Ret>,
): void => {
  setHandler<Ret, Args, UpdateDefinition<Ret, Args>>(definition, handler as never, {
    validator: () => {
      mayRun();
    },
  });
};
