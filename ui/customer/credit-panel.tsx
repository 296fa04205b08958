import { A } from '@solidjs/router';
import { Show } from 'solid-js';
import { Button } from '../components/button.js';
import { FactList } from '../components/fact-list.js';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { may, me } from '../session/session.js';
import type { Customer } from './customer.data.js';

const customer = messages('customer');
const words = () => customer().credit;

/** What the customer may owe on account, how much of that is taken, and the way to its orders. */
export const CreditPanel = (props: { readonly customer: Customer; readonly onSet: () => void }) => {
  const money = (minor: number) => formatMoney(minor, props.customer.creditCurrency);
  const orders = () => (me()?.customer ? '/orders' : `/orders?customer=${props.customer.id}`);
  return (
    <section class="panel" aria-label={words().title}>
      <div class="panel-head">
        <h2>{words().title}</h2>
        <Show when={may('credit.write') && props.customer.state === 'active'}>
          <Button size="small" onClick={() => props.onSet()}>
            {words().set}
          </Button>
        </Show>
      </div>
      <div class="panel-body stack">
        <FactList
          facts={[
            { label: words().limit, value: money(props.customer.creditLimitMinor ?? 0) },
            { label: words().used, value: money(props.customer.creditUsedMinor ?? 0) },
            { label: words().left, value: <b>{money((props.customer.creditLimitMinor ?? 0) - (props.customer.creditUsedMinor ?? 0))}</b> },
          ]}
        />
        <A href={orders()}>{words().orders}</A>
      </div>
    </section>
  );
};
