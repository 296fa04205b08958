import { Show, createEffect, createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import { CopyableId } from '../components/copyable-id.js';
import { Dialog } from '../components/dialog.js';
import '../components/wizard-frame.css';
import { FormFailure } from '../components/form-failure.js';
import { TextArea } from '../components/text-input.js';
import { useKnownTenants } from '../checkout/checkout.data.js';
import { paymentInput, paymentIssues, type PaymentDraft } from '../checkout/payment-draft.js';
import { PaymentFields } from '../checkout/payment-fields.js';
import { emptyTenant, tenantInput, tenantIssues, withFacts, withGiven, type TenantDraft } from '../checkout/tenant-draft.js';
import { TenantFields } from '../checkout/tenant-fields.js';
import { createFormState, reasonIssues } from '../form-state.js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import { isAboutPayment } from '../../domain/order/remedies.js';
import { failureText } from '../failure.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { createCommandId, tellOutcome } from '../tell-outcome.js';
import type { OrderDialogProps } from './order-dialogs.js';
import { refreshOrder } from './orders.data.js';
import { useQuery } from '../use-query.js';

const shell = messages('shell');
const orders = messages('orders');
const words = () => orders().dialogs.correct;

type Input = Parameters<typeof api.orders.correct.mutate>[0];

/** C4: what the order stands still for is put right in the same form as at the checkout, and it goes on. */
const CorrectOrderDialog = (props: OrderDialogProps) => {
  // What the dialog is about is settled when it opens; a newer state is refused by the server.
  // eslint-disable-next-line solid/reactivity
  const { id, customerId, failureCode, totalMinor, currency, number, domain, tenantState } = props.order;
  const tenantWrong = failureCode !== null && !isAboutPayment(failureCode);
  const places = may('order.place');
  const known = useKnownTenants(() => tenantWrong && places);
  const customer = useQuery(() => ({ ...api.customers.get.queryOptions({ id: customerId }), enabled: tenantWrong }));
  const methods = useQuery(() => ({
    ...api.checkout.paymentMethods.queryOptions(undefined),
    enabled: !tenantWrong && places,
    staleTime: 0,
  }));
  // eslint-disable-next-line solid/reactivity
  const [tenant, setTenant] = createStore<TenantDraft>(withGiven(emptyTenant(), props.order));
  /** An account that is there already isn't what is wrong: it stays the one that is meant. */
  const begun = domain !== null && tenantState === 'ready' ? ({ kind: 'existing', domain } as const) : ({ kind: 'new' } as const);
  const [payment, setPayment] = createSignal<PaymentDraft>({ method: '', cardRef: '' });
  const [reason, setReason] = createSignal('');
  const [refused, setRefused] = createSignal<string>();

  createEffect(() => {
    if (customer.isSuccess && !tenant.prefilled) setTenant({ ...withFacts(tenant, customer.data), ...(tenant.kind === '' ? begun : {}) });
  });
  const reasonIssue = () => reasonIssues(reason());
  const knownMethods = () =>
    methods.isSuccess ? methods.data : { account: { limitMinor: totalMinor, usedMinor: 0, leftMinor: totalMinor, currency }, cards: [] };
  const form = createFormState(() => [
    ...(tenantWrong ? tenantIssues(tenant) : paymentIssues(payment(), places ? knownMethods() : undefined, totalMinor)),
    ...(tenantWrong && refused() !== undefined && refused() === tenant.prefix
      ? [{ field: 'tenant.prefix', code: 'tenant_domain_taken', params: {} }]
      : []),
    ...reasonIssue(),
  ]);
  // Faults of the API stand under `change`; the fields are named as at the checkout.
  const shown = {
    ...form,
    errorOf: (field: string) => form.errorOf(field) ?? form.errorOf(`change.${field}`),
    changed: (field: string) => {
      form.changed(field);
      form.changed(`change.${field}`);
    },
  };
  const adding = createCommand();
  const asked = createCommandId();
  const addCard = async () => {
    const { url } = await api.checkout.startCardSetup.mutate({ orderId: id });
    window.location.assign(url);
  };
  const act = async () => {
    const change = tenantWrong ? { tenant: tenantInput(tenant) } : { payment: paymentInput(payment()) };
    const answer = await api.orders.correct.mutate({ id, reason: reason(), change, commandId: asked.id() } as Input);
    tellOutcome(answer, words().done);
    props.onClose();
    void refreshOrder();
  };
  const send = async () => {
    await form.send(act);
    const failure = form.failure();
    if (failure) asked.afterFailure(failure.network);
  };
  return (
    <Dialog
      title={words().title(number)}
      width="wide"
      onClose={props.onClose}
      onSubmit={() => void send()}
      held={form.busy()}
      footer={
        <>
          <Button onClick={() => props.onClose()}>{shell().actions.cancel}</Button>
          <Button type="submit" kind="primary" busy={form.busy()}>
            {words().verb}
          </Button>
        </>
      }
    >
      <p>{failureText({ network: false, code: isFailureCode(failureCode) ? failureCode : 'internal', issues: [] })}</p>
      <div class="wizard-form">
        <Show
          when={tenantWrong}
          fallback={
            <Show when={!places || methods.isSuccess}>
              <PaymentFields
                draft={payment()}
                onChange={setPayment}
                form={shown}
                methods={knownMethods()}
                totalMinor={totalMinor}
                currency={currency}
                addingCard={adding.busy()}
                addHint={words().addCardHint}
                onAddCard={places ? () => void adding.run(addCard) : undefined}
              />
              <FormFailure failure={adding.failure()} />
              <Show when={!places}>
                <p>{words().cardByCustomer}</p>
                <CopyableId id={`${window.location.origin}/orders/${id}`} />
              </Show>
            </Show>
          }
        >
          <TenantFields draft={tenant} setDraft={setTenant} form={shown} known={known.isSuccess ? known.data : []} onRefused={setRefused} />
        </Show>
        <TextArea
          name="reason"
          label={shell().form.reason}
          hint={shell().form.reasonHint}
          rows={2}
          value={reason()}
          error={form.errorOf('reason')}
          onInput={setReason}
        />
      </div>
      <FormFailure failure={form.failure()} />
    </Dialog>
  );
};

export default CorrectOrderDialog;
