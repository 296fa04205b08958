import { customerStates, type CustomerState } from '../../domain/customer/customer.js';
import { api, type Outputs } from '../api.js';
import type { Sorting } from '../components/data-list.js';
import { createSteadyRows } from '../components/steady-rows.js';
import { useUrlState } from '../components/url-state.js';
import { useInfiniteQuery, useQuery } from '../use-query.js';

export type CustomerRow = Outputs['customers']['list']['rows'][number];
type Sort = 'created' | 'company' | 'accountName';
type Cursor = Outputs['customers']['list']['nextCursor'];

const sorts: readonly Sort[] = ['created', 'company', 'accountName'];
const pageSize = 50;

/** The list's filters and sorting, as they stand in the address. */
export const useCustomerFilters = () => {
  const url = useUrlState();
  const sort = (): Sort => url.list('sort', sorts)[0] ?? 'created';
  const direction = () => (url.text('direction') || (sort() === 'created' ? 'desc' : 'asc')) as 'asc' | 'desc';
  const filters = () => ({
    q: url.text('q') || undefined,
    state: url.list<CustomerState>('state', customerStates),
    channelId: url.text('channel') || undefined,
  });
  const onSort = (by: string) => {
    const same = by === sort();
    const flipped = direction() === 'asc' ? 'desc' : 'asc';
    url.set({ sort: by, direction: same ? flipped : by === 'created' ? 'desc' : 'asc' });
  };
  return {
    url,
    filters,
    onSort,
    sorting: (): Sorting => ({ by: sort(), direction: direction() }),
    question: () => ({ ...filters(), sort: sort(), direction: direction() }),
  };
};

export type CustomerFilters = ReturnType<typeof useCustomerFilters>;

/** The rows of the present question, page after page, live and steady. */
export const useCustomers = (filters: CustomerFilters) => {
  const list = useInfiniteQuery(() => {
    const question = filters.question();
    return {
      queryKey: ['customers.list', question] as const,
      queryFn: ({ pageParam, signal }: { pageParam: Cursor; signal: AbortSignal }) =>
        api.customers.list.query({ ...question, cursor: pageParam, limit: pageSize }, signal),
      initialPageParam: undefined as Cursor,
      getNextPageParam: (last: Outputs['customers']['list']) => last.nextCursor,
    };
  });
  const count = useQuery(() => api.customers.count.queryOptions(filters.filters()));
  const steady = createSteadyRows<CustomerRow>(
    () =>
      list.isSuccess ? { question: JSON.stringify(filters.question()), rows: list.data.pages.flatMap((page) => page.rows) } : undefined,
    (row) => row.id,
  );
  return { list, count, steady };
};
