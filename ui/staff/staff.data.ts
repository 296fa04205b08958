import { staffRoles } from '../../domain/staff/staff.js';
import { userStates } from '../../domain/user/user.js';
import { api, type Outputs } from '../api.js';
import { createSteadyRows } from '../components/steady-rows.js';
import { useUrlState } from '../components/url-state.js';
import { queryClient } from '../query-client.js';
import { useInfiniteQuery, useQuery } from '../use-query.js';

export type StaffRow = Outputs['staff']['list']['rows'][number];
export type StaffMember = Outputs['staff']['get'];
type Cursor = Outputs['staff']['list']['nextCursor'];

const pageSize = 50;

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

/** Those of the present question, page after page, live and steady. */
export const useStaff = (filters: () => ReturnType<ReturnType<typeof useStaffFilters>['filters']>) => {
  const list = useInfiniteQuery(() => {
    const question = filters();
    return {
      queryKey: ['staff.list', question] as const,
      queryFn: ({ pageParam, signal }: { pageParam: Cursor; signal: AbortSignal }) =>
        api.staff.list.query({ ...question, cursor: pageParam, limit: pageSize }, signal),
      initialPageParam: undefined as Cursor,
      getNextPageParam: (last: Outputs['staff']['list']) => last.nextCursor,
    };
  });
  const steady = createSteadyRows<StaffRow>(
    () => (list.isSuccess ? { question: JSON.stringify(filters()), rows: list.data.pages.flatMap((page) => page.rows) } : undefined),
    (row) => row.id,
    true,
  );
  return { list, steady };
};

export const useChannels = () => useQuery(() => api.channels.list.queryOptions(undefined));

export const useStaffMember = (id: () => string) => useQuery(() => api.staff.get.queryOptions({ id: id() }));

export const refreshStaff = async (): Promise<void> => {
  await Promise.all(['staff.list', 'staff.get'].map((path) => queryClient.invalidateQueries({ queryKey: [path] })));
};
