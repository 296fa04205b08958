import SearchX from 'lucide-solid/icons/search-x';
import UserRoundPlus from 'lucide-solid/icons/user-round-plus';
import { Show, Suspense, createSignal } from 'solid-js';
import { lazyDialog } from '../lazy-dialog.js';
import { mayHaveRole, staffRoles } from '../../domain/staff/staff.js';
import { userStates } from '../../domain/user/user.js';
import { Button } from '../components/button.js';
import type { Filter } from '../components/filter-bar.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState } from '../components/states.js';
import { messages } from '../i18n.js';
import { ListView } from '../list/list-view.js';
import { may, me } from '../session/session.js';
import { nameOf, placeOf, staffColumns } from './staff-columns.js';
import { useChannels, useStaff, useStaffFilters } from './staff.data.js';

const InviteStaffDialog = lazyDialog(() => import('./invite-staff.dialog.js'));

const shell = messages('shell');
const staff = messages('staff');

/** C20: those who work for the platform and for resellers. */
const StaffPage = () => {
  const { url, filters } = useStaffFilters();
  const list = useStaff(filters);
  const channels = useChannels();
  const [inviting, setInviting] = createSignal(false);
  const ofPlatform = () => may('staff.factor');
  const roles = () => staffRoles.filter((role) => ofPlatform() || mayHaveRole(me()?.user.role ?? 'support', role));
  const choices = (): Filter[] => [
    {
      id: 'state',
      label: staff().columns.state,
      chosen: filters().state,
      onChange: (state) => url.set({ state }),
      options: userStates.map((state) => ({ value: state, label: shell().states.user[state] })),
    },
    ...(roles().length > 1
      ? [
          {
            id: 'role',
            label: staff().columns.role,
            chosen: filters().role,
            onChange: (role: readonly string[]) => url.set({ role }),
            options: roles().map((role) => ({ value: role, label: shell().states.role[role] })),
          },
        ]
      : []),
    ...(channels.isSuccess && channels.data.length > 1
      ? [
          {
            id: 'channel',
            label: staff().columns.channel,
            chosen: [filters().channelId ?? []].flat(),
            onChange: (chosen: readonly string[]) => url.set({ channel: chosen.at(-1) }),
            options: channels.data.map(({ id, name }) => ({ value: id, label: name })),
          },
        ]
      : []),
  ];
  return (
    <>
      <PageHead
        title={ofPlatform() ? staff().title : staff().titleOfReseller}
        below={ofPlatform() ? staff().intro : staff().introOfReseller}
        actions={
          <Show when={may('staff.write')}>
            <Button kind="primary" icon={UserRoundPlus} onClick={() => setInviting(true)}>
              {staff().invite}
            </Button>
          </Show>
        }
      />
      <ListView
        name="staff"
        label={staff().title}
        list={list}
        columns={staffColumns()}
        rowHref={(row) => `/staff/${row.id}`}
        rowTitle={nameOf}
        rowBrief={(row) => [shell().states.role[row.role], placeOf(row)].join(' · ')}
        url={url}
        searchLabel={staff().search}
        filters={choices()}
        none={<EmptyState icon={SearchX} title={shell().list.noMatch} text={shell().list.noMatchHint} />}
      />
      <Suspense>
        <Show when={inviting()}>
          <InviteStaffDialog onClose={() => setInviting(false)} />
        </Show>
      </Suspense>
    </>
  );
};

export default StaffPage;
