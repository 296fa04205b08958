import { api } from '../api.js';
import { toast } from '../components/toast.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import type { CustomerDialogProps } from './dialogs.js';
import { LedgerDialog } from './ledger-dialog.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().dialogs.enable;

/** Enables a customer again, and then offers to schedule a new account e-mail where none went out (A6). */
const EnableCustomerDialog = (props: CustomerDialogProps) => {
  const offer = () => {
    if (!may('account_email.write') || props.customer.accountEmail?.state === 'delivered') return;
    const open = props.onOpen;
    toast('done', customer().done.enabled, {
      label: customer().done.scheduleNew,
      run: () => open({ about: 'customer', name: 'scheduleEmail' }),
    });
  };
  return (
    <LedgerDialog
      title={words().title(props.customer.company)}
      rows={[{ label: customer().dialogs.disable.state, before: shell().states.customer.disabled, after: shell().states.customer.active }]}
      consequence={words().consequence}
      verb={words().verb}
      kind="primary"
      reason="none"
      act={() => api.customers.enable.mutate({ id: props.customer.id })}
      done={customer().done.enabled}
      onClose={props.onClose}
      onDone={offer}
    />
  );
};

export default EnableCustomerDialog;
