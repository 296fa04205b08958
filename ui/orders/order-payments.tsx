import { For, Show } from 'solid-js';
import { CopyableId } from '../components/copyable-id.js';
import { FactList, type Fact } from '../components/fact-list.js';
import { StateChip } from '../components/state-chip.js';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { paymentTones } from '../state-tones.js';
import { ownCause } from './order-cause.js';
import './orders.css';
import type { Order } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');
const words = () => orders().payment;

type Payment = Order['payments'][number];

/** The bank hasn't held the amount, or hasn't yet. */
const notHeld: readonly Payment['state'][] = ['pending', 'requires_action', 'declined'];

const factsOf = (payment: Payment): Fact[] => {
  const money = (minor: number) => formatMoney(minor, payment.currency);
  const amounts: Fact[] = [
    { label: notHeld.includes(payment.state) ? words().asked : words().held, value: money(payment.authorisedMinor) },
    ...(payment.capturedMinor > 0 ? [{ label: words().taken, value: money(payment.capturedMinor) }] : []),
    ...(payment.refundedMinor > 0 ? [{ label: words().refunded, value: money(payment.refundedMinor) }] : []),
  ];
  const reference = payment.processorRef;
  return may('process.read') && reference !== null
    ? [...amounts, { label: words().reference, value: <CopyableId id={reference} /> }]
    : amounts;
};

/** The money of the order: held, taken, let go. */
export const OrderPayments = (props: { readonly order: Order }) => (
  <section class="panel" aria-label={words().title}>
    <div class="panel-head">
      <h2>{words().title}</h2>
    </div>
    <ul class="order-lines">
      <For
        each={props.order.payments}
        fallback={
          <li class="order-line">
            <p>{words().methods[props.order.paymentMethod]}</p>
          </li>
        }
      >
        {(payment) => (
          <li class="order-line">
            <div class="row row-wrap">
              <b>{words().methods[payment.method]}</b>
              <StateChip bare tone={paymentTones[payment.state]} label={shell().states.payment[payment.state]} />
            </div>
            <FactList facts={factsOf(payment)} />
            <Show when={ownCause(props.order, payment.failureCode)}>{(text) => <p class="order-line-cause">{text()}</p>}</Show>
          </li>
        )}
      </For>
    </ul>
  </section>
);
