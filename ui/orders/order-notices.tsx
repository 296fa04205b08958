import Landmark from 'lucide-solid/icons/landmark';
import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { For, Show, onCleanup } from 'solid-js';
import { Button } from '../components/button.js';
import '../components/dialog.css';
import { Moment } from '../components/moment.js';
import { messages } from '../i18n.js';
import { formatMoney } from '../format/money.js';
import { me } from '../session/session.js';
import { commandLabel, recommended } from './order-commands.js';
import { causeOf } from './order-cause.js';
import { orderLineTitle } from './order-lines.js';
import './orders.css';
import type { Order, OrderCommand } from './orders.data.js';

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

interface OrderNoticesProps {
  readonly order: Order;
  /** What may be commanded, best first. */
  readonly commands: readonly OrderCommand[];
  readonly onCommand: (command: OrderCommand) => void;
}

const stuckId = 'order-stuck';

/** Leads to where the order's cause and its remedies stand. */
export const showCause = (): void => {
  const notice = document.getElementById(stuckId);
  notice?.scrollIntoView({ block: 'nearest' });
  notice?.focus({ preventScroll: true });
};

/** What the order waits for from the one who looks at it. */
export const OrderNotices = (props: OrderNoticesProps) => {
  const confirmAt = () =>
    props.order.state === 'awaiting_payment' && me()?.customer
      ? props.order.payments.find(({ state }) => state === 'requires_action')?.actionUrl
      : undefined;
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
        <div class="notice" data-tone="failed" role="status">
          <TriangleAlert size={16} aria-hidden="true" />
          <div>
            <p>{orders().left.text}</p>
            <ul class="order-left">
              <For each={leftOf(props.order)}>{(text) => <li>{text}</li>}</For>
            </ul>
          </div>
        </div>
      </Show>
      <Show when={causeOf(props.order)}>{(text) => <Stuck {...props} cause={text()} />}</Show>
    </>
  );
};

/** What the order stands still for and everything that can be done about it: the one place on the page where that is said. */
const Stuck = (props: OrderNoticesProps & { readonly cause: string }) => {
  let hasFocus = false;
  // A remedy that was carried out goes, and with it the button that the focus had come back to.
  onCleanup(() => {
    if (hasFocus) document.querySelector<HTMLElement>('h1')?.focus();
  });
  /** Which services it is about, where the order has others too. */
  const concerned = () => {
    const { lines, failureCode } = props.order;
    const refused = lines.filter((line) => line.state === 'refused' && line.failureCode === failureCode);
    return refused.length < lines.length ? refused.map(orderLineTitle).join(', ') : '';
  };
  // Undoing is the customer's to ask for; what the vendor doesn't undo isn't theirs to settle.
  const settledByOthers = () => me()?.customer && props.order.step.startsWith('undoing_');
  return (
    <section
      class="notice order-stuck"
      data-tone="needs-you"
      id={stuckId}
      tabIndex={-1}
      aria-label={orders().stuck.label}
      onFocusIn={() => (hasFocus = true)}
      onFocusOut={() => (hasFocus = false)}
    >
      <TriangleAlert size={16} aria-hidden="true" />
      <div class="stack-tight">
        <div role="status">
          <p>
            <b>{props.cause}</b>
          </p>
          <Show when={concerned()}>{(services) => <p>{orders().stuck.concerned(services())}</p>}</Show>
          <Show when={settledByOthers()}>
            <p>{orders().stuck.settledByReseller}</p>
          </Show>
          <Show when={props.order.nextKind === 'order_undone_by_itself' && props.order.nextAt}>
            {(at) => (
              <p>
                {orders().stuck.undoneByItself} <Moment at={at()} show="absolute" />.
              </p>
            )}
          </Show>
        </div>
        <Show when={props.commands.length > 0}>
          <div class="order-remedies">
            <For each={props.commands}>
              {(command) => (
                <Button
                  size="small"
                  kind={command === recommended(props.order) ? 'primary' : 'plain'}
                  onClick={() => props.onCommand(command)}
                >
                  {commandLabel(command, props.order)}
                </Button>
              )}
            </For>
          </div>
        </Show>
      </div>
    </section>
  );
};
