import { Show } from 'solid-js';
import type { Column } from '../components/data-list.js';
import { StateChip } from '../components/state-chip.js';
import { formatDay } from '../format/times.js';
import { formatNumber } from '../format/numbers.js';
import { messages } from '../i18n.js';
import { me } from '../session/session.js';
import { customerTones } from '../state-tones.js';
import { ProcessBrief } from '../timeline/process-brief.js';
import type { CustomerRow } from './customers.data.js';

const shell = messages('shell');
const customers = messages('customers');

const CustomerThread = (props: { readonly row: CustomerRow }) => (
  <Show when={props.row.process} fallback={<span class="faint">{customers().atRest}</span>}>
    {(process) => <ProcessBrief process={process()} />}
  </Show>
);

/** What a phone shows of a customer beside the company and what is under way. */
export const customerBrief = (row: CustomerRow): string => [shell().states.customer[row.state], row.accountName].join(' · ');

/** The columns of the customer list; the reseller's name only for those who see more than one. */
export const customerColumns = (): Column<CustomerRow>[] => {
  const words = customers().columns;
  const columns: Column<CustomerRow>[] = [
    { id: 'company', title: words.company, priority: 1, width: 'lead', sort: 'company', cell: (row) => row.company },
    {
      id: 'state',
      title: words.state,
      priority: 2,
      width: 'narrow',
      cell: (row) => <StateChip bare tone={customerTones[row.state]} label={shell().states.customer[row.state]} />,
    },
    { id: 'thread', title: words.thread, priority: 1, width: 'wide', cell: (row) => <CustomerThread row={row} /> },
    { id: 'accountName', title: words.accountName, priority: 2, sort: 'accountName', cell: (row) => row.accountName },
    { id: 'licences', title: words.licences, priority: 2, number: true, width: 'narrow', cell: (row) => formatNumber(row.licenceCount) },
    { id: 'city', title: words.city, priority: 3, cell: (row) => row.city },
    { id: 'contact', title: words.contact, priority: 3, cell: (row) => <span title={row.contactEmail}>{row.contactName}</span> },
    { id: 'channel', title: words.channel, priority: 3, cell: (row) => row.channelName },
    { id: 'created', title: words.created, priority: 2, width: 'narrow', sort: 'created', cell: (row) => formatDay(row.createdAt) },
  ];
  return me()?.user.role === 'reseller_admin' && me()?.channel === undefined
    ? columns.filter((column) => column.id !== 'channel')
    : columns;
};
