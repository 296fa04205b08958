import { For, Show } from 'solid-js';
import { commitmentOf } from '../../domain/order/amounts.js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import { CopyableId } from '../components/copyable-id.js';
import { StateChip } from '../components/state-chip.js';
import { formatMoney } from '../format/money.js';
import { named } from '../format/named.js';
import { messages } from '../i18n.js';
import { recurringOf } from '../cart/cart-totals.js';
import { commitmentText, optionName } from '../offers/offer-words.js';
import { may } from '../session/session.js';
import { orderLineTones } from '../state-tones.js';
import './orders.css';
import type { Order, OrderLine } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');

/** "Microsoft 365 · Business Standard". */
export const orderLineTitle = (line: Pick<OrderLine, 'productEn' | 'productIt' | 'planEn' | 'planIt'>): string =>
  `${named(line.productEn, line.productIt)} · ${named(line.planEn, line.planIt)}`;

const isOff = (state: OrderLine['state']): boolean => state === 'left_out' || state === 'cancelled' || state === 'not_cancelled';

/** What was bought, how each line stands, and what it comes to. */
export const OrderLines = (props: { readonly order: Order }) => {
  const recurring = () =>
    recurringOf(props.order.lines.filter(({ state }) => !isOff(state)).map((line) => ({ ...line, commitment: commitmentOf(line) })));
  return (
    <section class="panel" aria-label={orders().lines}>
      <div class="panel-head">
        <h2>{orders().lines}</h2>
      </div>
      <ul class="order-lines">
        <For each={props.order.lines}>{(line) => <Line line={line} currency={props.order.currency} />}</For>
      </ul>
      <dl class="order-sum">
        <div>
          <dt>{orders().total}</dt>
          <dd>
            <b>{formatMoney(props.order.totalMinor, props.order.currency)}</b>
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

const Line = (props: { readonly line: OrderLine; readonly currency: string }) => {
  const cause = () => {
    const code = props.line.failureCode;
    return (props.line.state === 'refused' || props.line.state === 'not_cancelled') && isFailureCode(code)
      ? shell().failures[code]
      : undefined;
  };
  return (
    <li class="order-line">
      <div class="order-line-head">
        <h3>{orderLineTitle(props.line)}</h3>
        <StateChip bare tone={orderLineTones[props.line.state]} label={shell().states.orderLine[props.line.state]} />
        <span class="order-line-charge" classList={{ 'order-line-off': isOff(props.line.state) }}>
          {formatMoney(props.line.chargeMinor, props.currency)}
        </span>
      </div>
      <p class="small soft">
        {optionName(props.line)}. {commitmentText({ ...props.line, currency: props.currency })}
      </p>
      <Show when={cause()}>{(text) => <p class="order-line-cause">{text()}</p>}</Show>
      <Show when={may('process.read')}>
        <Show when={props.line.failureNote}>{(note) => <p class="small mono order-line-cause">{note()}</p>}</Show>
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
