import { api, type Outputs } from '../api.js';
import { useInfiniteQuery } from '../use-query.js';

export type ThreadPage = Outputs['timeline']['ofCustomer'];

export type ThreadSubject =
  { readonly customerId: string } | { readonly processId: string } | { readonly userId: string } | { readonly orderId: string };

const ask = (of: ThreadSubject, cursor: number | undefined, signal: AbortSignal): Promise<ThreadPage> => {
  if ('customerId' in of) return api.timeline.ofCustomer.query({ ...of, cursor }, signal);
  if ('orderId' in of) return api.timeline.ofOrder.query({ ...of, cursor }, signal);
  return 'userId' in of ? api.timeline.ofUser.query({ ...of, cursor }, signal) : api.timeline.ofProcess.query({ ...of, cursor }, signal);
};

const keyOf = (of: ThreadSubject): string => {
  if ('customerId' in of) return 'timeline.ofCustomer';
  if ('orderId' in of) return 'timeline.ofOrder';
  return 'userId' in of ? 'timeline.ofUser' : 'timeline.ofProcess';
};

/** The thread of a customer, of one process, of one user or of one order; its past comes page after page, newest first. */
export const useThread = (subject: () => ThreadSubject) =>
  useInfiniteQuery(() => {
    const of = subject();
    return {
      queryKey: [keyOf(of), of] as const,
      queryFn: ({ pageParam: cursor, signal }: { pageParam: number | undefined; signal: AbortSignal }) => ask(of, cursor, signal),
      initialPageParam: undefined as number | undefined,
      getNextPageParam: (last: ThreadPage) => last.nextCursor,
    };
  });
