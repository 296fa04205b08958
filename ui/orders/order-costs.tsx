import { Show, createSignal } from 'solid-js';
import { isFailureCode } from '../../domain/failure/failure-code.js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import { FormFailure } from '../components/form-failure.js';
import { Skeleton } from '../components/states.js';
import { failureText, type KnownFailure } from '../failure.js';
import { formatTime } from '../format/times.js';
import { messages } from '../i18n.js';
import { CostLines } from './cost-lines.js';
import './order-costs.css';
import type { Order, OrderLineCost } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');
const words = () => orders().costs;

interface Told {
  readonly lines: readonly OrderLineCost[];
  readonly at: string;
}

/** The failure with which a vendor was asked in vain, where there is one. */
const failureIn = (told: Told | undefined): KnownFailure | undefined => {
  const code = told?.lines.map(({ reason }) => reason).find(isFailureCode);
  return code && { network: false, code, issues: [] };
};

/**
 * What the order costs us, for staff. Asked by a press and not as a query of the page: a vendor may take its time, and what the page
 * keeps fresh by itself mustn't wait for it.
 */
export const OrderCosts = (props: { readonly order: Order }) => {
  const asking = createCommand();
  const [told, setTold] = createSignal<Told>();
  const act = async () => {
    const { lines } = await api.orders.vendorCosts.query({ orderId: props.order.id });
    setTold({ lines, at: new Date().toISOString() });
  };
  const failure = () => asking.failure() ?? failureIn(told());
  // Nothing is typed here, so without a connection it doesn't say, as a form would, that what was typed is kept.
  const failureWords = () => {
    const known = failure();
    return known && (words().failed[known.code] ?? failureText(known));
  };
  const verb = () => (failure() ? shell().actions.retry : told() ? words().again : words().ask);
  const noPrices = () => told()?.lines.every(({ reason }) => reason === 'not_told') ?? false;
  const isKnown = () => told()?.lines.some(({ cost }) => cost !== null) ?? false;
  const hasLines = () => isKnown() || (!noPrices() && !failure());
  const about = () => {
    if (noPrices()) return words().noPrices;
    return isKnown() ? words().asked(formatTime(told()?.at ?? '')) : words().hint;
  };
  return (
    <section class="panel order-costs" aria-label={words().title}>
      <div class="panel-head">
        <h2>{words().title}</h2>
        <Button size="small" busy={asking.busy()} onClick={() => void asking.run(act)}>
          {verb()}
        </Button>
      </div>
      <FormFailure failure={asking.busy() ? undefined : failure()} text={failureWords()} />
      <Show when={hasLines() && told()}>{(known) => <CostLines lines={known().lines} order={props.order} />}</Show>
      <div class="panel-body stack">
        <Show when={asking.busy() && !isKnown()}>
          <Skeleton lines={2} />
        </Show>
        <p class="small soft" role="status">
          {about()}
        </p>
      </div>
    </section>
  );
};
