import { api, type Outputs } from '../api.js';
import { useInfiniteQuery } from '../use-query.js';

type Cursor = Outputs['users']['list']['nextCursor'];
type Question = { readonly customerId: string | undefined; readonly withService: string };

const pageSize = 50;

/** The users who have a service, by name, page after page. */
export const useHolders = (question: () => Question) =>
  useInfiniteQuery(() => {
    const asked = question();
    return {
      queryKey: ['users.list', asked] as const,
      queryFn: ({ pageParam, signal }: { pageParam: Cursor; signal: AbortSignal }) =>
        api.users.list.query({ ...asked, cursor: pageParam, limit: pageSize }, signal),
      initialPageParam: undefined as Cursor,
      getNextPageParam: (last: Outputs['users']['list']) => last.nextCursor,
    };
  });
