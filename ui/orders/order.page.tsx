import { A, useParams, useSearchParams } from '@solidjs/router';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import Printer from 'lucide-solid/icons/printer';
import { Show, Suspense, createEffect, createSignal, on } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { CommandList } from '../commands/command-list.js';
import { Menu, type MenuItem } from '../components/menu.js';
import { PageHead } from '../components/page-head.js';
import { Skeleton } from '../components/states.js';
import { StateChip } from '../components/state-chip.js';
import type { ThreadAction } from '../components/thread.js';
import '../customer/customer.css';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import { DifferenceNotice } from '../reconcile/difference-notice.js';
import { may, me } from '../session/session.js';
import { orderTones } from '../state-tones.js';
import { LiveThread, type ThreadNow } from '../timeline/live-thread.js';
import { commandLabel, commandsOffered } from './order-commands.js';
import { orderDialogs } from './order-dialogs.js';
import { OrderCosts } from './order-costs.js';
import { OrderFacts } from './order-facts.js';
import { OrderLedger } from './order-ledger.js';
import { OrderLines } from './order-lines.js';
import { OrderNotices, showCause } from './order-notices.js';
import { OrderPayments } from './order-payments.js';
import './orders.css';
import { useOrder, type Order, type OrderCommand } from './orders.data.js';

const shell = messages('shell');
const orders = messages('orders');

const ofTheBank = ['payment_intent', 'payment_intent_client_secret', 'redirect_status', 'source_type'] as const;

/** B36, B38: one order: what is happening, what it bought and what may be done about it. */
const OrderPage = () => {
  const params = useParams<{ id: string }>();
  const found = useOrder(() => params.id);
  return (
    <QueryView query={found} waiting={<Skeleton kind="thread" lines={8} />}>
      {(known) => <OrderView order={known()} />}
    </QueryView>
  );
};

/** What an order that was cut down comes to is what was taken for it; any other is its total. */
const amountOf = (order: Order): number =>
  order.state === 'partly_completed'
    ? order.payments.reduce((sum, { capturedMinor, refundedMinor }) => sum + capturedMinor - refundedMinor, 0)
    : order.totalMinor;

const OrderView = (props: { readonly order: Order }) => {
  const [dialog, setDialog] = createSignal<OrderCommand>();
  const commands = () => commandsOffered(props.order);
  // Back from the card processor's page: the card is chosen where it was asked for.
  const [search, setSearch] = useSearchParams<{ card?: string } & Partial<Record<(typeof ofTheBank)[number], string>>>();
  // What the bank's page leaves in the address is nobody's to see, keep or pass on.
  createEffect(() => {
    if (ofTheBank.some((name) => search[name] !== undefined))
      setSearch(Object.fromEntries(ofTheBank.map((name) => [name, undefined])), { replace: true });
  });
  createEffect(() => {
    if (search.card !== 'added' || !commands().includes('correct')) return;
    setDialog('correct');
    setSearch({ card: undefined }, { replace: true });
  });
  const actionsNow = (point: ThreadNow): ThreadAction[] =>
    point.processId === props.order.processId && point.state === 'needs_attention'
      ? [{ label: orders().stuck.seeAbove, run: showCause }]
      : [];
  createEffect(
    on(
      () => props.order.id,
      () => setDialog(undefined),
      { defer: true },
    ),
  );
  return (
    <>
      <PageHead
        title={orders().order(props.order.number)}
        state={<StateChip tone={orderTones[props.order.state]} label={shell().states.order[props.order.state]} />}
        below={
          <>
            <span>{formatMoney(amountOf(props.order), props.order.currency)}</span>
            <Show when={!me()?.customer}>
              <A href={`/customers/${props.order.customerId}`}>{props.order.customerName}</A>
            </Show>
          </>
        }
        actions={<OrderActions commands={props.order.state === 'needs_attention' ? [] : commands()} onOpen={setDialog} />}
      />
      <OrderNotices order={props.order} commands={commands()} onCommand={setDialog} />
      <DifferenceNotice of={{ subjectIds: [props.order.id, ...(props.order.processId ? [props.order.processId] : [])] }} />
      <div class="subject subject-first">
        <div>
          <section class="panel order-thread" aria-label={orders().thread}>
            <div class="panel-head">
              <h2>{orders().thread}</h2>
            </div>
            <div class="panel-body">
              <LiveThread
                subject={{ orderId: props.order.id }}
                actionsNow={actionsNow}
                actionsNext={() => []}
                problemToldAbove
                afterwards={(step) => orders().afterwards[step]}
                atRest={orders().atRest[props.order.state]}
              />
            </div>
          </section>
          <CommandList of={{ subjectId: props.order.id, processId: props.order.processId ?? undefined }} />
          <OrderLines order={props.order} />
          <Show when={may('order.cost') && props.order.id} keyed>
            <OrderCosts order={props.order} />
          </Show>
          <Show when={may('process.read')}>
            <OrderLedger order={props.order} />
          </Show>
        </div>
        <div>
          <OrderPayments order={props.order} />
          <OrderFacts order={props.order} />
        </div>
      </div>
      <Suspense>
        <Show when={dialog()} keyed>
          {(command) => <Dynamic component={orderDialogs[command]} order={props.order} onClose={() => setDialog(undefined)} />}
        </Show>
      </Suspense>
    </>
  );
};

interface OrderActionsProps {
  readonly commands: readonly OrderCommand[];
  readonly onOpen: (command: OrderCommand) => void;
}

/** What may be done with an order that goes its way; the remedies of one that stands still are with its cause. */
const OrderActions = (props: OrderActionsProps) => {
  const items = (): MenuItem[] => [
    ...props.commands.map((command) => ({
      label: commandLabel(command),
      danger: command === 'undo' || command === 'give_up',
      onSelect: () => props.onOpen(command),
    })),
    { label: orders().print, icon: Printer, onSelect: () => window.print() },
  ];
  return <Menu icon={Ellipsis} side="end" label={shell().actions.more} items={items()} />;
};

export default OrderPage;
