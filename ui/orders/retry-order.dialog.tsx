import { api } from '../api.js';
import { messages } from '../i18n.js';
import { stepText } from '../timeline/told.js';
import { OrderCommandDialog } from './order-command.dialog.js';
import type { OrderDialogProps } from './order-dialogs.js';

const orders = messages('orders');
const words = () => orders().dialogs.retry;

/** The step at which the order stands still is tried again. */
const RetryOrderDialog = (props: OrderDialogProps) => (
  <OrderCommandDialog
    title={words().title(props.order.number)}
    rows={[{ label: stepText(props.order.step, 'order'), before: words().before, after: words().after }]}
    consequence={words().consequence}
    verb={orders().commands.retry}
    kind="primary"
    act={(reason, commandId) => api.orders.retry.mutate({ id: props.order.id, reason, commandId })}
    done={words().done}
    onClose={props.onClose}
  />
);

export default RetryOrderDialog;
