import CircleX from 'lucide-solid/icons/circle-x';
import CircleMinus from 'lucide-solid/icons/circle-minus';
import { Match, Show, Switch } from 'solid-js';
import { Button } from '../components/button.js';
import '../components/dialog.css';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import type { Customer } from './customer.data.js';

const customer = messages('customer');

interface CustomerNoticesProps {
  readonly customer: Customer;
  readonly retrying: boolean;
  readonly onRetryFailed: () => void;
}

/** What somebody who opens the page must see first: disabled, deleted, or plans that failed (A12). */
export const CustomerNotices = (props: CustomerNoticesProps) => {
  const failed = () => props.customer.subscriptions.filter((licence) => licence.state === 'failed').length;
  return (
    <>
      <Switch>
        <Match when={props.customer.state === 'disabled'}>
          <Notice text={customer().disabledNotice} />
        </Match>
        <Match when={props.customer.state === 'deleted'}>
          <Notice text={customer().deletedNotice} />
        </Match>
      </Switch>
      <Show when={failed() > 0 && props.customer.state === 'active'}>
        <div class="notice notice-wide" data-tone="failed">
          <CircleX size={16} aria-hidden="true" />
          <p>{customer().failedPlans(failed())}</p>
          <Show when={may('licence.write')}>
            <Button size="small" busy={props.retrying} onClick={() => props.onRetryFailed()}>
              {customer().actions.retryFailed}
            </Button>
          </Show>
        </div>
      </Show>
    </>
  );
};

const Notice = (props: { readonly text: string }) => (
  <div class="notice" data-tone="ended">
    <CircleMinus size={16} aria-hidden="true" />
    <p>{props.text}</p>
  </div>
);
