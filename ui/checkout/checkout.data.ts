import { api, type Outputs } from '../api.js';
import { me } from '../session/session.js';
import { useQuery } from '../use-query.js';

export type KnownTenant = Outputs['checkout']['tenants'][number];

export const useKnownTenants = (enabled: () => boolean) =>
  useQuery(() => ({ ...api.checkout.tenants.queryOptions(undefined), enabled: enabled() }));

/** How it can be paid; asked each time the checkout opens, as credit is used and cards are added elsewhere. */
export const usePaymentMethods = () => useQuery(() => ({ ...api.checkout.paymentMethods.queryOptions(undefined), staleTime: 0 }));

/** The caller's own customer, whose facts begin the form of a new account. */
export const useOwnCustomer = (enabled: () => boolean) =>
  useQuery(() => ({ ...api.customers.get.queryOptions({ id: me()?.customer?.id ?? '' }), enabled: enabled() && Boolean(me()?.customer) }));
