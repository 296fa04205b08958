import type { Request, Response } from 'express';
import type { ProcessKind, ProcessState } from '../../domain/process/process.js';
import { scopeOf, type Services } from '../context.js';
import { listProcesses, processFilters, type ProcessRow } from '../process/processes.procedures.js';
import { exporterOf, listed, readingOf, streamCsv } from './csv-export.js';

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
const PAGE = 200;

/** GET /export/processes.csv: the list of processes with its filters, streamed page by page, in the user's language and time zone. */
export const processesCsv =
  (services: Services) =>
  async (request: Request, response: Response): Promise<void> => {
    const user = await exporterOf(services, request, response, 'process.read');
    if (!user) return;
    const { q, kind, state } = request.query;
    const parsed = processFilters.safeParse({ q, kind: listed(kind), state: listed(state) });
    if (!parsed.success) {
      response.status(400).type('text/plain').send('input_invalid');
      return;
    }
    const { language, date } = readingOf(user);
    await streamCsv<ProcessRow>(response, {
      fileName: language === 'it' ? 'processi.csv' : 'processes.csv',
      head: HEADERS[language],
      cells: (row) => [
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
      pageAfter: (cursor) => listProcesses(services.database, scopeOf(user), { ...parsed.data, cursor, limit: PAGE }),
    });
  };
