import { customerUserRoles } from '../../domain/user/user-input.js';
import { userStates } from '../../domain/user/user.js';
import { api, type Outputs } from '../api.js';
import { useUrlState } from '../components/url-state.js';
import { useList } from '../list/use-list.js';
import { useSorting } from '../list/use-sorting.js';
import type { AccountScope } from './account-scope.js';
import { useQuery } from '../use-query.js';

export type UserRow = Outputs['users']['list']['rows'][number];

/** The list's filters and sorting, as they stand in the address. */
export const useUserFilters = (scope: AccountScope) => {
  const url = useUrlState();
  const filters = () => ({
    customerId: scope.customerId(),
    q: url.text('q') || undefined,
    state: url.list('state', userStates),
    role: url.list('role', customerUserRoles),
  });
  return { url, filters, ...useSorting(url, ['name', 'created'], ['created']) };
};

/** The users of the present question, and how many there are of each state and role. */
export const useUsers = ({ filters, order }: ReturnType<typeof useUserFilters>) => ({
  list: useList('users.list', () => ({ ...filters(), ...order() }), api.users.list, { leaves: true }),
  count: useQuery(() => api.users.count.queryOptions(filters())),
});
