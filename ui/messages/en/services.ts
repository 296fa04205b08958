import { formatNumber, plural } from '../../format/numbers.js';

export const messages = {
  title: 'Services',
  titleOf: (company: string) => `Services of ${company}`,
  columns: { service: 'Service', state: 'State', used: 'In use', free: 'Free' },
  used: (used: number, units: string) => `${formatNumber(used)} of ${units}`,
  exhausted: 'All in use',
  empty: 'No services yet',
  emptyText: 'What this account buys, and the plans assigned to it, appear here.',
  holders: 'Users who have it',
  noHolders: 'Nobody has it yet.',
  assign: 'Assign to users',
  withdraw: 'Take back',
  withdrawFrom: (name: string) => `Take back from ${name}`,
  withdrawn: 'Taken back; the unit is free again',
  assigned: (count: number) => plural(count, { one: 'Assigned to 1 user', other: `Assigned to ${formatNumber(count)} users` }),
  free: (free: number, units: string) => `${formatNumber(free)} of ${units} free`,
  full: (units: string) => `All ${units} are in use. Take one back from somebody, or buy more.`,
  dialog: {
    title: (service: string) => `Assign ${service}`,
    search: 'Find users',
    list: 'Users without this service',
    nobody: 'Nobody else can get it.',
    noMatch: 'Nobody matches.',
    more: 'More match; search for a name to narrow them down.',
    chosen: (count: number, free: number) => `${formatNumber(count)} chosen, ${formatNumber(free)} free`,
    tooMany: (over: number) => plural(over, { one: '1 more than is free', other: `${formatNumber(over)} more than are free` }),
    save: (count: number) =>
      count === 0 ? 'Assign' : plural(count, { one: 'Assign to 1 user', other: `Assign to ${formatNumber(count)} users` }),
  },
  own: {
    yours: 'Assigned to you',
    text: 'You may use this service. For access or help, write to support.',
    none: 'This service isn’t assigned to you',
    noneText: 'Your administrator can assign it to you.',
  },
};
