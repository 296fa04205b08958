import { Show } from 'solid-js';
import type { Column } from '../components/data-list.js';
import { Moment } from '../components/moment.js';
import { StateChip } from '../components/state-chip.js';
import { formatNumber } from '../format/numbers.js';
import { formatDay } from '../format/times.js';
import { messages } from '../i18n.js';
import { userTones } from '../state-tones.js';
import type { UserRow } from './users.data.js';

const shell = messages('shell');
const users = messages('users');

export const nameOf = (user: { readonly firstName: string; readonly lastName: string }): string => `${user.firstName} ${user.lastName}`;

/** A role with its staff permission, in as few words as tell them apart. */
export const roleText = (user: Pick<UserRow, 'role' | 'staffPermission'>): string => {
  if (user.role === 'customer_admin') return users().roles.administrator;
  return user.staffPermission === 'staff_member' ? users().roles.staff : users().roles.user;
};

/** What a phone shows of a user beside the name and the state. */
export const userBrief = (row: UserRow): string => [roleText(row), row.loginName].join(' · ');

const LastSignIn = (props: { readonly at: string | null }) => (
  <Show when={props.at} fallback={<span class="faint">{users().never}</span>}>
    {(at) => <Moment at={at()} />}
  </Show>
);

/** The state, and why nobody will follow the invitation: the row says so before anybody opens it. */
const StateOf = (props: { readonly row: UserRow }) => (
  <Show
    when={props.row.invitationLost}
    fallback={<StateChip tone={userTones[props.row.state]} label={shell().states.user[props.row.state]} />}
  >
    {(lost) => <StateChip tone="failed" label={users().invitationLost[lost()]} />}
  </Show>
);

/** The columns of the user list. */
export const userColumns = (): Column<UserRow>[] => {
  const words = users().columns;
  return [
    { id: 'name', title: words.name, priority: 1, width: 'lead', sort: 'name', cell: nameOf },
    {
      id: 'state',
      title: words.state,
      priority: 1,
      cell: (row) => <StateOf row={row} />,
    },
    { id: 'role', title: words.role, priority: 2, cell: roleText },
    { id: 'loginName', title: words.loginName, priority: 2, width: 'wide', cell: (row) => row.loginName },
    { id: 'email', title: words.email, priority: 3, cell: (row) => row.email },
    { id: 'services', title: words.services, priority: 2, number: true, width: 'narrow', cell: (row) => formatNumber(row.services) },
    { id: 'lastSignIn', title: words.lastSignIn, priority: 2, cell: (row) => <LastSignIn at={row.lastSignInAt} /> },
    { id: 'created', title: words.created, priority: 3, width: 'narrow', sort: 'created', cell: (row) => formatDay(row.createdAt) },
  ];
};
