import FileUp from 'lucide-solid/icons/file-up';
import UserRoundPlus from 'lucide-solid/icons/user-round-plus';
import UsersRound from 'lucide-solid/icons/users-round';
import { Show } from 'solid-js';
import { customerUserRoles } from '../../domain/user/user-input.js';
import { userStates } from '../../domain/user/user.js';
import { ButtonLink } from '../components/button.js';
import type { Filter } from '../components/filter-bar.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState } from '../components/states.js';
import { messages } from '../i18n.js';
import { countOf } from '../list/count-of.js';
import { ListView } from '../list/list-view.js';
import { may } from '../session/session.js';
import { useAccountScope, type AccountScope } from './account-scope.js';
import { AccountSections } from './account-sections.js';
import { nameOf, userBrief, userColumns } from './user-columns.js';
import { useUserFilters, useUsers } from './users.data.js';

const shell = messages('shell');
const users = messages('users');

/** B10: all users of an account. */
const UsersPage = () => {
  const scope = useAccountScope();
  const filters = useUserFilters(scope);
  const { list, count } = useUsers(filters);
  const company = () => (scope.customerId() === undefined ? undefined : scope.company());
  const counted = (where: { state?: string; role?: string }) => countOf(count.isSuccess ? count.data.groups : undefined, where);
  const choices = (): Filter[] => [
    {
      id: 'state',
      label: users().state,
      chosen: filters.filters().state,
      onChange: (state) => filters.url.set({ state }),
      options: userStates.map((state) => ({ value: state, label: shell().states.user[state], count: counted({ state }) })),
    },
    {
      id: 'role',
      label: users().role,
      chosen: filters.filters().role,
      onChange: (role) => filters.url.set({ role }),
      options: customerUserRoles.map((role) => ({ value: role, label: shell().states.role[role], count: counted({ role }) })),
    },
  ];
  return (
    <>
      <PageHead
        title={company() === undefined ? users().title : users().titleOf(company() ?? '')}
        below={count.isSuccess ? users().count(count.data.value, count.data.capped) : ''}
        actions={<AddActions scope={scope} />}
      />
      <AccountSections scope={scope} />
      <ListView
        name="users"
        label={users().title}
        list={list}
        columns={userColumns()}
        rowHref={(row) => `/users/${row.id}`}
        rowTitle={nameOf}
        rowBrief={userBrief}
        url={filters.url}
        searchLabel={users().search}
        filters={choices()}
        sorting={filters.sorting()}
        onSort={filters.onSort}
        csv={{ list: 'users', more: { customerId: scope.customerId() } }}
        none={
          <EmptyState
            icon={UsersRound}
            title={users().empty}
            text={may('user.write') ? users().emptyText : users().emptyForReader}
            action={
              <div class="row row-wrap">
                <AddActions scope={scope} />
              </div>
            }
          />
        }
      />
    </>
  );
};

const AddActions = (props: { readonly scope: AccountScope }) => (
  <Show when={may('user.write')}>
    <ButtonLink icon={FileUp} href={`${props.scope.base()}/users/import`}>
      {users().importing}
    </ButtonLink>
    <ButtonLink kind="primary" icon={UserRoundPlus} href={`${props.scope.base()}/users/new`}>
      {users().add}
    </ButtonLink>
  </Show>
);

export default UsersPage;
