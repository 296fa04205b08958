import { createStore } from 'solid-js/store';
import { api } from '../api.js';
import { EmailWhen, emailWhenInput, emailWhenIssues, emptyEmailWhen, type EmailWhenDraft } from '../customer-form/email-when.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { CustomerDialogProps } from './dialogs.js';
import { FormDialog } from './form-dialog.js';

const customer = messages('customer');
const words = () => customer().dialogs.schedule;

/** A6: a new account e-mail, after one was called off, failed or went out. */
const ScheduleEmailDialog = (props: CustomerDialogProps) => {
  const [draft, setDraft] = createStore<EmailWhenDraft>(emptyEmailWhen());
  const form = createFormState(() => emailWhenIssues(draft, props.customer.timeZone));
  return (
    <FormDialog
      title={words().title}
      save={words().save}
      done={customer().done.scheduled}
      form={form}
      act={() => api.accountEmail.schedule.mutate({ customerId: props.customer.id, accountEmail: emailWhenInput(draft) })}
      onClose={props.onClose}
    >
      <EmailWhen draft={draft} timeZone={props.customer.timeZone} form={form} onChange={setDraft} />
    </FormDialog>
  );
};

export default ScheduleEmailDialog;
