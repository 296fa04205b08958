import Building from 'lucide-solid/icons/building';
import FileUp from 'lucide-solid/icons/file-up';
import Plus from 'lucide-solid/icons/plus';
import { Show } from 'solid-js';
import { customerStates } from '../../domain/customer/customer.js';
import { api } from '../api.js';
import { ButtonLink } from '../components/button.js';
import type { Filter } from '../components/filter-bar.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState } from '../components/states.js';
import { messages } from '../i18n.js';
import { ListView } from '../list/list-view.js';
import { may } from '../session/session.js';
import { customerBrief, customerColumns } from './customer-columns.js';
import { useCustomerFilters, useCustomers, type CustomerFilters } from './customers.data.js';
import { useQuery } from '../use-query.js';

const shell = messages('shell');
const customers = messages('customers');

const CustomersPage = () => {
  const filters = useCustomerFilters();
  const { list, count } = useCustomers(filters);
  const choices = useCustomerChoices(filters);
  return (
    <>
      <PageHead
        title={customers().title}
        below={count.isSuccess ? customers().count(count.data.value, count.data.capped) : ''}
        actions={<CreateActions />}
      />
      <ListView
        name="customers"
        label={customers().title}
        list={list}
        columns={customerColumns()}
        rowHref={(row) => `/customers/${row.id}`}
        rowTitle={(row) => row.company}
        rowBrief={customerBrief}
        url={filters.url}
        searchLabel={customers().search}
        filters={choices()}
        sorting={filters.sorting()}
        onSort={filters.onSort}
        csv={{ list: 'customers' }}
        none={
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
      />
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

/** By state, and by channel where there are several. */
const useCustomerChoices = ({ url, filters }: CustomerFilters) => {
  const channels = useQuery(() => ({ ...api.channels.list.queryOptions(undefined), staleTime: Infinity }));
  const states = (): Filter => ({
    id: 'state',
    label: customers().state,
    options: customerStates.map((state) => ({ value: state, label: shell().states.customer[state] })),
    chosen: filters().state,
    onChange: (chosen) => url.set({ state: chosen }),
  });
  return (): Filter[] => {
    const known = channels.isSuccess ? channels.data : [];
    if (known.length < 2) return [states()];
    const channel: Filter = {
      id: 'channel',
      label: customers().channel,
      single: true,
      options: known.map(({ id, name }) => ({ value: id, label: name })),
      chosen: [filters().channelId ?? ''].filter(Boolean),
      onChange: (chosen) => url.set({ channel: chosen }),
    };
    return [states(), channel];
  };
};

export default CustomersPage;
