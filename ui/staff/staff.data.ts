import { staffRoles } from '../../domain/staff/staff.js';
import { userStates } from '../../domain/user/user.js';
import { api, type Outputs } from '../api.js';
import { useUrlState } from '../components/url-state.js';
import { useList } from '../list/use-list.js';
import { queryClient } from '../query-client.js';
import { useQuery } from '../use-query.js';

export type StaffRow = Outputs['staff']['list']['rows'][number];
export type StaffMember = Outputs['staff']['get'];

/** The list's filters, as they stand in the address. */
export const useStaffFilters = () => {
  const url = useUrlState();
  const filters = () => ({
    q: url.text('q') || undefined,
    state: url.list('state', userStates),
    role: url.list('role', staffRoles),
    channelId: url.text('channel') || undefined,
  });
  return { url, filters };
};

/** Those of the present question. */
export const useStaff = (filters: ReturnType<typeof useStaffFilters>['filters']) =>
  useList('staff.list', filters, api.staff.list, { leaves: true });

export const useChannels = () => useQuery(() => api.channels.list.queryOptions(undefined));

export const useStaffMember = (id: () => string) => useQuery(() => api.staff.get.queryOptions({ id: id() }));

export const refreshStaff = async (): Promise<void> => {
  await Promise.all(['staff.list', 'staff.get'].map((path) => queryClient.invalidateQueries({ queryKey: [path] })));
};

/** Once somebody is gone: the list as it was known isn't shown again, not even until the next answer. */
export const forgetStaffList = (): void => queryClient.removeQueries({ queryKey: ['staff.list'] });
