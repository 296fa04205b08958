import { formatNumber, plural } from '../../format/numbers.js';

export const messages = {
  title: 'Customers',
  count: (count: number, capped: boolean) =>
    capped ? `more than ${formatNumber(count)} customers` : plural(count, { one: '1 customer', other: `${formatNumber(count)} customers` }),
  create: 'Create customer',
  importing: 'Import',
  search: 'Company, account name, e-mail, city',
  state: 'State',
  channel: 'Reseller',
  columns: {
    company: 'Company',
    thread: 'Thread',
    accountName: 'Account name',
    state: 'State',
    licences: 'Services',
    city: 'City',
    contact: 'Contact',
    channel: 'Reseller',
    created: 'Created',
  },
  atRest: 'Up to date',
  empty: 'No customers yet',
  emptyText: 'Create the first one, or bring many from a CSV file.',
  emptyForReader: 'None has been created yet.',
};
