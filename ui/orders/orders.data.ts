import { orderStates, type OrderState } from '../../domain/order/order.js';
import { api, type Outputs } from '../api.js';
import { createSteadyRows } from '../components/steady-rows.js';
import { useUrlState } from '../components/url-state.js';
import { queryClient } from '../query-client.js';
import { useInfiniteQuery, useQuery } from '../use-query.js';

export type OrderRow = Outputs['orders']['list']['rows'][number];
export type Order = Outputs['orders']['get'];
export type OrderLine = Order['lines'][number];
export type LedgerEntry = Order['ledger'][number];
export type OrderLineCost = Outputs['orders']['vendorCosts']['lines'][number];
export type OrderCommand = Order['commands'][number];
type Cursor = Outputs['orders']['list']['nextCursor'];

const pageSize = 50;

/** The list's filters, as they stand in the address. */
export const useOrderFilters = () => {
  const url = useUrlState();
  const filters = () => ({
    q: url.text('q') || undefined,
    state: url.list<OrderState>('state', orderStates),
    customerId: url.text('customer') || undefined,
  });
  return { url, filters };
};

export type OrderFilters = ReturnType<typeof useOrderFilters>;

/** The rows of the present question, page after page, live and steady; and how many open ones there are of each state. */
export const useOrders = ({ filters }: OrderFilters) => {
  const list = useInfiniteQuery(() => {
    const question = filters();
    return {
      queryKey: ['orders.list', question] as const,
      queryFn: ({ pageParam, signal }: { pageParam: Cursor; signal: AbortSignal }) =>
        api.orders.list.query({ ...question, cursor: pageParam, limit: pageSize }, signal),
      initialPageParam: undefined as Cursor,
      getNextPageParam: (last: Outputs['orders']['list']) => last.nextCursor,
    };
  });
  const counts = useQuery(() => api.orders.openCounts.queryOptions(undefined));
  const countOf = (state: OrderState): number | undefined =>
    counts.isSuccess ? counts.data.find((one) => one.state === state)?.count : undefined;
  const steady = createSteadyRows<OrderRow>(
    () => (list.isSuccess ? { question: JSON.stringify(filters()), rows: list.data.pages.flatMap((page) => page.rows) } : undefined),
    (row) => row.id,
  );
  return { list, countOf, steady };
};

export const useOrder = (id: () => string) => useQuery(() => api.orders.get.queryOptions({ id: id() }));

/** After a command: what it touched is asked for again at once, without waiting for the stream to say so. */
export const refreshOrder = async (): Promise<void> => {
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => /^(orders|timeline|processes)\./.test(String(queryKey[0])) });
};
