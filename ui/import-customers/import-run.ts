import { createSignal } from 'solid-js';
import { createStore, reconcile } from 'solid-js/store';
import { api, type Outputs } from '../api.js';
import { emailWhenInput, emptyEmailWhen, type EmailWhenDraft } from '../customer-form/email-when.js';
import { failureOf, type KnownFailure } from '../failure.js';

export type CheckedRow = Outputs['customers']['importDryRun']['rows'][number];
export type ImportResult = Outputs['customers']['import']['results'][number];
type Phase = 'choosing' | 'checking' | 'checked' | 'running' | 'stopping' | 'over';

interface ImportRun {
  phase: Phase;
  csv: string;
  /** What unknown headings mean, by their key; nothing leaves one out. */
  columns: Record<string, string>;
  channelId: string;
  rows: CheckedRow[];
  results: ImportResult[];
  /** When each account e-mail goes out; a date is meant by each customer's own clock. */
  accountEmail: EmailWhenDraft;
  failure?: KnownFailure;
}

/** Rows a call: enough to be quick, few enough that progress moves and Stop is heard. */
const batchSize = 25;

/** A file's way through check and import. The import goes in batches; repeating one after a lost answer creates nothing twice. */
export const createImportRun = () => {
  const [run, setRun] = createStore<ImportRun>({
    phase: 'choosing',
    csv: '',
    columns: {},
    channelId: '',
    rows: [],
    results: [],
    accountEmail: emptyEmailWhen(),
  });
  const [key, setKey] = createSignal('');
  const source = () => ({ csv: run.csv, columns: { ...run.columns }, channelId: run.channelId === '' ? undefined : run.channelId });
  const goodLines = () => run.rows.filter((row) => row.ok).map((row) => row.line);
  const openLines = () => goodLines().filter((line) => !run.results.some((result) => result.line === line));

  const check = async () => {
    setRun({ phase: 'checking', failure: undefined });
    try {
      const { rows } = await api.customers.importDryRun.mutate(source());
      setKey(crypto.randomUUID().replaceAll('-', ''));
      setRun({ phase: 'checked', rows: rows as CheckedRow[], results: [] });
    } catch (error) {
      setRun({ phase: 'choosing', failure: failureOf(error) });
    }
  };
  const start = async () => {
    setRun({ phase: 'running', failure: undefined });
    try {
      while (openLines().length > 0 && run.phase === 'running') {
        const lines = openLines().slice(0, batchSize);
        const { results } = await api.customers.import.mutate({
          ...source(),
          lines,
          idempotencyKey: key(),
          accountEmail: emailWhenInput(run.accountEmail),
        });
        setRun('results', (all) => [...all, ...(results as ImportResult[])]);
      }
      setRun('phase', 'over');
    } catch (error) {
      setRun({ phase: 'over', failure: failureOf(error) });
    }
  };
  return {
    run,
    goodLines,
    openLines,
    check,
    start,
    stop: () => setRun('phase', 'stopping'),
    setAccountEmail: (part: Partial<EmailWhenDraft>) => setRun('accountEmail', part),
    setCsv: (csv: string) => setRun(reconcile({ ...run, csv, columns: {}, failure: undefined })),
    setColumn: (heading: string, column: string) => setRun('columns', heading, column),
    setSource: (part: { channelId: string }) => setRun(part),
    reset: () =>
      setRun(
        reconcile({
          phase: 'choosing',
          csv: '',
          columns: {},
          channelId: run.channelId,
          rows: [],
          results: [],
          accountEmail: emptyEmailWhen(),
        }),
      ),
    backToFile: () => setRun({ phase: 'choosing', rows: [], results: [], failure: undefined }),
  };
};

export type Importing = ReturnType<typeof createImportRun>;
