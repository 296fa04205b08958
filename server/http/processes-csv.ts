import { standOf } from '../../domain/process/usual-time.js';
import { listProcesses, processFilters, type ProcessRow } from '../process/processes.procedures.js';
import { listed, listExport } from './csv-export.js';

const HEADERS = {
  en: ['Process', 'Kind', 'State', 'Step', 'Customer', 'Next', 'Failure', 'Started', 'Ended', 'Workflow'],
  it: ['Processo', 'Tipo', 'Stato', 'Passo', 'Cliente', 'In programma', 'Errore', 'Avviato', 'Concluso', 'Workflow'],
} as const;

/** GET /export/processes.csv: the list of processes. */
export const processesCsv = listExport({
  permission: 'process.read',
  filtersOf: ({ q, kind, state }) => processFilters.safeParse({ q, kind: listed(kind), state: listed(state) }).data,
  fileName: { en: 'processes.csv', it: 'processi.csv' },
  head: HEADERS,
  cells: (row: ProcessRow, { language, states, date, now }) => [
    (language === 'it' ? row.titleIt : null) ?? row.title,
    states.processKind[row.kind],
    { ...states.process, ...states.stand }[standOf(row, row.kind, now)],
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
