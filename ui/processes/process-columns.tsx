import type { Column } from '../components/data-list.js';
import { Moment } from '../components/moment.js';
import { formatDay } from '../format/times.js';
import { messages } from '../i18n.js';
import { ProcessBrief } from '../timeline/process-brief.js';
import { titleIn } from '../timeline/title-in.js';
import type { ProcessRow } from './processes.data.js';

const shell = messages('shell');
const processes = messages('processes');

/** What a phone shows of a process beside its title and where it stands. */
export const processBrief = (row: ProcessRow): string =>
  [shell().states.processKind[row.kind], row.customerName].filter(Boolean).join(' · ');

export const processColumns = (): Column<ProcessRow>[] => {
  const words = processes().columns;
  return [
    { id: 'title', title: words.title, priority: 1, width: 'lead', cell: titleIn },
    { id: 'kind', title: words.kind, priority: 2, width: 'narrow', cell: (row) => shell().states.processKind[row.kind] },
    {
      id: 'thread',
      title: words.thread,
      priority: 1,
      width: 'wide',
      cell: (row) => <ProcessBrief process={row} />,
    },
    { id: 'customer', title: words.customer, priority: 2, cell: (row) => row.customerName },
    { id: 'since', title: words.since, priority: 2, width: 'narrow', cell: (row) => <Moment at={row.stepSince} /> },
    { id: 'created', title: words.created, priority: 3, width: 'narrow', cell: (row) => formatDay(row.createdAt) },
  ];
};
