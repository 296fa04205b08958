import type { ProcessKind, ProcessState } from '../../domain/process/process.js';
import { listProcesses, processFilters, type ProcessRow } from '../process/processes.procedures.js';
import { listed, listExport } from './csv-export.js';

const HEADERS = {
  en: ['Process', 'Kind', 'State', 'Step', 'Customer', 'Next', 'Failure', 'Started', 'Ended', 'Workflow'],
  it: ['Processo', 'Tipo', 'Stato', 'Passo', 'Cliente', 'In programma', 'Errore', 'Avviato', 'Concluso', 'Workflow'],
} as const;
const KINDS: Readonly<Record<'en' | 'it', Readonly<Record<ProcessKind, string>>>> = {
  en: {
    customer: 'Customer',
    licence: 'Licence',
    message: 'Message',
    activation: 'Activation',
    user_import: 'User import',
    order: 'Order',
    subscription_change: 'Subscription change',
    subscription: 'Subscription',
  },
  it: {
    customer: 'Cliente',
    licence: 'Licenza',
    message: 'Messaggio',
    activation: 'Attivazione',
    user_import: 'Importazione utenti',
    order: 'Ordine',
    subscription_change: 'Modifica abbonamento',
    subscription: 'Abbonamento',
  },
};
const STATES: Readonly<Record<'en' | 'it', Readonly<Record<ProcessState, string>>>> = {
  en: {
    queued: 'Queued',
    running: 'Running',
    waiting: 'Waiting',
    needs_attention: 'Needs attention',
    failed: 'Failed',
    done: 'Done',
    ended: 'Ended',
  },
  it: {
    queued: 'In coda',
    running: 'In corso',
    waiting: 'In attesa',
    needs_attention: 'Richiede intervento',
    failed: 'Non riuscito',
    done: 'Fatto',
    ended: 'Terminato',
  },
};
/** GET /export/processes.csv: the list of processes. */
export const processesCsv = listExport({
  permission: 'process.read',
  filtersOf: ({ q, kind, state }) => processFilters.safeParse({ q, kind: listed(kind), state: listed(state) }).data,
  fileName: { en: 'processes.csv', it: 'processi.csv' },
  head: HEADERS,
  cells: (row: ProcessRow, { language, date }) => [
    (language === 'it' ? row.titleIt : null) ?? row.title,
    KINDS[language][row.kind],
    STATES[language][row.stuckSince === null ? row.state : 'needs_attention'],
    row.step,
    row.customerName,
    row.nextAt === null ? '' : date(row.nextAt),
    row.failureCode ?? '',
    date(row.createdAt),
    row.endedAt === null ? '' : date(row.endedAt),
    row.workflowId,
  ],
  page: (database, scope, filters, at) => listProcesses(database, scope, { ...filters, ...at }),
});
