import { A, useParams } from '@solidjs/router';
import { For, Show } from 'solid-js';
import { CopyableId } from '../components/copyable-id.js';
import { DomainName } from '../components/domain-name.js';
import { FactList, type Fact } from '../components/fact-list.js';
import { Moment } from '../components/moment.js';
import { PageHead } from '../components/page-head.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import '../customer/customer.css';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { optionName, unitPriceText } from '../offers/offer-words.js';
import { QueryView } from '../query-view.js';
import { may } from '../session/session.js';
import { Seats } from '../services/service-view.js';
import { subscriptionTones } from '../state-tones.js';
import { nextText } from '../timeline/told.js';
import { unitsText } from '../timeline/units.js';
import { serviceTitle, useServices } from '../user/user.data.js';
import { useAccountScope } from '../users/account-scope.js';
import { AccountSections } from '../users/account-sections.js';
import { startOf, termText, useSubscription, type Subscription } from './subscriptions.data.js';

const shell = messages('shell');
const subscriptions = messages('subscriptions');
const words = () => subscriptions().facts;

/** B40: one subscription: units, term, price, dates, and who has its seats. */
const SubscriptionPage = () => {
  const params = useParams<{ subscription: string }>();
  const found = useSubscription(() => params.subscription);
  return (
    <QueryView query={found} waiting={<Skeleton kind="rows" lines={8} />}>
      {(known) => <SubscriptionView subscription={known()} />}
    </QueryView>
  );
};

const SubscriptionView = (props: { readonly subscription: Subscription }) => {
  const scope = useAccountScope();
  const services = useServices(scope.customerId);
  const service = () => (services.isSuccess ? services.data.find(({ id }) => id === props.subscription.id) : undefined);
  const units = () => unitsText(props.subscription.units, props.subscription.unitType);
  return (
    <>
      <PageHead
        title={serviceTitle(props.subscription)}
        state={
          <StateChip tone={subscriptionTones[props.subscription.state]} label={shell().states.subscription[props.subscription.state]} />
        }
        below={
          <>
            <span>{units()}</span>
            <span>{termText(props.subscription, props.subscription.timeZone)}</span>
            <Show when={scope.customerId()}>
              <A href={`/customers/${props.subscription.customerId}`}>{props.subscription.customerName}</A>
            </Show>
          </>
        }
      />
      <AccountSections scope={scope} />
      <div class="subject subject-first">
        <div>
          <Dates subscription={props.subscription} />
          <Show when={service()}>{(known) => <Seats service={known()} scope={scope} />}</Show>
        </div>
        <div>
          <Facts subscription={props.subscription} />
        </div>
      </div>
    </>
  );
};

/** What its dates bring, soonest first. */
const Dates = (props: { readonly subscription: Subscription }) => {
  const dates = () => {
    const { cancellableUntil, nextBillAt, termEndsAt, renewal, state } = props.subscription;
    if (state !== 'active' && state !== 'suspended') return [];
    const kinds = { renew: 'subscription_renews', end: 'subscription_ends', extend: 'subscription_extends' } as const;
    return [
      { kind: 'cancellation_window_ends', at: cancellableUntil },
      { kind: 'subscription_billed', at: nextBillAt },
      { kind: kinds[renewal], at: termEndsAt },
    ]
      .filter((one): one is { kind: string; at: string } => one.at !== null && Date.parse(one.at) > Date.now())
      .sort((a, b) => a.at.localeCompare(b.at));
  };
  return (
    <section class="panel" aria-label={subscriptions().dates}>
      <div class="panel-head">
        <h2>{subscriptions().dates}</h2>
      </div>
      <Show when={dates().length > 0} fallback={<p class="panel-body soft">{subscriptions().noDates}</p>}>
        <table class="plain-table" aria-label={subscriptions().dates}>
          <tbody>
            <For each={dates()}>
              {(date) => (
                <tr>
                  <th scope="row">{nextText(date.kind, {}, props.subscription.timeZone)}</th>
                  <td>
                    <Moment at={date.at} timeZone={props.subscription.timeZone} show="both" />
                  </td>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </Show>
    </section>
  );
};

const Facts = (props: { readonly subscription: Subscription }) => {
  const facts = (): Fact[] => {
    const one = props.subscription;
    const { unitPriceMinor, billMinor, chargedMinor, currency, termDuration, billingCycle, unitType } = one;
    const money = (minor: number | null) => (minor === null || currency === null ? '' : formatMoney(minor, currency));
    const isPriced = unitPriceMinor !== null && currency !== null && billingCycle !== null;
    return [
      { label: words().source, value: subscriptions().source[one.source] },
      { label: words().option, value: termDuration && billingCycle ? optionName({ termDuration, billingCycle }) : '' },
      { label: words().price, value: isPriced ? unitPriceText({ unitPriceMinor, currency, billingCycle, unitType }) : '' },
      { label: words().bill, value: money(billMinor) },
      { label: words().charged, value: money(chargedMinor) },
      { label: words().start, value: startOf(one, one.timeZone) },
      {
        label: words().termStart,
        value: one.termStartsAt === null ? '' : <Moment at={one.termStartsAt} timeZone={one.timeZone} show="absolute" />,
      },
      { label: words().domain, value: one.domain === null ? '' : <DomainName name={one.domain} /> },
      { label: words().order, value: one.orderId === null ? '' : <A href={`/orders/${one.orderId}`}>{one.orderNumber}</A> },
      { label: words().vendorRef, value: may('process.read') && one.vendorRef ? <CopyableId id={one.vendorRef} /> : '' },
    ].filter(({ value }) => value !== '');
  };
  return (
    <section class="panel" aria-label={words().title}>
      <div class="panel-head">
        <h2>{words().title}</h2>
      </div>
      <div class="panel-body">
        <FactList facts={facts()} />
      </div>
    </section>
  );
};

export default SubscriptionPage;
