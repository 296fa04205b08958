import { For, Show } from 'solid-js';
import { commitmentOf, totalOf } from '../../domain/order/amounts.js';
import { orderEnds } from '../../domain/order/order.js';
import { CopyableId } from '../components/copyable-id.js';
import { StateChip } from '../components/state-chip.js';
import { formatMoney } from '../format/money.js';
import { named } from '../format/named.js';
import { messages } from '../i18n.js';
import { recurringOf } from '../cart/cart-totals.js';
import { commitmentText, optionName } from '../offers/offer-words.js';
import { may } from '../session/session.js';
import { orderLineTones } from '../state-tones.js';
import { ownCause } from './order-cause.js';
import './orders.css';
import type { Order, OrderLine } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');

/** "Microsoft 365 · Business Standard". */
export const orderLineTitle = (line: Pick<OrderLine, 'productEn' | 'productIt' | 'planEn' | 'planIt'>): string =>
  `${named(line.productEn, line.productIt)} · ${named(line.planEn, line.planIt)}`;

const ends: readonly string[] = orderEnds;

const isOff = (state: OrderLine['state']): boolean => state === 'left_out' || state === 'cancelled' || state === 'not_cancelled';

/** What was bought, how each line stands, and what it comes to. */
export const OrderLines = (props: { readonly order: Order }) => {
  const kept = () => props.order.lines.filter(({ state }) => !isOff(state));
  const recurring = () => recurringOf(kept().map((line) => ({ ...line, commitment: commitmentOf(line) })));
  const charged = () => props.order.payments.reduce((sum, { capturedMinor, refundedMinor }) => sum + capturedMinor - refundedMinor, 0);
  const isSettled = () => ends.includes(props.order.state) || charged() > 0;
  return (
    <section class="panel" aria-label={orders().lines}>
      <div class="panel-head">
        <h2>{orders().lines}</h2>
      </div>
      <ul class="order-lines">
        <For each={props.order.lines}>{(line) => <Line line={line} order={props.order} />}</For>
      </ul>
      <dl class="order-sum">
        <div>
          <dt>{isSettled() ? orders().charged : orders().firstPeriod}</dt>
          <dd>
            <b>{formatMoney(isSettled() ? charged() : totalOf(kept()), props.order.currency)}</b>
          </dd>
        </div>
        <For each={recurring()}>
          {(part) => (
            <div>
              <dt>{orders().then[part.billingCycle]}</dt>
              <dd>{formatMoney(part.chargeMinor, props.order.currency)}</dd>
            </div>
          )}
        </For>
      </dl>
    </section>
  );
};

const Line = (props: { readonly line: OrderLine; readonly order: Order }) => {
  const isWrong = () => props.line.state === 'refused' || props.line.state === 'not_cancelled';
  const cause = () => (isWrong() ? ownCause(props.order, props.line.failureCode) : undefined);
  return (
    <li class="order-line">
      <div class="order-line-head">
        <div class="order-line-name">
          <h3>{orderLineTitle(props.line)}</h3>
          <StateChip bare tone={orderLineTones[props.line.state]} label={shell().states.orderLine[props.line.state]} />
        </div>
        <span class="order-line-charge" classList={{ 'order-line-off': isOff(props.line.state) }}>
          {formatMoney(props.line.chargeMinor, props.order.currency)}
        </span>
      </div>
      <p class="small soft">
        {optionName(props.line)}. {commitmentText({ ...props.line, currency: props.order.currency })}
      </p>
      <Show when={cause()}>{(text) => <p class="order-line-cause">{text()}</p>}</Show>
      <Show when={may('process.read')}>
        <Show when={props.line.state !== 'cancelled' && props.line.failureNote}>
          {(note) => <p class="small mono order-line-cause">{note()}</p>}
        </Show>
        <Show when={props.line.vendorRef}>
          {(ref) => (
            <p class="small soft row row-wrap">
              {orders().vendorRef} <CopyableId id={ref()} />
            </p>
          )}
        </Show>
      </Show>
    </li>
  );
};
