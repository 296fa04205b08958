import { api, type Outputs } from '../api.js';
import { language } from '../i18n.js';
import { queryClient } from '../query-client.js';
import { useInfiniteQuery, useQuery } from '../use-query.js';

export type Customer = Outputs['customers']['get'];
export type Subscription = Customer['subscriptions'][number];
export type AccountEmail = NonNullable<Customer['accountEmail']>;

export const useCustomer = (id: () => string) => useQuery(() => api.customers.get.queryOptions({ id: id() }));

/** The audit log of a customer, page after page. */
export const useAudit = (customerId: () => string) =>
  useInfiniteQuery(() => ({
    queryKey: ['audit.ofCustomer', { customerId: customerId() }] as const,
    queryFn: ({ pageParam, signal }: { pageParam: number | undefined; signal: AbortSignal }) =>
      api.audit.ofCustomer.query({ customerId: customerId(), cursor: pageParam }, signal),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (last: Outputs['audit']['ofCustomer']) => last.nextCursor,
  }));

const touched = [
  'customers.get',
  'timeline.ofCustomer',
  'audit.ofCustomer',
  'users.get',
  'users.list',
  'users.count',
  'services.list',
  'timeline.ofUser',
  'overview.get',
];

/** After a command: what it touched is asked for again at once, without waiting for the stream to say so. */
export const refreshCustomer = async (): Promise<void> => {
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => touched.includes(String(queryKey[0])) });
};

/** A subscription by its plan's name in the present language. */
export const licenceTitle = (licence: Pick<Subscription, 'nameEn' | 'nameIt'>): string =>
  language() === 'it' ? licence.nameIt : licence.nameEn;

/** The e-mail waits for its date and may be moved, sent now or called off. */
export const emailWaits = (email: Customer['accountEmail']): boolean => email?.state === 'queued' && Date.parse(email.dueAt) > Date.now();
