import { api } from '../api.js';
import { formatRelative } from '../format/times.js';
import { messages } from '../i18n.js';
import { emailWaits } from './customer.data.js';
import { ClosingList } from './closing-list.js';
import type { CustomerDialogProps } from './dialogs.js';
import { LedgerDialog } from './ledger-dialog.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().dialogs.disable;

/** Disables a customer; what that does to its users and its waiting e-mail is shown first. */
const DisableCustomerDialog = (props: CustomerDialogProps) => {
  const rows = () => {
    const { accountEmail, users } = props.customer;
    return [
      { label: words().state, before: shell().states.customer.active, after: shell().states.customer.disabled },
      { label: words().users, before: words().usersBefore(users.length), after: words().usersAfter },
      ...(accountEmail && emailWaits(accountEmail)
        ? [{ label: words().email, before: words().waiting(formatRelative(accountEmail.dueAt, Date.now())), after: words().calledOff }]
        : []),
    ];
  };
  return (
    <LedgerDialog
      title={words().title(props.customer.company)}
      rows={rows()}
      consequence={words().consequence}
      verb={words().verb}
      reason="required"
      act={(reason) => api.customers.disable.mutate({ id: props.customer.id, reason })}
      done={customer().done.disabled}
      onClose={props.onClose}
    >
      <ClosingList customer={props.customer} closing="disabled" />
    </LedgerDialog>
  );
};

export default DisableCustomerDialog;
