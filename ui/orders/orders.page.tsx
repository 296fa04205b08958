import PackageOpen from 'lucide-solid/icons/package-open';
import { Show } from 'solid-js';
import { orderStates } from '../../domain/order/order.js';
import { ButtonLink } from '../components/button.js';
import type { Filter } from '../components/filter-bar.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState } from '../components/states.js';
import '../components/thread.css';
import { messages } from '../i18n.js';
import { ListView } from '../list/list-view.js';
import { may } from '../session/session.js';
import { orderBrief, orderColumns } from './order-columns.js';
import { useOrderFilters, useOrders } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');

/** The orders in one's scope, newest first. */
const OrdersPage = () => {
  const { url, filters } = useOrderFilters();
  const { list, counts } = useOrders(filters);
  const choices = (): Filter[] => [
    {
      id: 'state',
      label: orders().state,
      chosen: filters().state,
      onChange: (state) => url.set({ state }),
      options: orderStates.map((state) => ({
        value: state,
        label: shell().states.order[state],
        count: counts.isSuccess ? counts.data.find((one) => one.state === state)?.count : undefined,
      })),
    },
    ...(filters().customerId === undefined
      ? []
      : [
          {
            id: 'customer',
            label: orders().columns.customer,
            single: true,
            chosen: ['one'],
            onChange: () => url.set({ customer: undefined }),
            options: [{ value: 'one', label: list.rows()[0]?.customerName ?? orders().oneCustomer }],
          },
        ]),
  ];
  const toMarketplace = (kind?: 'primary') => (
    <Show when={may('cart.write')}>
      <ButtonLink kind={kind} href="/marketplace">
        {orders().toMarketplace}
      </ButtonLink>
    </Show>
  );
  return (
    <>
      <PageHead title={orders().title} actions={toMarketplace()} />
      <ListView
        name="orders"
        label={orders().title}
        list={list}
        columns={orderColumns()}
        rowHref={(row) => `/orders/${row.id}`}
        rowTitle={(row) => row.number}
        rowBrief={orderBrief}
        url={url}
        searchLabel={orders().search}
        filters={choices()}
        csv={{ list: 'orders' }}
        none={
          <EmptyState
            icon={PackageOpen}
            title={orders().empty}
            text={may('cart.write') ? orders().emptyText : orders().emptyForReader}
            action={toMarketplace('primary')}
          />
        }
      />
    </>
  );
};

export default OrdersPage;
