import { formatNumber, plural } from '../../format/numbers.js';

export const messages = {
  title: 'Add new users',
  intro: 'One or several at once. To paste from a spreadsheet, copy its rows and paste them into a first name.',
  user: (number: number) => `User ${number}`,
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail',
  loginName: 'Login name',
  loginHint: 'Empty: the e-mail address signs in.',
  role: 'Role',
  permission: 'Staff login permission',
  assigned: 'Allow user to manage only assigned services',
  staff: 'Assign staff-member roles to user',
  services: 'Services',
  freeSeats: (free: number) => plural(free, { one: '1 free', other: `${formatNumber(free)} free` }),
  sendEmail: 'Send activation e-mail',
  sendEmailOff: 'Ready at once, without any e-mail; on the user’s page set a password, or send a link to choose one.',
  addRow: 'Add row',
  removeRow: (number: number) => `Remove user ${number}`,
  most: (max: number) => `At most ${formatNumber(max)} in one form. Import a file for more.`,
  pasted: (count: number) => plural(count, { one: '1 row pasted', other: `${formatNumber(count)} rows pasted` }),
  restored: 'What you had typed before is here again.',
  discard: 'Discard draft',
  finish: (count: number) => plural(count, { one: 'Finish: add 1 user', other: `Finish: add ${formatNumber(count)} users` }),
  importInstead: 'Import a file instead',
  promise: (invited: number, ready: number) =>
    [
      ...(invited > 0
        ? [
            plural(invited, {
              one: '1 invitation goes out; its link works for 48 hours.',
              other: `${formatNumber(invited)} invitations go out; their links work for 48 hours.`,
            }),
          ]
        : []),
      ...(ready > 0
        ? [
            plural(ready, {
              one: '1 user is Ready at once without e-mail.',
              other: `${formatNumber(ready)} users are Ready at once without e-mail.`,
            }),
          ]
        : []),
    ].join(' '),
  done: {
    title: (count: number) => plural(count, { one: '1 user added', other: `${formatNumber(count)} users added` }),
    invited: 'Not activated; the invitation is on its way',
    ready: 'Ready; on the user’s page set a password or send a link',
    toList: 'Show users',
    toServices: 'Assign services',
    more: 'Add others',
  },
  import: {
    title: 'Import users',
    intro: 'Many users from one CSV file. First it is only checked; nothing is written before you say so.',
    refusedName: 'users-to-mend.csv',
    templateName: 'users-template.csv',
    person: 'Name',
    loginName: 'Login name',
    start: (count: number) => plural(count, { one: 'Add 1 user', other: `Add ${formatNumber(count)} users` }),
    running: (done: number, total: number) => `${formatNumber(done)} of ${formatNumber(total)} done`,
    leave: 'It goes on by itself; you may leave this page and come back.',
    ended: 'Import finished',
    added: (count: number) => plural(count, { one: '1 user added', other: `${formatNumber(count)} users added` }),
    skipped: (count: number) => plural(count, { one: '1 row left out', other: `${formatNumber(count)} rows left out` }),
    outcome: { added: 'Added', skipped: 'Left out' },
    results: 'Result for each row',
    more: 'Import another file',
  },
};
