import { createStore, reconcile } from 'solid-js/store';
import { api, type Outputs } from '../api.js';
import { useUrlState } from '../components/url-state.js';
import { failureOf, type KnownFailure } from '../failure.js';
import { useQuery } from '../use-query.js';

export type CheckedRow = Outputs['users']['importDryRun']['rows'][number];
export type ImportResult = Outputs['users']['importStatus']['results'][number];

interface ImportRun {
  phase: 'choosing' | 'checking' | 'checked' | 'starting';
  csv: string;
  /** What unknown headings mean, by their key; nothing leaves one out. */
  columns: Record<string, string>;
  key: string;
  rows: CheckedRow[];
  failure?: KnownFailure;
}

const askAgainMs = 1_000;
const empty = (): ImportRun => ({ phase: 'choosing', csv: '', columns: {}, key: '', rows: [] });

/** The import of a file of users: chosen, checked, started; then it is a process of its own, found again by its id in the address. */
export const createImportRun = (customerId: () => string | undefined) => {
  const url = useUrlState();
  const [run, setRun] = createStore<ImportRun>(empty());
  const importId = () => url.text('import');
  const status = useQuery(() => ({
    ...api.users.importStatus.queryOptions({ id: importId() }),
    enabled: importId() !== '',
    refetchInterval: (query: { state: { data?: { ended: boolean } } }) => (query.state.data?.ended === true ? false : askAgainMs),
  }));
  const attempt = async (phase: 'checking' | 'starting', back: 'choosing' | 'checked', act: () => Promise<void>) => {
    setRun({ phase, failure: undefined });
    try {
      await act();
    } catch (error) {
      setRun({ phase: back, failure: failureOf(error) });
    }
  };
  const readFile = async () => {
    const { rows } = await api.users.importDryRun.mutate({ customerId: customerId(), csv: run.csv, columns: { ...run.columns } });
    // One key a checked file: starting it twice, or again after a lost answer, imports it once.
    setRun({ phase: 'checked', rows: rows as CheckedRow[], key: crypto.randomUUID().replaceAll('-', '') });
  };
  const startProcess = async () => {
    const { importId: id } = await api.users.import.mutate({
      customerId: customerId(),
      csv: run.csv,
      columns: { ...run.columns },
      idempotencyKey: run.key,
    });
    url.set({ import: id });
  };
  const check = () => attempt('checking', 'choosing', readFile);
  const start = () => attempt('starting', 'checked', startProcess);
  return {
    run,
    importId,
    status,
    check,
    start,
    good: () => run.rows.filter((row) => row.ok).length,
    setCsv: (csv: string) => setRun(reconcile({ ...run, csv, columns: {}, failure: undefined })),
    setColumn: (heading: string, column: string) => setRun('columns', heading, column),
    backToFile: () => setRun({ phase: 'choosing', rows: [], failure: undefined }),
    reset: () => {
      url.set({ import: undefined });
      setRun(reconcile(empty()));
    },
  };
};

export type Importing = ReturnType<typeof createImportRun>;
