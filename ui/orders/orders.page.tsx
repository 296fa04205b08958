import PackageOpen from 'lucide-solid/icons/package-open';
import SearchX from 'lucide-solid/icons/search-x';
import { Show } from 'solid-js';
import { orderStates } from '../../domain/order/order.js';
import { ButtonLink } from '../components/button.js';
import { CsvLink } from '../components/csv-link.js';
import { DataList } from '../components/data-list.js';
import { ColumnMenu, FilterBar } from '../components/filter-bar.js';
import { createHiddenColumns } from '../components/hidden-columns.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, ErrorState } from '../components/states.js';
import '../components/thread.css';
import { failureOf, failureText } from '../failure.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { orderBrief, orderColumns } from './order-columns.js';
import { useOrderFilters, useOrders } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');

/** The orders in one's scope, newest first. */
const OrdersPage = () => {
  const filters = useOrderFilters();
  const { url } = filters;
  const { list, countOf, steady } = useOrders(filters);
  const columns = createHiddenColumns('orders');
  const question = () => filters.filters();
  const filtered = () => question().q !== undefined || question().state.length > 0 || question().customerId !== undefined;
  const failure = () => failureOf(list.error);
  return (
    <>
      <PageHead
        title={orders().title}
        actions={
          <Show when={may('cart.write')}>
            <ButtonLink href="/marketplace">{orders().toMarketplace}</ButtonLink>
          </Show>
        }
      />
      <div class="stack">
        <FilterBar
          search={question().q ?? ''}
          searchLabel={orders().search}
          onSearch={(q) => url.set({ q })}
          onClear={() => url.set({ q: undefined, state: undefined, customer: undefined })}
          filters={[
            {
              id: 'state',
              label: orders().state,
              chosen: question().state,
              onChange: (state) => url.set({ state }),
              options: orderStates.map((state) => ({ value: state, label: shell().states.order[state], count: countOf(state) })),
            },
            ...(question().customerId === undefined
              ? []
              : [
                  {
                    id: 'customer',
                    label: orders().columns.customer,
                    single: true,
                    chosen: ['one'],
                    onChange: () => url.set({ customer: undefined }),
                    options: [{ value: 'one', label: steady.rows()[0]?.customerName ?? orders().oneCustomer }],
                  },
                ]),
          ]}
        >
          <ColumnMenu columns={orderColumns()} hidden={columns.hidden()} onToggle={columns.toggle} />
          <CsvLink list="orders" />
        </FilterBar>
        <DataList
          label={orders().title}
          rows={steady.rows()}
          columns={orderColumns().filter((column) => !columns.hidden().includes(column.id))}
          rowId={(row) => row.id}
          rowHref={(row) => `/orders/${row.id}`}
          rowTitle={(row) => row.number}
          rowBrief={orderBrief}
          newCount={steady.newCount()}
          onShowNew={steady.showNew}
          hasMore={list.hasNextPage}
          loadingMore={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
          loading={list.isPending && steady.rows().length === 0}
          stale={list.isPending}
          failure={
            list.isError && list.data === undefined ? (
              <ErrorState text={failureText(failure())} errorId={failure().errorId} onRetry={() => void list.refetch()} />
            ) : undefined
          }
          empty={
            <Show
              when={filtered()}
              fallback={
                <EmptyState
                  icon={PackageOpen}
                  title={orders().empty}
                  text={may('cart.write') ? orders().emptyText : orders().emptyForReader}
                  action={
                    <Show when={may('cart.write')}>
                      <ButtonLink kind="primary" href="/marketplace">
                        {orders().toMarketplace}
                      </ButtonLink>
                    </Show>
                  }
                />
              }
            >
              <EmptyState icon={SearchX} title={shell().list.noMatch} text={shell().list.noMatchHint} />
            </Show>
          }
        />
      </div>
    </>
  );
};

export default OrdersPage;
