import FileUp from 'lucide-solid/icons/file-up';
import SearchX from 'lucide-solid/icons/search-x';
import UserRoundPlus from 'lucide-solid/icons/user-round-plus';
import UsersRound from 'lucide-solid/icons/users-round';
import { Show } from 'solid-js';
import { customerUserRoles } from '../../domain/user/user-input.js';
import { userStates } from '../../domain/user/user.js';
import { ButtonLink } from '../components/button.js';
import { CsvLink } from '../components/csv-link.js';
import { DataList } from '../components/data-list.js';
import { ColumnMenu, FilterBar, type Filter } from '../components/filter-bar.js';
import { createHiddenColumns } from '../components/hidden-columns.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, ErrorState } from '../components/states.js';
import { failureOf, failureText } from '../failure.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { useAccountScope, type AccountScope } from './account-scope.js';
import { AccountSections } from './account-sections.js';
import { nameOf, userBrief, userColumns } from './user-columns.js';
import { useUserFilters, useUsers, type UserFilters } from './users.data.js';

const shell = messages('shell');
const users = messages('users');

/** B10: all users of an account. */
const UsersPage = () => {
  const scope = useAccountScope();
  const filters = useUserFilters(scope);
  const { list, count, countOf, steady } = useUsers(filters);
  const columns = createHiddenColumns('users');
  const failure = () => failureOf(list.error);
  const company = () => (scope.customerId() === undefined ? undefined : scope.company());
  const choices = (): Filter[] => [
    {
      id: 'state',
      label: users().state,
      chosen: filters.filters().state,
      onChange: (state) => filters.url.set({ state }),
      options: userStates.map((state) => ({ value: state, label: shell().states.user[state], count: countOf({ state }) })),
    },
    {
      id: 'role',
      label: users().role,
      chosen: filters.filters().role,
      onChange: (role) => filters.url.set({ role }),
      options: customerUserRoles.map((role) => ({ value: role, label: shell().states.role[role], count: countOf({ role }) })),
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
      <div class="stack">
        <FilterBar
          search={filters.filters().q ?? ''}
          searchLabel={users().search}
          onSearch={(q) => filters.url.set({ q })}
          filters={choices()}
          onClear={() => filters.url.set({ q: undefined, state: undefined, role: undefined })}
        >
          <ColumnMenu columns={userColumns()} hidden={columns.hidden()} onToggle={columns.toggle} />
          <CsvLink list="users" more={{ customerId: scope.customerId() }} />
        </FilterBar>
        <DataList
          label={users().title}
          rows={steady.rows()}
          columns={userColumns().filter((column) => !columns.hidden().includes(column.id))}
          rowId={(row) => row.id}
          rowHref={(row) => `/users/${row.id}`}
          rowTitle={nameOf}
          rowBrief={userBrief}
          sorting={filters.sorting()}
          onSort={filters.onSort}
          newCount={steady.newCount()}
          onShowNew={steady.showNew}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          loading={list.isPending && steady.rows().length === 0}
          failure={
            list.isError && steady.rows().length === 0 ? (
              <ErrorState text={failureText(failure())} errorId={failure().errorId} onRetry={() => void list.refetch()} />
            ) : undefined
          }
          empty={<NoUsers filters={filters} scope={scope} />}
        />
      </div>
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

const NoUsers = (props: { readonly filters: UserFilters; readonly scope: AccountScope }) => {
  const filtered = () => {
    const { q, state, role } = props.filters.filters();
    return q !== undefined || state.length > 0 || role.length > 0;
  };
  const first = () => (
    <EmptyState
      icon={UsersRound}
      title={users().empty}
      text={may('user.write') ? users().emptyText : users().emptyForReader}
      action={
        <div class="row row-wrap">
          <AddActions scope={props.scope} />
        </div>
      }
    />
  );
  return (
    <Show when={filtered()} fallback={first()}>
      <EmptyState icon={SearchX} title={shell().list.noMatch} text={shell().list.noMatchHint} />
    </Show>
  );
};

export default UsersPage;
