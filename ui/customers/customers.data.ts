import { customerStates, type CustomerState } from '../../domain/customer/customer.js';
import { api, type Outputs } from '../api.js';
import { useUrlState } from '../components/url-state.js';
import { useList } from '../list/use-list.js';
import { useSorting } from '../list/use-sorting.js';
import { useQuery } from '../use-query.js';

export type CustomerRow = Outputs['customers']['list']['rows'][number];

/** The list's filters and sorting, as they stand in the address. */
export const useCustomerFilters = () => {
  const url = useUrlState();
  const filters = () => ({
    q: url.text('q') || undefined,
    state: url.list<CustomerState>('state', customerStates),
    channelId: url.text('channel') || undefined,
  });
  return { url, filters, ...useSorting(url, ['created', 'company', 'accountName'], ['created']) };
};

export type CustomerFilters = ReturnType<typeof useCustomerFilters>;

/** The customers of the present question, and how many there are. */
export const useCustomers = ({ filters, order }: CustomerFilters) => ({
  list: useList('customers.list', () => ({ ...filters(), ...order() }), api.customers.list),
  count: useQuery(() => api.customers.count.queryOptions(filters())),
});
