import { useParams } from '@solidjs/router';
import { api } from '../api.js';
import { me } from '../session/session.js';
import { useQuery } from '../use-query.js';

/**
 * Whose people a page is about: the caller's own account at /users, or a customer's at /customers/:id/users.
 * The server decides again who may see them.
 */
export const useAccountScope = () => {
  const params = useParams<{ id?: string }>();
  const customerId = () => params.id;
  const customer = useQuery(() => ({ ...api.customers.get.queryOptions({ id: customerId() ?? '' }), enabled: customerId() !== undefined }));
  return {
    /** What the procedures take: nothing for the own account. */
    customerId,
    /** The beginning of the account's addresses. */
    base: () => (customerId() === undefined ? '' : `/customers/${customerId() ?? ''}`),
    company: () => (customerId() === undefined ? me()?.customer?.name : customer.isSuccess ? customer.data.company : undefined),
  };
};

export type AccountScope = ReturnType<typeof useAccountScope>;
