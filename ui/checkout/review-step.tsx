import { For, Show, type JSX } from 'solid-js';
import type { SetStoreFunction } from 'solid-js/store';
import type { Cart } from '../cart/cart.data.js';
import { CartLineProblem } from '../cart/cart-line-problem.js';
import { lineTitle } from '../cart/cart-line.js';
import { CartSummary } from '../cart/cart-summary.js';
import { Button, ButtonLink } from '../components/button.js';
import { DomainName } from '../components/domain-name.js';
import { FactList, type Fact } from '../components/fact-list.js';
import { TextInput } from '../components/text-input.js';
import { countryName } from '../customer-form/places.js';
import { formatMoney } from '../format/money.js';
import { useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { useProduct } from '../marketplace/marketplace.data.js';
import { cancellationText, commitmentText, optionName } from '../offers/offer-words.js';
import './checkout.css';
import { paymentText, tenantText } from './choice-words.js';
import type { CheckoutDraft, StepId } from './draft.js';
import type { PaymentMethods } from './payment-draft.js';

const checkout = messages('checkout');
const words = () => checkout().review;

interface ReviewStepProps {
  readonly cart: Cart;
  readonly draft: CheckoutDraft;
  readonly setDraft: SetStoreFunction<CheckoutDraft>;
  readonly known: readonly { readonly id: string; readonly domain: string }[];
  readonly methods: PaymentMethods | undefined;
  readonly onEdit: (step: StepId) => void;
}

/** Every amount once more, and in one sentence what *Buy* will do. */
export const ReviewStep = (props: ReviewStepProps) => {
  const domain = () => tenantText(props.draft.tenant, props.known);
  const promise = () =>
    words().promise({
      amount: formatMoney(props.cart.totalMinor, props.cart.currency),
      onAccount: props.draft.payment.method === 'account',
      card: paymentText(props.draft.payment, props.methods),
      newTenant: props.cart.needsTenant && props.draft.tenant.kind === 'new' ? domain() : undefined,
    });
  return (
    <>
      <p class="promise">{promise()}</p>
      <Section
        title={words().services}
        edit={
          <ButtonLink size="small" kind="quiet" href="/cart">
            {words().edit}
          </ButtonLink>
        }
      >
        <ul class="review-lines">
          <For each={props.cart.lines}>{(line) => <ReviewLine line={line} />}</For>
        </ul>
      </Section>
      <section class="panel panel-body" aria-label={words().amounts}>
        <CartSummary cart={props.cart} />
      </section>
      <Show when={props.cart.needsTenant}>
        <Section title={checkout().steps.tenant} edit={<EditButton of={checkout().steps.tenant} onClick={() => props.onEdit('tenant')} />}>
          <FactList facts={tenantFacts(props.draft, domain())} />
        </Section>
      </Show>
      <Section title={checkout().steps.payment} edit={<EditButton of={checkout().steps.payment} onClick={() => props.onEdit('payment')} />}>
        <div class="stack">
          <p>{paymentText(props.draft.payment, props.methods)}</p>
          <TextInput
            name="purchaseReference"
            label={words().reference}
            hint={words().referenceHint}
            optional
            value={props.draft.purchaseReference}
            maxLength={60}
            onInput={(purchaseReference) => props.setDraft({ purchaseReference })}
          />
        </div>
      </Section>
    </>
  );
};

const qualificationFacts = ({ qualification, educationSegment, website, validationCode }: CheckoutDraft['tenant']): Fact[] => {
  const label = checkout().tenant;
  if (qualification === 'government_community') return [{ label: label.validationCode, value: validationCode }];
  if (qualification !== 'education') return [];
  return [
    { label: label.educationSegment, value: label.educationSegments[educationSegment] ?? '' },
    { label: label.website, value: website },
  ];
};

const tenantFacts = ({ tenant }: CheckoutDraft, domain: string): Fact[] => {
  const label = checkout().tenant;
  const person = (one: { firstName: string; lastName: string; email: string }) => `${one.firstName} ${one.lastName} · ${one.email}`;
  const own: Fact[] =
    tenant.kind === 'new'
      ? [
          { label: label.qualification, value: label.qualifications[tenant.qualification] ?? '' },
          ...qualificationFacts(tenant),
          { label: label.company, value: tenant.company },
          {
            label: label.addressGroup,
            value: `${tenant.address.line1}, ${tenant.address.postalCode} ${tenant.address.city} ${tenant.address.state}, ${countryName(tenant.address.country)}`,
          },
          { label: label.contactGroup, value: person(tenant.contact) },
        ]
      : [];
  const signed: Fact[] = tenant.kind === 'known' ? [] : [{ label: label.signedBy, value: person(tenant.agreement) }];
  return [{ label: label.domain, value: <DomainName name={domain} /> }, ...own, ...signed];
};

const ReviewLine = (props: { readonly line: Cart['lines'][number] }) => {
  const now = useNow();
  const product = useProduct(() => props.line.productCode);
  const policy = () =>
    product.isSuccess ? product.data.plans.flatMap(({ offers }) => offers).find(({ id }) => id === props.line.offerId)?.policy : undefined;
  return (
    <li>
      <h3>{lineTitle(props.line)}</h3>
      <b>{formatMoney(props.line.chargeMinor, props.line.currency)}</b>
      <p class="full soft">{optionName(props.line)}</p>
      <p class="full">
        {commitmentText(props.line)} <Show when={policy()}>{(known) => cancellationText(known(), now())}</Show>
      </p>
      <div class="full">
        <CartLineProblem line={props.line} />
      </div>
    </li>
  );
};

const EditButton = (props: { readonly of: string; readonly onClick: () => void }) => (
  <Button size="small" kind="quiet" aria-label={`${words().edit}: ${props.of}`} onClick={() => props.onClick()}>
    {words().edit}
  </Button>
);

const Section = (props: { readonly title: string; readonly edit: JSX.Element; readonly children: JSX.Element }) => (
  <section class="panel" aria-label={props.title}>
    <div class="panel-head">
      <h2>{props.title}</h2>
      {props.edit}
    </div>
    <div class="panel-body">{props.children}</div>
  </section>
);
