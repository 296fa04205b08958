import { api } from '../api.js';
import type { LedgerRow } from '../components/confirm-ledger.js';
import { messages } from '../i18n.js';
import { OrderCommandDialog } from './order-command.dialog.js';
import type { OrderDialogProps } from './order-dialogs.js';
import { orderLineTitle } from './order-lines.js';

const shell = messages('shell');
const orders = messages('orders');
const words = () => orders().dialogs.reconcile;

const settled: readonly string[] = ['left_out', 'active', 'cancelled', 'not_cancelled'];

/** Lets the vendor say what is true: of the account and of each service that isn't settled. */
const ReconcileOrderDialog = (props: OrderDialogProps) => {
  const rows = (): LedgerRow[] => [
    ...(props.order.domain === null
      ? []
      : [{ label: `${words().account} ${props.order.domain}`, before: words().known, after: words().vendorsWord }]),
    ...props.order.lines
      .filter(({ state }) => !settled.includes(state))
      .map((line) => ({ label: orderLineTitle(line), before: shell().states.orderLine[line.state], after: words().vendorsWord })),
  ];
  return (
    <OrderCommandDialog
      title={words().title(props.order.number)}
      rows={rows()}
      consequence={words().consequence}
      verb={orders().commands.reconcile}
      kind="primary"
      act={(reason, commandId) => api.orders.reconcile.mutate({ id: props.order.id, reason, commandId })}
      done={words().done}
      onClose={props.onClose}
    />
  );
};

export default ReconcileOrderDialog;
