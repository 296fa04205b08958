import { processKinds, processStates, type ProcessKind, type ProcessState } from '../../domain/process/process.js';
import { api, type Outputs } from '../api.js';
import { useUrlState } from '../components/url-state.js';
import { useList } from '../list/use-list.js';
import { queryClient } from '../query-client.js';
import { useQuery } from '../use-query.js';

export type ProcessRow = Outputs['processes']['list']['rows'][number];
export type EngineView = NonNullable<Outputs['processes']['engine']>;

/** The list's filters, as they stand in the address. */
export const useProcessFilters = () => {
  const url = useUrlState();
  const filters = () => ({
    q: url.text('q') || undefined,
    kind: url.list<ProcessKind>('kind', processKinds),
    state: url.list<ProcessState>('state', processStates),
  });
  return { url, filters };
};

/** The processes of the present question, and how many there are of each state and kind. */
export const useProcesses = (filters: ReturnType<typeof useProcessFilters>['filters']) => ({
  list: useList('processes.list', filters, api.processes.list),
  counts: useQuery(() => api.processes.counts.queryOptions(undefined)),
});

/** After a command: what it touched is asked for again at once. */
export const refreshProcesses = async (): Promise<void> => {
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => /^(processes|timeline)\./.test(String(queryKey[0])) });
};
