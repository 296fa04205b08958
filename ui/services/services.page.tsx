import Boxes from 'lucide-solid/icons/boxes';
import { Show } from 'solid-js';
import { DataList, type Column } from '../components/data-list.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, ErrorState } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import { failureOf, failureText } from '../failure.js';
import { formatNumber } from '../format/numbers.js';
import { messages } from '../i18n.js';
import { subscriptionTones } from '../state-tones.js';
import { unitsText } from '../timeline/units.js';
import { freeUnits, serviceTitle, useServices, type Service } from '../user/user.data.js';
import { useAccountScope } from '../users/account-scope.js';
import { AccountSections } from '../users/account-sections.js';

const shell = messages('shell');
const services = messages('services');

const stateOf = (service: Service) => service.state;

const usedOf = (row: Service): string => services().used(row.used, unitsText(row.units, row.unitType));
const brief = (row: Service): string => [shell().states.subscription[stateOf(row)], usedOf(row)].join(' · ');

const columns = (): Column<Service>[] => {
  const words = services().columns;
  return [
    { id: 'service', title: words.service, priority: 1, width: 'lead', cell: serviceTitle },
    {
      id: 'state',
      title: words.state,
      priority: 2,
      cell: (row) => <StateChip bare tone={subscriptionTones[stateOf(row)]} label={shell().states.subscription[stateOf(row)]} />,
    },
    {
      id: 'used',
      title: words.used,
      priority: 2,
      number: true,
      cell: usedOf,
    },
    {
      id: 'free',
      title: words.free,
      priority: 1,
      number: true,
      width: 'narrow',
      cell: (row) => (
        <Show when={freeUnits(row) > 0} fallback={<StateChip bare tone="needs-you" label={services().exhausted} />}>
          {formatNumber(freeUnits(row))}
        </Show>
      ),
    },
  ];
};

/** B14: the services of an account, with the units that are free. */
const ServicesPage = () => {
  const scope = useAccountScope();
  const found = useServices(scope.customerId);
  const company = () => (scope.customerId() === undefined ? undefined : scope.company());
  const failure = () => failureOf(found.error);
  return (
    <>
      <PageHead title={company() === undefined ? services().title : services().titleOf(company() ?? '')} />
      <AccountSections scope={scope} />
      <DataList
        label={services().title}
        rows={found.isSuccess ? found.data : []}
        columns={columns()}
        rowId={(row) => row.id}
        rowHref={(row) => `${scope.base()}/services/${row.id}`}
        rowTitle={serviceTitle}
        rowBrief={brief}
        newCount={0}
        onShowNew={() => undefined}
        hasMore={false}
        loadingMore={false}
        onMore={() => undefined}
        loading={found.isPending}
        failure={
          found.isError ? (
            <ErrorState text={failureText(failure())} errorId={failure().errorId} onRetry={() => void found.refetch()} />
          ) : undefined
        }
        empty={<EmptyState icon={Boxes} title={services().empty} text={services().emptyText} />}
      />
    </>
  );
};

export default ServicesPage;
