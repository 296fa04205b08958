import { api } from '../api.js';
import { messages } from '../i18n.js';
import { ClosingList } from './closing-list.js';
import type { CustomerDialogProps } from './dialogs.js';
import { LedgerDialog } from './ledger-dialog.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().dialogs.delete;

/** Deletes a customer for good. */
const DeleteCustomerDialog = (props: CustomerDialogProps) => (
  <LedgerDialog
    title={words().title(props.customer.company)}
    rows={[
      {
        label: customer().dialogs.disable.state,
        before: shell().states.customer[props.customer.state],
        after: shell().states.customer.deleted,
      },
      { label: words().accountName, before: props.customer.accountName, after: words().free },
    ]}
    consequence={words().consequence}
    verb={words().verb}
    reason="required"
    act={(reason) => api.customers.delete.mutate({ id: props.customer.id, reason })}
    done={customer().done.deleted}
    onClose={props.onClose}
  >
    <ClosingList customer={props.customer} closing="deleted" />
  </LedgerDialog>
);

export default DeleteCustomerDialog;
