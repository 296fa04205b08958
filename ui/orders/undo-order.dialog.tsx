import { api } from '../api.js';
import type { LedgerRow } from '../components/confirm-ledger.js';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { me } from '../session/session.js';
import { commandLabel } from './order-commands.js';
import { OrderCommandDialog } from './order-command.dialog.js';
import type { OrderDialogProps } from './order-dialogs.js';
import { orderLineTitle } from './order-lines.js';

const shell = messages('shell');
const orders = messages('orders');
const words = () => orders().dialogs.undo;

/** What is in the vendor's hands, or may be: it is cancelled there. */
const atVendor: readonly string[] = ['provisioning', 'provisioned', 'active'];

/** Takes the purchase back as far as it got: the money is let go, what was bought at the vendor is cancelled there. */
const UndoOrderDialog = (props: OrderDialogProps) => {
  const rows = (): LedgerRow[] => {
    const held = props.order.payments.find(({ state }) => state === 'authorised' || state === 'requires_action' || state === 'captured');
    const amount = formatMoney(held?.authorisedMinor ?? props.order.totalMinor, props.order.currency);
    return [
      { label: words().order, before: shell().states.order[props.order.state], after: shell().states.order.cancelled },
      ...(held ? [{ label: words().money, before: words().held(amount), after: words().released }] : []),
      ...props.order.lines
        .filter(({ state, vendorRef }) => atVendor.includes(state) || (vendorRef !== null && state !== 'cancelled'))
        .map((line) => ({
          label: orderLineTitle(line),
          before: shell().states.orderLine[line.state],
          after: shell().states.orderLine.cancelled,
        })),
    ];
  };
  /** Something may be at the vendor though no line says so yet: the order stands at ordering, or past it. */
  const isOrdered = () => props.order.ledger.some(({ step, state }) => step === 'cancel_at_vendor' && state !== 'undone');
  return (
    <OrderCommandDialog
      title={me()?.customer ? words().cancelTitle(props.order.number) : words().title(props.order.number)}
      rows={rows()}
      consequence={isOrdered() ? `${words().consequence} ${words().cancelsAtVendor}` : words().consequence}
      verb={commandLabel('undo')}
      act={(reason, commandId) => api.orders.undo.mutate({ id: props.order.id, reason, commandId })}
      done={words().done}
      onClose={props.onClose}
    />
  );
};

export default UndoOrderDialog;
