import { undoSteps } from '../../domain/order/order.js';
import { api } from '../api.js';
import type { LedgerRow } from '../components/confirm-ledger.js';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { OrderCommandDialog } from './order-command.dialog.js';
import type { OrderDialogProps } from './order-dialogs.js';
import { orderLineTitle } from './order-lines.js';

const shell = messages('shell');
const orders = messages('orders');
const words = () => orders().dialogs.giveUp;

/** What giving up leaves as it is, by what is being taken back; the order's end says so for ever. */
const GiveUpUndoDialog = (props: OrderDialogProps) => {
  const undoing = () => undoSteps.find((step) => props.order.step === `undoing_${step}`);
  const left = (): LedgerRow[] =>
    undoing() === 'release_payment'
      ? props.order.payments
          .filter(({ state }) => state === 'authorised' || state === 'captured' || state === 'requires_action' || state === 'pending')
          .map(({ authorisedMinor, currency, state }) => ({
            label: words().money,
            before: `${formatMoney(authorisedMinor, currency)}: ${shell().states.payment[state]}`,
            after: words().stays,
          }))
      : props.order.lines
          .filter(({ state }) => state !== 'cancelled')
          .map((line) => ({
            label: orderLineTitle(line),
            before: shell().states.orderLine[line.state],
            after: shell().states.orderLine.not_cancelled,
          }));
  return (
    <OrderCommandDialog
      title={words().title(props.order.number)}
      rows={[{ label: words().order, before: shell().states.order[props.order.state], after: shell().states.order.given_up }, ...left()]}
      consequence={words().consequence[undoing() ?? 'cancel_at_vendor']}
      verb={orders().commands.give_up}
      act={(reason, commandId) => api.orders.giveUp.mutate({ id: props.order.id, reason, commandId })}
      done={words().done}
      onClose={props.onClose}
    />
  );
};

export default GiveUpUndoDialog;
