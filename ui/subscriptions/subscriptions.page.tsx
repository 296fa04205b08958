import Repeat from 'lucide-solid/icons/repeat';
import { DataList, type Column } from '../components/data-list.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, ErrorState } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import { failureOf, failureText } from '../failure.js';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { optionName } from '../offers/offer-words.js';
import { subscriptionTones } from '../state-tones.js';
import { unitsText } from '../timeline/units.js';
import { serviceTitle } from '../user/user.data.js';
import { useAccountScope } from '../users/account-scope.js';
import { AccountSections } from '../users/account-sections.js';
import { termText, useSubscriptions, type SubscriptionRow } from './subscriptions.data.js';

const shell = messages('shell');
const subscriptions = messages('subscriptions');

const unitsOf = (row: SubscriptionRow): string => unitsText(row.units, row.unitType);
const optionOf = ({ termDuration, billingCycle }: SubscriptionRow): string =>
  termDuration === null || billingCycle === null ? subscriptions().source.assigned : optionName({ termDuration, billingCycle });
const billOf = ({ billMinor, currency }: SubscriptionRow): string =>
  billMinor === null || currency === null ? '' : formatMoney(billMinor, currency);
const brief = (row: SubscriptionRow): string => [shell().states.subscription[row.state], unitsOf(row), termText(row)].join(' · ');

const columns = (): Column<SubscriptionRow>[] => {
  const words = subscriptions().columns;
  return [
    { id: 'service', title: words.service, priority: 1, width: 'lead', cell: serviceTitle },
    {
      id: 'state',
      title: words.state,
      priority: 2,
      cell: (row) => <StateChip bare tone={subscriptionTones[row.state]} label={shell().states.subscription[row.state]} />,
    },
    { id: 'units', title: words.units, priority: 2, number: true, cell: unitsOf },
    { id: 'option', title: words.option, priority: 2, cell: optionOf },
    { id: 'bill', title: words.bill, priority: 2, number: true, cell: billOf },
    { id: 'term', title: words.term, priority: 2, cell: (row) => termText(row) },
  ];
};

/** B40: what an account has and had, bought and assigned, with term, price and renewal. */
const SubscriptionsPage = () => {
  const scope = useAccountScope();
  const found = useSubscriptions(scope.customerId);
  const company = () => (scope.customerId() === undefined ? undefined : scope.company());
  const failure = () => failureOf(found.error);
  return (
    <>
      <PageHead title={company() === undefined ? subscriptions().title : subscriptions().titleOf(company() ?? '')} />
      <AccountSections scope={scope} />
      <DataList
        label={subscriptions().title}
        rows={found.isSuccess ? found.data : []}
        columns={columns()}
        rowId={(row) => row.id}
        rowHref={(row) => `${scope.base()}/subscriptions/${row.id}`}
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
        empty={<EmptyState icon={Repeat} title={subscriptions().empty} text={subscriptions().emptyText} />}
      />
    </>
  );
};

export default SubscriptionsPage;
