import { Show } from 'solid-js';
import type { Column } from '../components/data-list.js';
import { Moment } from '../components/moment.js';
import { StateChip } from '../components/state-chip.js';
import { formatDay } from '../format/times.js';
import { messages } from '../i18n.js';
import { userTones } from '../state-tones.js';
import type { StaffRow } from './staff.data.js';

const shell = messages('shell');
const staff = messages('staff');

export const nameOf = (one: { readonly firstName: string; readonly lastName: string }): string => `${one.firstName} ${one.lastName}`;

/** For whom somebody works: a channel, or the platform itself. */
export const placeOf = ({ channelName }: Pick<StaffRow, 'channelName'>): string => channelName ?? staff().platform;

const LastSignIn = (props: { readonly at: string | null }) => (
  <Show when={props.at} fallback={<span class="faint">{staff().never}</span>}>
    {(at) => <Moment at={at()} />}
  </Show>
);

export const staffColumns = (): Column<StaffRow>[] => {
  const words = staff().columns;
  return [
    { id: 'name', title: words.name, priority: 1, width: 'lead', cell: nameOf },
    {
      id: 'state',
      title: words.state,
      priority: 1,
      cell: (row) => <StateChip tone={userTones[row.state]} label={shell().states.user[row.state]} />,
    },
    { id: 'role', title: words.role, priority: 2, cell: (row) => shell().states.role[row.role] },
    { id: 'channel', title: words.channel, priority: 2, cell: placeOf },
    { id: 'loginName', title: words.loginName, priority: 3, width: 'wide', cell: (row) => row.loginName },
    { id: 'factor', title: words.factor, priority: 3, cell: (row) => (row.hasFactor ? staff().factorOn : staff().factorOff) },
    { id: 'lastSignIn', title: words.lastSignIn, priority: 2, cell: (row) => <LastSignIn at={row.lastSignInAt} /> },
    { id: 'created', title: words.created, priority: 3, width: 'narrow', cell: (row) => formatDay(row.createdAt) },
  ];
};
