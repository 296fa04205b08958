import { api } from '../api.js';
import { formatDateTimeZone } from '../format/times.js';
import { messages } from '../i18n.js';
import type { CustomerDialogProps } from './dialogs.js';
import { LedgerDialog } from './ledger-dialog.js';

const customer = messages('customer');
const words = () => customer().dialogs.callOff;

/** A6: the waiting account e-mail doesn't go out. */
const CallOffEmailDialog = (props: CustomerDialogProps) => {
  const due = () => props.customer.accountEmail?.dueAt;
  return (
    <LedgerDialog
      title={words().title}
      rows={[
        {
          label: customer().dialogs.sendNow.due,
          before: due() && formatDateTimeZone(due() ?? '', props.customer.timeZone),
          after: words().never,
        },
      ]}
      consequence={words().consequence}
      verb={words().verb}
      reason="required"
      act={(reason, commandId) => api.accountEmail.callOff.mutate({ customerId: props.customer.id, reason, commandId })}
      done={customer().done.calledOff}
      onClose={props.onClose}
    />
  );
};

export default CallOffEmailDialog;
