import { For, Show, type JSX } from 'solid-js';
import { marginOf, type Margin } from '../../domain/order/margin.js';
import { StateChip } from '../components/state-chip.js';
import { formatMoney } from '../format/money.js';
import { formatShare } from '../format/numbers.js';
import { messages } from '../i18n.js';
import './order-costs.css';
import { orderLineTitle } from './order-lines.js';
import './orders.css';
import type { Order, OrderLineCost } from './orders.data.js';

const orders = messages('orders');
const words = () => orders().costs;

interface CostLinesProps {
  readonly lines: readonly OrderLineCost[];
  readonly order: Order;
}

/** What each line brings and costs, and what all of them do whose cost is known. */
export const CostLines = (props: CostLinesProps) => {
  const titleOf = ({ lineId }: OrderLineCost): string => {
    const line = props.order.lines.find(({ id }) => id === lineId);
    return line ? orderLineTitle(line) : '';
  };
  const compared = () => props.lines.filter(({ margin }) => margin !== null);
  const isWhole = () => props.lines.every(({ margin, reason }) => margin !== null || reason === 'not_bought');
  return (
    <ul class="order-lines">
      <For each={props.lines}>{(line) => <CostLine line={line} title={titleOf(line)} />}</For>
      <Show when={props.lines.length > 1 && compared().length > 0}>
        <Total lines={compared()} currency={props.order.currency} label={isWhole() ? words().total : words().totalKnown} />
      </Show>
    </ul>
  );
};

const CostLine = (props: { readonly line: OrderLineCost; readonly title: string }) => (
  <li class="order-line order-cost">
    <h3>{props.title}</h3>
    <dl>
      <Amount label={words().charged}>{formatMoney(props.line.chargedMinor, props.line.currency)}</Amount>
      <Show
        when={props.line.cost}
        fallback={
          <Amount label={words().cost}>
            <span class="soft">{reasonText(props.line.reason)}</span>
          </Amount>
        }
      >
        {(cost) => (
          <>
            <Amount label={words().cost}>{formatMoney(cost().amountMinor, cost().currency)}</Amount>
            <Amount label={words().margin}>
              <Show when={props.line.margin} fallback={<span class="soft">{words().otherCurrency}</span>}>
                {(margin) => <MarginText margin={margin()} currency={props.line.currency} />}
              </Show>
            </Amount>
          </>
        )}
      </Show>
    </dl>
  </li>
);

const reasonText = (reason: OrderLineCost['reason']): string => {
  if (reason === 'not_told') return words().notTold;
  return reason === 'not_bought' ? words().notBought : words().noAnswer;
};

const Amount = (props: { readonly label: string; readonly children: JSX.Element }) => (
  <div>
    <dt>{props.label}</dt>
    <dd>{props.children}</dd>
  </div>
);

/** A loss is told by a word and its colour as well as by the sign. */
const MarginText = (props: { readonly margin: Margin; readonly currency: string }) => (
  <span class="order-cost-margin">
    <Show when={props.margin.amountMinor < 0}>
      <StateChip bare tone="failed" label={words().loss} />
    </Show>
    <b>{formatMoney(props.margin.amountMinor, props.currency)}</b>
    <Show when={props.margin.shareBp !== null}>
      <span class="small soft">{formatShare(props.margin.shareBp ?? 0)}</span>
    </Show>
  </span>
);

interface TotalProps {
  readonly lines: readonly OrderLineCost[];
  readonly currency: string;
  readonly label: string;
}

const Total = (props: TotalProps) => {
  const charged = () => props.lines.reduce((sum, { chargedMinor }) => sum + chargedMinor, 0);
  const cost = () => props.lines.reduce((sum, line) => sum + (line.cost?.amountMinor ?? 0), 0);
  return (
    <li class="order-line order-cost order-cost-total">
      <h3>{props.label}</h3>
      <dl>
        <Amount label={words().charged}>{formatMoney(charged(), props.currency)}</Amount>
        <Amount label={words().cost}>{formatMoney(cost(), props.currency)}</Amount>
        <Amount label={words().margin}>
          <MarginText margin={marginOf(charged(), cost())} currency={props.currency} />
        </Amount>
      </dl>
    </li>
  );
};
