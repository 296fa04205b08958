import { For, Show } from 'solid-js';
import type { CustomerState } from '../../domain/customer/customer.js';
import type { MessageState } from '../../domain/message/message.js';
import { Button } from '../components/button.js';
import { FactList, type Fact } from '../components/fact-list.js';
import { Moment } from '../components/moment.js';
import { StateChip } from '../components/state-chip.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { messageTones } from '../state-tones.js';
import { emailWaits, type AccountEmail, type Customer } from './customer.data.js';
import type { CustomerDialogName } from './dialogs.js';

const shell = messages('shell');
const customer = messages('customer');
const timeline = messages('timeline');
const words = () => customer().email;

/** What can be done with the account e-mail now; the server refuses the rest. */
export const emailActions = (email: AccountEmail | null, state: CustomerState): readonly CustomerDialogName[] => {
  const preview: CustomerDialogName[] = email && may('message.read') ? ['previewEmail'] : [];
  if (!may('account_email.write') || state !== 'active') return preview;
  if (emailWaits(email)) return ['moveEmail', 'sendEmailNow', 'callOffEmail', ...preview];
  return email?.state === 'queued' || email?.state === 'sending' ? preview : ['scheduleEmail', ...preview];
};

const labels = (): Partial<Record<CustomerDialogName, string>> => ({
  moveEmail: timeline().actions.move,
  sendEmailNow: timeline().actions.send_now,
  callOffEmail: timeline().actions.call_off,
  previewEmail: timeline().actions.preview,
  scheduleEmail: customer().actions.schedule,
});

interface AccountEmailPanelProps {
  readonly customer: Customer;
  readonly onAct: (name: CustomerDialogName) => void;
}

/** A6: the account e-mail with its due time and what can be done about it. */
export const AccountEmailPanel = (props: AccountEmailPanelProps) => {
  const facts = (email: AccountEmail): Fact[] => [
    { label: words().to, value: email.toAddress },
    email.sentAt === null
      ? {
          label: words().due,
          value: email.state === 'called_off' ? '' : <Moment at={email.dueAt} timeZone={props.customer.timeZone} show="both" />,
        }
      : { label: words().sent, value: <Moment at={email.sentAt} timeZone={props.customer.timeZone} show="both" past /> },
    ...(email.state === 'delivered_to_emergency'
      ? [{ label: customer().facts.emergency, value: words().emergencySent(email.sentTo ?? '') }]
      : []),
    ...(email.bounce && (email.state === 'bounced' || email.state === 'delivered_to_emergency')
      ? [{ label: words().bounced, value: words().bouncedAt(email.bounce.address, email.bounce.diagnostic || email.bounce.status) }]
      : []),
    ...(email.failureCode !== null && (email.state === 'undeliverable' || email.state === 'bounced')
      ? [{ label: words().failed, value: (shell().failures as Partial<Record<string, string>>)[email.failureCode] ?? email.failureCode }]
      : []),
  ];
  const state = () => props.customer.accountEmail?.state as MessageState | undefined;
  const actions = () => emailActions(props.customer.accountEmail, props.customer.state);
  return (
    <section class="panel" aria-label={words().title}>
      <div class="panel-head">
        <h2>{words().title}</h2>
        <Show when={state()}>{(known) => <StateChip tone={messageTones[known()]} label={shell().states.message[known()]} />}</Show>
      </div>
      <div class="panel-body stack">
        <Show when={props.customer.accountEmail} fallback={<p class="soft">{words().none}</p>}>
          {(email) => <FactList facts={facts(email())} />}
        </Show>
        <Show when={state() === 'bounced' && actions().includes('scheduleEmail')}>
          <p class="soft">{words().bouncedHint}</p>
        </Show>
        <Show when={actions().length > 0}>
          <div class="row row-wrap">
            <For each={actions()}>
              {(name) => (
                <Button size="small" onClick={() => props.onAct(name)}>
                  {labels()[name]}
                </Button>
              )}
            </For>
          </div>
        </Show>
      </div>
    </section>
  );
};
