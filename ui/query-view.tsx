import { Show, createMemo, type JSX } from 'solid-js';
import { ErrorState } from './components/states.js';
import { failureOf, failureText } from './failure.js';
import { messages } from './i18n.js';

const shell = messages('shell');

interface Asked<T> {
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly fetchStatus?: string;
  readonly data: T | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface QueryViewProps<T> {
  readonly query: Asked<T>;
  /** The shape of what comes. */
  readonly waiting: JSX.Element;
  readonly children: (data: () => T) => JSX.Element;
}

/** What was asked for, once it is there; until then its shape, and if it can't be had, why and what to do. Old data stays while new is asked for. */
export const QueryView = <T,>(props: QueryViewProps<T>) => {
  const failure = () => failureOf(props.query.error);
  // What was there and isn't any more must not be acted upon.
  const isGone = () => props.query.isError && failure().code === 'not_found' && !failure().network;
  // Without a connection nothing is asked: that is said, instead of waiting for ever.
  const isOffline = () => props.query.isPending && props.query.fetchStatus === 'paused';
  // Reading `data` of a pending query would suspend the whole page.
  const ready = () => !props.query.isPending && props.query.data !== undefined && !isGone();
  // The last answer is kept for what is still on screen while another subject is asked for.
  const answer = createMemo<T | undefined>((last) => (ready() ? props.query.data : last));
  // An id that can't be one is as absent as one that isn't there; asking again wouldn't help.
  const absent = () => !failure().network && (failure().code === 'not_found' || failure().code === 'input_invalid');
  const onRetry = () => void props.query.refetch();
  return (
    <Show
      when={ready()}
      fallback={
        <Show when={props.query.isError || isOffline()} fallback={props.waiting}>
          <Show
            when={absent() && !isOffline()}
            fallback={
              <ErrorState
                text={isOffline() ? shell().failure.network : failureText(failure())}
                errorId={failure().errorId}
                onRetry={onRetry}
              />
            }
          >
            <ErrorState title={shell().notFound.record} text={shell().failures.not_found} onBack={() => globalThis.history.back()} />
          </Show>
        </Show>
      }
    >
      {props.children(() => answer() as T)}
    </Show>
  );
};
