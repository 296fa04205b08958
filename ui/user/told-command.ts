import { createCommand } from '../command.js';
import { toast } from '../components/toast.js';
import { refreshCustomer } from '../customer/customer.data.js';
import { failureText } from '../failure.js';

/** A command behind a single button: says that it is done, or why not, and shows the newest state either way. */
export const createToldCommand = () => {
  const command = createCommand();
  const run = async (act: () => Promise<unknown>, done: string): Promise<boolean> => {
    const succeeded = await command.run(act);
    const failure = command.failure();
    if (succeeded) toast('done', done);
    else if (failure) toast('failed', failureText(failure));
    await refreshCustomer();
    return succeeded;
  };
  return { busy: command.busy, run };
};
