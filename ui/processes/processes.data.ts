import { processKinds, processStates, type ProcessKind, type ProcessState } from '../../domain/process/process.js';
import { api, type Outputs } from '../api.js';
import { createSteadyRows } from '../components/steady-rows.js';
import { useUrlState } from '../components/url-state.js';
import { queryClient } from '../query-client.js';
import { useInfiniteQuery, useQuery } from '../use-query.js';

export type ProcessRow = Outputs['processes']['list']['rows'][number];
export type EngineView = NonNullable<Outputs['processes']['engine']>;
type Cursor = Outputs['processes']['list']['nextCursor'];

const pageSize = 50;

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

export type ProcessFilters = ReturnType<typeof useProcessFilters>;

/** The rows of the present question, page after page, live and steady; and how many there are of each state and kind. */
export const useProcesses = ({ filters }: ProcessFilters) => {
  const list = useInfiniteQuery(() => {
    const question = filters();
    return {
      queryKey: ['processes.list', question] as const,
      queryFn: ({ pageParam, signal }: { pageParam: Cursor; signal: AbortSignal }) =>
        api.processes.list.query({ ...question, cursor: pageParam, limit: pageSize }, signal),
      initialPageParam: undefined as Cursor,
      getNextPageParam: (last: Outputs['processes']['list']) => last.nextCursor,
    };
  });
  const counts = useQuery(() => api.processes.counts.queryOptions(undefined));
  const countOf = (where: { kind?: string; state?: string }): number | undefined =>
    counts.isSuccess
      ? counts.data
          .filter((one) => (where.kind ?? one.kind) === one.kind && (where.state ?? one.state) === one.state)
          .reduce((sum, one) => sum + one.count, 0)
      : undefined;
  const steady = createSteadyRows<ProcessRow>(
    () => (list.isSuccess ? { question: JSON.stringify(filters()), rows: list.data.pages.flatMap((page) => page.rows) } : undefined),
    (row) => row.id,
  );
  return { list, countOf, steady };
};

/** After a command: what it touched is asked for again at once. */
export const refreshProcesses = async (): Promise<void> => {
  await queryClient.invalidateQueries({ predicate: ({ queryKey }) => /^(processes|timeline)\./.test(String(queryKey[0])) });
};
