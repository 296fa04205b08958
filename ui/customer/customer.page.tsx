import { useParams } from '@solidjs/router';
import { Match, Show, Suspense, Switch, createEffect, createSignal, on } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { CommandList } from '../commands/command-list.js';
import { PageHead } from '../components/page-head.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import { Tabs } from '../components/tabs.js';
import { toast } from '../components/toast.js';
import { useUrlState } from '../components/url-state.js';
import { failureText } from '../failure.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { DifferenceNotice } from '../reconcile/difference-notice.js';
import { may } from '../session/session.js';
import { customerTones } from '../state-tones.js';
import { AccountEmailPanel } from './account-email-panel.js';
import { AuditPanel } from './audit-panel.js';
import { CustomerActions } from './customer-actions.js';
import { CreditPanel } from './credit-panel.js';
import './customer.css';
import { refreshCustomer, useCustomer, type Customer } from './customer.data.js';
import { CustomerNotices } from './customer-notices.js';
import { CustomerThread } from './customer-thread.js';
import { customerDialogs, licenceDialogs, type OpenDialog } from './dialogs.js';
import { FactsPanel } from './facts-panel.js';
import { LicencesPanel } from './licences-panel.js';
import { UsersPanel } from './users-panel.js';

const shell = messages('shell');
const customer = messages('customer');

const CustomerPage = () => {
  const params = useParams<{ id: string }>();
  const found = useCustomer(() => params.id);
  return (
    <QueryView query={found} waiting={<CustomerSkeleton />}>
      {(known) => <CustomerView customer={known()} />}
    </QueryView>
  );
};

const CustomerView = (props: { readonly customer: Customer }) => {
  const url = useUrlState();
  const [dialog, setDialog] = createSignal<OpenDialog>();
  const retry = createCommand();
  const view = () => (url.text('view') === 'activity' ? 'activity' : 'overview');
  const open = (name: keyof typeof customerDialogs) => setDialog({ about: 'customer', name });
  const retryOnce = async () => {
    const { retried, failed } = await api.licences.retryFailed.mutate({ customerId: props.customer.id });
    toast('done', customer().done.retried(retried, failed));
  };
  const retryFailed = async () => {
    const done = await retry.run(retryOnce);
    const failure = retry.failure();
    if (!done && failure) toast('failed', failureText(failure));
    await refreshCustomer();
  };
  const tabs = () => [
    { id: 'overview', label: customer().tabs.overview },
    ...(may('audit.read') ? [{ id: 'activity', label: customer().tabs.activity }] : []),
  ];
  createEffect(
    on(
      () => props.customer.id,
      () => setDialog(undefined),
      { defer: true },
    ),
  );
  return (
    <>
      <PageHead
        title={props.customer.company}
        state={<StateChip tone={customerTones[props.customer.state]} label={shell().states.customer[props.customer.state]} />}
        below={
          <>
            <span>
              {customer().facts.accountName}: <b>{props.customer.accountName}</b>
            </span>
            <Show when={props.customer.channelName}>
              {(name) => (
                <span>
                  {customer().facts.reseller}: {name()}
                </span>
              )}
            </Show>
          </>
        }
        actions={<CustomerActions customer={props.customer} onOpen={open} />}
      />
      <CustomerNotices customer={props.customer} retrying={retry.busy()} onRetryFailed={() => void retryFailed()} />
      <DifferenceNotice of={{ customerId: props.customer.id }} />
      <Tabs
        label={customer().tabs.label}
        tabs={tabs()}
        current={view()}
        onChange={(id) => url.set({ view: id === 'overview' ? undefined : id })}
      >
        <Show when={view() === 'overview'} fallback={<AuditView customerId={props.customer.id} />}>
          <div class="subject">
            <div>
              <CustomerThread
                customer={props.customer}
                onOpen={setDialog}
                onRetryFailed={() => void retryFailed()}
                retrying={retry.busy()}
              />
              <CommandList of={{ customerId: props.customer.id }} />
              <LicencesPanel customer={props.customer} onAct={(name, licenceId) => setDialog({ about: 'licence', name, licenceId })} />
              <UsersPanel customer={props.customer} />
            </div>
            <div>
              <AccountEmailPanel customer={props.customer} onAct={open} />
              <Show when={may('order.read')}>
                <CreditPanel customer={props.customer} onSet={() => open('setCredit')} />
              </Show>
              <FactsPanel customer={props.customer} />
            </div>
          </div>
        </Show>
      </Tabs>
      <CustomerDialog customer={props.customer} dialog={dialog()} onOpen={setDialog} onClose={() => setDialog(undefined)} />
    </>
  );
};

const AuditView = (props: { readonly customerId: string }) => (
  <div class="subject-wide">
    <AuditPanel customerId={props.customerId} />
  </div>
);

interface CustomerDialogHostProps {
  readonly customer: Customer;
  readonly dialog: OpenDialog | undefined;
  readonly onOpen: (dialog: OpenDialog) => void;
  readonly onClose: () => void;
}

/** The open dialog, if any. It suspends by itself while its code is fetched, and leaves the page alone. */
const CustomerDialog = (props: CustomerDialogHostProps) => {
  const aboutCustomer = () => (props.dialog?.about === 'customer' ? customerDialogs[props.dialog.name] : undefined);
  const aboutLicence = () => (props.dialog?.about === 'licence' ? props.dialog : undefined);
  const licence = () => props.customer.subscriptions.find((one) => one.id === aboutLicence()?.licenceId);
  return (
    <Suspense>
      <Switch>
        <Match when={aboutCustomer()}>
          {(component) => <Dynamic component={component()} customer={props.customer} onClose={props.onClose} onOpen={props.onOpen} />}
        </Match>
        <Match when={licence()}>
          {(known) => (
            <Dynamic
              component={licenceDialogs[aboutLicence()?.name ?? 'endPlan']}
              customer={props.customer}
              licence={known()}
              onClose={props.onClose}
            />
          )}
        </Match>
      </Switch>
    </Suspense>
  );
};

const CustomerSkeleton = () => (
  <>
    <Skeleton lines={2} />
    <div class="panel panel-body">
      <Skeleton kind="thread" lines={7} />
    </div>
  </>
);

export default CustomerPage;
