import { createSignal, type Accessor } from 'solid-js';
import { failureOf, type KnownFailure } from './failure.js';

interface Command {
  readonly busy: Accessor<boolean>;
  readonly failure: Accessor<KnownFailure | undefined>;
  /** Runs once at a time; true when it succeeded. */
  readonly run: (act: () => Promise<unknown>) => Promise<boolean>;
}

/** One command to the server: under way, done, or why not. */
export const createCommand = (): Command => {
  const [busy, setBusy] = createSignal(false);
  const [failure, setFailure] = createSignal<KnownFailure>();
  const run = async (act: () => Promise<unknown>) => {
    if (busy()) return false;
    setBusy(true);
    setFailure(undefined);
    try {
      await act();
      return true;
    } catch (error) {
      setFailure(failureOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { busy, failure, run };
};
