import {
  InfiniteQueryObserver,
  QueryObserver,
  type DefaultError,
  type InfiniteData,
  type InfiniteQueryObserverOptions,
  type InfiniteQueryObserverResult,
  type QueryKey,
  type QueryObserverOptions,
  type QueryObserverResult,
} from '@tanstack/query-core';
import { createComputed, createMemo, on, onCleanup, untrack, type Accessor } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { queryClient } from './query-client.js';

export type { QueryObserverResult } from '@tanstack/query-core';

type Result = QueryObserverResult;
type Options = QueryObserverOptions;

/**
 * What is known of a question, as a store: the answer is merged into what is shown, so that only what changed is drawn again.
 *
 * The answers are no resources of Solid on purpose. Reading a resource ties the reader to the `Suspense` around the page, and each
 * time it is asked again in the background the page is taken out of the document and put back: focus is lost, and where that falls
 * into a navigation the old page stays for good.
 */
const observe = (options: Accessor<Options>, Observer: new (client: typeof queryClient, options: Options) => QueryObserver): Result => {
  const wanted = createMemo(() => ({ ...queryClient.defaultQueryOptions(options()), _optimisticResults: 'optimistic' as const }));
  const observer = new Observer(queryClient, untrack(wanted));
  let shown: unknown;
  // The store writes into what it is given, and the memory of answers isn't its own.
  const copied = (data: unknown) => (data === undefined ? undefined : structuredClone(data));
  const first = untrack(() => observer.getOptimisticResult(wanted()));
  shown = first.data;
  const [result, setResult] = createStore<Result>({ ...first, data: copied(first.data) } as Result);
  const show = (next: Result) => {
    const { data, ...rest } = next;
    setResult((last) => (data === shown ? rest : { ...rest, data: reconcile(copied(data))(last.data) }) as Result);
    shown = data;
  };
  onCleanup(observer.subscribe(show));
  createComputed(
    on(
      wanted,
      (next) => {
        observer.setOptions(next);
        show(observer.getOptimisticResult(next));
      },
      { defer: true },
    ),
  );
  return result;
};

/** A question to the server and its answer, kept fresh for as long as it is on the page. */
export const useQuery = <Data, Key extends QueryKey = QueryKey>(
  options: Accessor<QueryObserverOptions<Data, DefaultError, Data, Data, Key>>,
): QueryObserverResult<Data> => observe(options as unknown as Accessor<Options>, QueryObserver) as QueryObserverResult<Data>;

/** The same, page after page. */
export const useInfiniteQuery = <Page, Cursor, Key extends QueryKey = QueryKey>(
  options: Accessor<InfiniteQueryObserverOptions<Page, DefaultError, InfiniteData<Page, Cursor>, Key, Cursor>>,
): InfiniteQueryObserverResult<InfiniteData<Page, Cursor>> =>
  observe(
    options as unknown as Accessor<Options>,
    InfiniteQueryObserver as unknown as typeof QueryObserver,
  ) as unknown as InfiniteQueryObserverResult<InfiniteData<Page, Cursor>>;
