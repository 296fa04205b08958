import { formatNumber, plural } from '../../format/numbers.js';

export const messages = {
  title: 'Overview',
  greeting: (name: string) => `Signed in as ${name}`,
  counts: { label: 'Processes by state', customers: 'Active customers', newCustomers: 'New in 7 days', users: 'Users' },
  attention: {
    title: 'Needs you',
    none: 'Nothing needs you.',
    noneText: 'Whatever stands still for want of a decision appears here.',
    all: 'All that need you',
    since: (span: string) => `for ${span}`,
  },
  upcoming: {
    title: 'Coming up',
    none: 'Nothing is planned.',
    all: 'All that wait',
    kinds: {
      account_email: 'Account e-mail',
      licence_start: 'Licence starts',
      activation_expires: 'Invitation expires',
      payment_confirmation_expires: 'Bank’s confirmation expires',
      order_undone_by_itself: 'Purchase is undone by itself',
      retry: 'Next attempt',
    } as Record<string, string>,
  },
  services: {
    title: 'Services',
    none: 'No service yet',
    noneAdmin: 'Your reseller can assign plans to your account.',
    noneUser: 'Your administrator can assign services to you.',
    used: (used: string, units: string) => `${used} of ${units} in use`,
    starts: (date: string) => `Starts ${date}`,
  },
  users: {
    title: 'Users',
    count: (count: number) => plural(count, { one: '1 user', other: `${formatNumber(count)} users` }),
    open: 'Show users',
    add: 'Add new users',
  },
};
