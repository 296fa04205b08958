import { customerUserRoles } from '../../domain/user/user-input.js';
import { userStates } from '../../domain/user/user.js';
import { api, type Outputs } from '../api.js';
import type { Sorting } from '../components/data-list.js';
import { createSteadyRows } from '../components/steady-rows.js';
import { useUrlState } from '../components/url-state.js';
import type { AccountScope } from './account-scope.js';
import { useInfiniteQuery, useQuery } from '../use-query.js';

export type UserRow = Outputs['users']['list']['rows'][number];
type Sort = 'name' | 'created';
type Cursor = Outputs['users']['list']['nextCursor'];

const sorts: readonly Sort[] = ['name', 'created'];
const pageSize = 50;

/** The list's filters and sorting, as they stand in the address. */
export const useUserFilters = (scope: AccountScope) => {
  const url = useUrlState();
  const sort = (): Sort => url.list('sort', sorts)[0] ?? 'name';
  const direction = () => (url.text('direction') || (sort() === 'created' ? 'desc' : 'asc')) as 'asc' | 'desc';
  const filters = () => ({
    customerId: scope.customerId(),
    q: url.text('q') || undefined,
    state: url.list('state', userStates),
    role: url.list('role', customerUserRoles),
  });
  const onSort = (by: string) => {
    const flipped = direction() === 'asc' ? 'desc' : 'asc';
    url.set({ sort: by, direction: by === sort() ? flipped : by === 'created' ? 'desc' : 'asc' });
  };
  return {
    url,
    filters,
    onSort,
    sorting: (): Sorting => ({ by: sort(), direction: direction() }),
    question: () => ({ ...filters(), sort: sort(), direction: direction() }),
  };
};

export type UserFilters = ReturnType<typeof useUserFilters>;

/** The users of the present question, page after page, live and steady; and how many there are of each state and role. */
export const useUsers = (filters: UserFilters) => {
  const list = useInfiniteQuery(() => {
    const question = filters.question();
    return {
      queryKey: ['users.list', question] as const,
      queryFn: ({ pageParam, signal }: { pageParam: Cursor; signal: AbortSignal }) =>
        api.users.list.query({ ...question, cursor: pageParam, limit: pageSize }, signal),
      initialPageParam: undefined as Cursor,
      getNextPageParam: (last: Outputs['users']['list']) => last.nextCursor,
    };
  });
  const count = useQuery(() => api.users.count.queryOptions(filters.filters()));
  const countOf = (where: { state?: string; role?: string }): number | undefined =>
    count.isSuccess
      ? count.data.groups
          .filter((one) => (where.state ?? one.state) === one.state && (where.role ?? one.role) === one.role)
          .reduce((sum, one) => sum + one.count, 0)
      : undefined;
  const steady = createSteadyRows<UserRow>(
    () =>
      list.isSuccess ? { question: JSON.stringify(filters.question()), rows: list.data.pages.flatMap((page) => page.rows) } : undefined,
    (row) => row.id,
    true,
  );
  return { list, count, countOf, steady };
};
