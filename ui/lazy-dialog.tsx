import { createComponent, lazy, onMount, type Component } from 'solid-js';
import { failureOf, failureText } from './failure.js';
import { toast } from './components/toast.js';

interface Closable {
  readonly onClose: () => void;
}

/** Runs something when the page has nothing better to do; where the browser can't tell, a moment later. */
const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in window) window.requestIdleCallback(work, { timeout: 10_000 });
  else setTimeout(work, 2_000);
};

/** Stands in for a dialog whose code can't be had: says so, and closes. */
const Unreachable = (props: Closable) => {
  onMount(() => {
    toast('failed', failureText(failureOf(undefined)));
    props.onClose();
  });
  return null;
};

/**
 * A dialog whose code comes once its page stands idle, so that it opens at once, and without a connection too.
 * Pressed before that without a connection, it says so and the page stays. A browser remembers for the document's life
 * that a module couldn't be fetched, so the next press with a connection loads the page anew.
 */
export const lazyDialog = <Props extends Closable>(load: () => Promise<{ default: Component<Props> }>): Component<Props> => {
  let failed = false;
  const attempt = (): Component<Props> =>
    lazy(() =>
      load().catch(() => {
        if (failed && navigator.onLine) location.reload();
        failed = true;
        current = attempt();
        return { default: Unreachable };
      }),
    );
  let current = attempt();
  whenIdle(() => {
    if (navigator.onLine) void load().catch(() => undefined);
  });
  return (props) => createComponent(current, props);
};
