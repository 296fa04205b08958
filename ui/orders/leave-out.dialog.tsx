import { totalOf } from '../../domain/order/amounts.js';
import { api } from '../api.js';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { OrderCommandDialog } from './order-command.dialog.js';
import type { OrderDialogProps } from './order-dialogs.js';
import { orderLineTitle } from './order-lines.js';

const shell = messages('shell');
const orders = messages('orders');
const words = () => orders().dialogs.leaveOut;

/** Goes on without what the vendor refused: those lines aren't charged, the others are. */
const LeaveOutDialog = (props: OrderDialogProps) => {
  const refused = () => props.order.lines.filter(({ state }) => state === 'refused');
  const kept = () => props.order.lines.filter(({ state }) => state !== 'refused' && state !== 'left_out');
  const money = (minor: number) => formatMoney(minor, props.order.currency);
  return (
    <OrderCommandDialog
      title={words().title(refused().length)}
      rows={[
        ...refused().map((line) => ({
          label: orderLineTitle(line),
          before: shell().states.orderLine.refused,
          after: shell().states.orderLine.left_out,
        })),
        { label: words().charged, before: money(props.order.totalMinor), after: money(totalOf(kept())) },
      ]}
      consequence={words().consequence}
      verb={words().verb(money(totalOf(kept())))}
      act={(reason, commandId) => api.orders.leaveOut.mutate({ id: props.order.id, reason, commandId })}
      done={words().done}
      onClose={props.onClose}
    />
  );
};

export default LeaveOutDialog;
