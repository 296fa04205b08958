import { orderStates, type OrderState } from '../../domain/order/order.js';
import { api, type Outputs } from '../api.js';
import { useUrlState } from '../components/url-state.js';
import { useList } from '../list/use-list.js';
import { queryClient } from '../query-client.js';
import { useQuery } from '../use-query.js';

export type OrderRow = Outputs['orders']['list']['rows'][number];
export type Order = Outputs['orders']['get'];
export type OrderLine = Order['lines'][number];
export type LedgerEntry = Order['ledger'][number];
export type OrderLineCost = Outputs['orders']['vendorCosts']['lines'][number];
export type OrderCommand = Order['commands'][number];

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

/** The orders of the present question, and how many open ones there are of each state. */
export const useOrders = (filters: ReturnType<typeof useOrderFilters>['filters']) => ({
  list: useList('orders.list', filters, api.orders.list),
  counts: useQuery(() => api.orders.openCounts.queryOptions(undefined)),
});

export const useOrder = (id: () => string) => useQuery(() => api.orders.get.queryOptions({ id: id() }));

/** After a command: what it touched is asked for again at once, without waiting for the stream to say so. */
export const refreshOrder = async (): Promise<void> => {
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => /^(orders|timeline|processes)\./.test(String(queryKey[0])) });
};
