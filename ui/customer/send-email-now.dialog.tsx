import { api } from '../api.js';
import { formatDateTimeZone } from '../format/times.js';
import { messages } from '../i18n.js';
import type { CustomerDialogProps } from './dialogs.js';
import { LedgerDialog } from './ledger-dialog.js';

const customer = messages('customer');
const words = () => customer().dialogs.sendNow;

/** A6: the waiting account e-mail goes out at once. */
const SendEmailNowDialog = (props: CustomerDialogProps) => {
  const due = () => props.customer.accountEmail?.dueAt;
  return (
    <LedgerDialog
      title={words().title}
      rows={[{ label: words().due, before: due() && formatDateTimeZone(due() ?? '', props.customer.timeZone), after: words().now }]}
      consequence={words().consequence(props.customer.accountEmail?.toAddress ?? '')}
      verb={words().verb}
      kind="primary"
      reason="none"
      act={(_reason, commandId) => api.accountEmail.sendNow.mutate({ customerId: props.customer.id, commandId })}
      done={customer().done.sent}
      onClose={props.onClose}
    />
  );
};

export default SendEmailNowDialog;
