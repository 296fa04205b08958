import { Match, Switch, createEffect, createMemo, createSignal } from 'solid-js';
import type { SetStoreFunction } from 'solid-js/store';
import { useSearchParams } from '@solidjs/router';
import { Button, ButtonLink } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { PageHead } from '../components/page-head.js';
import { WizardFrame } from '../components/wizard-frame.js';
import type { Cart } from '../cart/cart.data.js';
import { formatMoney } from '../format/money.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import './checkout.css';
import { useKnownTenants, useOwnCustomer, usePaymentMethods } from './checkout.data.js';
import { CheckoutSummary } from './checkout-summary.js';
import { stepIds, type CheckoutDraft, type StepId } from './draft.js';
import { paymentIssues } from './payment-draft.js';
import { PaymentStep } from './payment-step.js';
import type { Purchase } from './purchase.js';
import { ReviewStep } from './review-step.js';
import { tenantIssues, withFacts } from './tenant-draft.js';
import { TenantFields } from './tenant-fields.js';
import { keepStepInAddress } from '../wizard-history.js';

const checkout = messages('checkout');

interface CheckoutWizardProps {
  readonly cart: Cart;
  readonly draft: CheckoutDraft;
  readonly setDraft: SetStoreFunction<CheckoutDraft>;
  readonly purchase: Purchase;
  /** Done; the order's page is on its way. */
  readonly bought: boolean;
}

