import Landmark from 'lucide-solid/icons/landmark';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { For, Show } from 'solid-js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import '../components/dialog.css';
import { Moment } from '../components/moment.js';
import { messages } from '../i18n.js';
import { formatMoney } from '../format/money.js';
import { me } from '../session/session.js';
import { orderLineTitle } from './order-lines.js';
import type { Order } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');

/** What of an order whose undoing was given up is left: services at the vendor, money. */
const leftOf = (order: Order): string[] => {
  const { left } = orders();
  const money = order.payments.flatMap(({ state, authorisedMinor, capturedMinor, refundedMinor, currency }) => {
    if (state === 'authorised' || state === 'pending' || state === 'requires_action')
      return [left.held(formatMoney(authorisedMinor, currency))];
    return state === 'captured' ? [left.taken(formatMoney(capturedMinor - refundedMinor, currency))] : [];
  });
  return [...order.lines.filter(({ state }) => state === 'not_cancelled').map((line) => left.line(orderLineTitle(line))), ...money];
};

/** What the order waits for from the one who looks at it. */
export const OrderNotices = (props: { readonly order: Order }) => {
  const confirmAt = () =>
    props.order.state === 'awaiting_payment' && me()?.customer
      ? props.order.payments.find(({ state }) => state === 'requires_action')?.actionUrl
      : undefined;
  const cause = () => {
    const code = props.order.failureCode;
    if (props.order.state !== 'needs_attention') return undefined;
    return isFailureCode(code) ? shell().failures[code] : shell().failures.internal;
  };
  return (
    <>
      <Show when={props.order.state === 'awaiting_payment'}>
        <div class="notice notice-wide" data-tone="needs-you" role="status">
          <Landmark size={16} aria-hidden="true" />
          <p>
            {me()?.customer ? orders().confirm.text : orders().confirm.forStaff}{' '}
            <Show when={props.order.nextAt}>
              {(at) => (
                <>
                  {orders().confirm.until} <Moment at={at()} show="absolute" />.
                </>
              )}
            </Show>
          </p>
          <Show when={confirmAt()}>
            {(url) => (
              <a class="button button-primary" rel="external" href={url()}>
                <span class="button-label">{orders().confirm.link}</span>
              </a>
            )}
          </Show>
        </div>
      </Show>
      <Show when={props.order.state === 'given_up'}>
        <div class="notice notice-wide" data-tone="failed" role="status">
          <TriangleAlert size={16} aria-hidden="true" />
          <div>
            <p>{orders().left.text}</p>
            <ul class="order-left">
              <For each={leftOf(props.order)}>{(text) => <li>{text}</li>}</For>
            </ul>
          </div>
        </div>
      </Show>
      <Show when={cause()}>
        {(text) => (
          <div class="notice notice-wide" data-tone="needs-you" role="status">
            <TriangleAlert size={16} aria-hidden="true" />
            <p>
              <b>{text()}</b>{' '}
              <Show when={props.order.nextKind === 'order_undone_by_itself' && props.order.nextAt}>
                {(at) => (
                  <>
                    {orders().undoneByItself} <Moment at={at()} show="absolute" />.
                  </>
                )}
              </Show>
            </p>
          </div>
        )}
      </Show>
    </>
  );
};
