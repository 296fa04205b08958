import Building from 'lucide-solid/icons/building';
import FileUp from 'lucide-solid/icons/file-up';
import Plus from 'lucide-solid/icons/plus';
import SearchX from 'lucide-solid/icons/search-x';
import { Show, type JSX } from 'solid-js';
import { customerStates } from '../../domain/customer/customer.js';
import { api } from '../api.js';
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
import { customerBrief, customerColumns } from './customer-columns.js';
import { useCustomerFilters, useCustomers, type CustomerFilters } from './customers.data.js';
import { useQuery } from '../use-query.js';

const shell = messages('shell');
const customers = messages('customers');

const CustomersPage = () => {
  const filters = useCustomerFilters();
  const { list, count, steady } = useCustomers(filters);
  const columns = createHiddenColumns('customers');
  const shown = () => customerColumns().filter((column) => !columns.hidden().includes(column.id));
  const total = () => (count.isSuccess ? customers().count(count.data.value, count.data.capped) : '');
  return (
    <>
      <PageHead title={customers().title} below={total()} actions={<CreateActions />} />
      <div class="stack">
        <CustomerFilterBar filters={filters}>
          <ColumnMenu columns={customerColumns()} hidden={columns.hidden()} onToggle={columns.toggle} />
          <CsvLink list="customers" />
        </CustomerFilterBar>
        <DataList
          label={customers().title}
          rows={steady.rows()}
          columns={shown()}
          rowId={(row) => row.id}
          rowHref={(row) => `/customers/${row.id}`}
          rowTitle={(row) => row.company}
          rowBrief={customerBrief}
          sorting={filters.sorting()}
          onSort={filters.onSort}
          newCount={steady.newCount()}
          onShowNew={steady.showNew}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          loading={list.isPending && steady.rows().length === 0}
          stale={list.isPending}
          failure={
            list.isError && list.data === undefined ? <ListFailure error={list.error} onRetry={() => void list.refetch()} /> : undefined
          }
          empty={<NoCustomers filters={filters} />}
        />
      </div>
    </>
  );
};

const CreateActions = () => (
  <>
    <Show when={may('customer.import')}>
      <ButtonLink icon={FileUp} href="/customers/import">
        {customers().importing}
      </ButtonLink>
    </Show>
    <Show when={may('customer.create')}>
      <ButtonLink kind="primary" icon={Plus} href="/customers/new">
        {customers().create}
      </ButtonLink>
    </Show>
  </>
);

const CustomerFilterBar = (props: { readonly filters: CustomerFilters; readonly children: JSX.Element }) => {
  const channels = useQuery(() => ({ ...api.channels.list.queryOptions(undefined), staleTime: Infinity }));
  const url = () => props.filters.url;
  const filters = () => props.filters.filters();
  const stateFilter = (): Filter => ({
    id: 'state',
    label: customers().state,
    options: customerStates.map((state) => ({ value: state, label: shell().states.customer[state] })),
    chosen: filters().state,
    onChange: (chosen) => url().set({ state: chosen }),
  });
  const channelFilter = (): Filter[] => {
    const known = channels.isSuccess ? channels.data : [];
    if (known.length < 2) return [];
    return [
      {
        id: 'channel',
        label: customers().channel,
        single: true,
        options: known.map((channel) => ({ value: channel.id, label: channel.name })),
        chosen: [filters().channelId ?? ''].filter(Boolean),
        onChange: (chosen) => url().set({ channel: chosen }),
      },
    ];
  };
  return (
    <FilterBar
      search={filters().q ?? ''}
      searchLabel={customers().search}
      onSearch={(q) => url().set({ q })}
      filters={[stateFilter(), ...channelFilter()]}
      onClear={() => url().set({ q: undefined, state: undefined, channel: undefined })}
    >
      {props.children}
    </FilterBar>
  );
};

const ListFailure = (props: { readonly error: unknown; readonly onRetry: () => void }) => {
  const failure = () => failureOf(props.error);
  return <ErrorState text={failureText(failure())} errorId={failure().errorId} onRetry={props.onRetry} />;
};

const NoCustomers = (props: { readonly filters: CustomerFilters }) => {
  const filtered = () => {
    const { q, state, channelId } = props.filters.filters();
    return q !== undefined || state.length > 0 || channelId !== undefined;
  };
  return (
    <Show
      when={filtered()}
      fallback={
        <EmptyState
          icon={Building}
          title={customers().empty}
          text={may('customer.create') ? customers().emptyText : customers().emptyForReader}
          action={
            <div class="row row-wrap">
              <CreateActions />
            </div>
          }
        />
      }
    >
      <EmptyState icon={SearchX} title={shell().list.noMatch} text={shell().list.noMatchHint} />
    </Show>
  );
};

export default CustomersPage;