/** Account at the vendor (where one is needed), payment, review; back never loses anything. */
export const CheckoutWizard = (props: CheckoutWizardProps) => {
  const [search, setSearch] = useSearchParams();
  const needsTenant = () => props.cart.needsTenant;
  const tenants = useKnownTenants(needsTenant);
  const customer = useOwnCustomer(needsTenant);
  const methods = usePaymentMethods();
  const knownTenants = () => (tenants.isSuccess ? tenants.data : []);
  const knownMethods = () => (methods.isSuccess ? methods.data : undefined);
  const steps = createMemo(() => stepIds.filter((step) => step !== 'tenant' || needsTenant()));
  const step = (): StepId => (steps().includes(props.draft.step) ? props.draft.step : steps()[0]!);

  createEffect(() => {
    if (customer.isSuccess && !props.draft.tenant.prefilled) props.setDraft('tenant', withFacts(props.draft.tenant, customer.data));
  });
  // The account that is in use is what the next purchase is for, unless another is chosen. One that isn't offered any more is let go of.
  createEffect(() => {
    const { kind, tenantId, prefilled } = props.draft.tenant;
    const [first] = knownTenants();
    if (tenants.isSuccess && kind === 'known' && !knownTenants().some(({ id }) => id === tenantId))
      props.setDraft('tenant', { kind: '', tenantId: '' });
    else if (first && first.services > 0 && prefilled && kind === '') props.setDraft('tenant', { kind: 'known', tenantId: first.id });
  });
  // Back from the card processor's page: the card that wasn't there before is the chosen one.
  createEffect(() => {
    const cards = knownMethods()?.cards;
    if (search.card !== 'added' || !cards || methods.isFetching) return;
    const added = cards.find(({ ref }) => !(props.draft.cardsBefore ?? []).includes(ref));
    if (added) props.setDraft({ payment: { method: 'card', cardRef: added.ref }, cardsBefore: undefined });
    setSearch({ card: undefined }, { replace: true });
  });

  const [refused, setRefused] = createSignal<string>();
  const refusedIssue = () => {
    const { kind, prefix, domain } = props.draft.tenant;
    if (refused() === undefined) return [];
    if (kind === 'new' && refused() === prefix) return [{ field: 'tenant.prefix', code: 'tenant_domain_taken', params: {} }];
    return kind === 'existing' && refused() === domain ? [{ field: 'tenant.domain', code: 'tenant_not_found', params: {} }] : [];
  };
  const issuesOf = (of: StepId) => {
    if (of === 'tenant') return needsTenant() ? [...tenantIssues(props.draft.tenant), ...refusedIssue()] : [];
    return of === 'payment' ? paymentIssues(props.draft.payment, knownMethods(), props.cart.totalMinor) : [];
  };
  const forms = {
    tenant: createFormState(() => issuesOf('tenant')),
    payment: createFormState(() => issuesOf('payment')),
    // eslint-disable-next-line solid/reactivity -- a purchase keeps its form
    review: props.purchase.form,
  };
  const reached = (of: StepId) => steps().indexOf(of) <= steps().indexOf(props.draft.furthest);

  const goTo = (target: StepId) => {
    const further = stepIds.indexOf(target) > stepIds.indexOf(props.draft.furthest);
    props.setDraft(further ? { step: target, furthest: target } : { step: target });
    window.scrollTo(0, 0);
    queueMicrotask(() => document.querySelector<HTMLElement>('.wizard-form > h2')?.focus());
  };
  keepStepInAddress({ steps, current: step, show: goTo, reached });
  const toFault = () => {
    const failure = forms.review.failure();
    const field = failure?.code === 'credit_exceeded' ? 'payment' : failure?.issues[0]?.field;
    const target = field?.startsWith('tenant') ? 'tenant' : field?.startsWith('payment') ? 'payment' : undefined;
    if (failure === undefined || target === undefined) return;
    forms[target].adopt(failure);
    goTo(target);
    if (failure.code === 'credit_exceeded') void methods.refetch();
  };
  const buy = async () => {
    const wrong = steps().find((one) => issuesOf(one).length > 0);
    if (wrong !== undefined) {
      goTo(wrong);
      forms[wrong].check();
      return;
    }
    await props.purchase.buy(props.cart);
    toFault();
  };
  const next = () => {
    if (step() === 'review') void buy();
    else if (forms[step()].check()) goTo(step() === 'tenant' ? 'payment' : 'review');
  };
  const troubled = () => props.cart.lines.some(({ problem }) => problem !== null);
  return (
    <>
      <PageHead title={checkout().title} />
      <WizardFrame
        label={checkout().stepsLabel}
        steps={steps().map((id) => ({
          id,
          title: checkout().steps[id],
          reachable: reached(id),
          complete: reached(id) && id !== 'review' && issuesOf(id).length === 0,
        }))}
        current={step()}
        onStep={(id) => goTo(id as StepId)}
        summaryTitle={checkout().summary}
        summary={
          step() === 'review' ? undefined : (
            <CheckoutSummary cart={props.cart} draft={props.draft} known={knownTenants()} methods={knownMethods()} />
          )
        }
      >
        <h2 class="unseen" tabIndex={-1}>
          {checkout().steps[step()]}
        </h2>
        <form
          class="wizard-form"
          novalidate
          aria-label={checkout().steps[step()]}
          onSubmit={(event) => {
            event.preventDefault();
            next();
          }}
        >
          <Switch>
            <Match when={step() === 'tenant'}>
              <TenantFields
                draft={props.draft.tenant}
                setDraft={((...path: [never]) => props.setDraft('tenant', ...path)) as never}
                form={forms.tenant}
                known={knownTenants()}
                onRefused={setRefused}
              />
            </Match>
            <Match when={step() === 'payment'}>
              <PaymentStep cart={props.cart} draft={props.draft} setDraft={props.setDraft} form={forms.payment} methods={methods} />
            </Match>
            <Match when={step() === 'review'}>
              <ReviewStep
                cart={props.cart}
                draft={props.draft}
                setDraft={props.setDraft}
                known={knownTenants()}
                methods={knownMethods()}
                onEdit={goTo}
              />
            </Match>
          </Switch>
          <FormFailure failure={forms[step()].failure()} />
          <div class="wizard-foot">
            {step() === steps()[0] ? (
              <ButtonLink href="/cart">{checkout().toCart}</ButtonLink>
            ) : (
              <Button onClick={() => goTo(step() === 'review' ? 'payment' : 'tenant')}>{checkout().back}</Button>
            )}
            <div class="wizard-foot-end">
              <Button type="submit" kind="primary" busy={forms.review.busy() || props.bought} disabled={step() === 'review' && troubled()}>
                {step() === 'review' ? checkout().buy(formatMoney(props.cart.totalMinor, props.cart.currency)) : checkout().next[step()]}
              </Button>
            </div>
          </div>
        </form>
      </WizardFrame>
    </>
  );
};
