import { createStore } from 'solid-js/store';
import { isLocalDateTime } from '../../domain/calendar/local-time.js';
import { api } from '../api.js';
import { EmailWhen, emailWhenIssues, localDateTimeOf, type EmailWhenDraft } from '../customer-form/email-when.js';
import { formatDateTimeZone, formatLocalDateTime, localDateTimeIn } from '../format/times.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { CustomerDialogProps } from './dialogs.js';
import { FormDialog } from './form-dialog.js';

const customer = messages('customer');
const words = () => customer().dialogs.move;

/** A6: the waiting account e-mail, moved to another time of the customer's clock. */
const MoveEmailDialog = (props: CustomerDialogProps) => {
  const dueAt = () => props.customer.accountEmail?.dueAt ?? new Date().toISOString();
  // Begins with the present date, as most moves are by a day or an hour.
  // eslint-disable-next-line solid/reactivity
  const [date = '', time = ''] = localDateTimeIn(dueAt(), props.customer.timeZone).split('T');
  const [draft, setDraft] = createStore<EmailWhenDraft>({ when: 'date', date, time });
  const movedTo = () =>
    isLocalDateTime(localDateTimeOf(draft)) ? formatLocalDateTime(localDateTimeOf(draft), props.customer.timeZone) : '';
  const form = createFormState(() => emailWhenIssues(draft, props.customer.timeZone));
  return (
    <FormDialog
      title={words().title}
      save={words().save}
      done={customer().done.emailMoved(movedTo())}
      form={form}
      width="narrow"
      act={(commandId) => api.accountEmail.move.mutate({ customerId: props.customer.id, commandId, localDateTime: localDateTimeOf(draft) })}
      onClose={props.onClose}
    >
      <p class="soft">{words().now(formatDateTimeZone(dueAt(), props.customer.timeZone))}</p>
      <EmailWhen draft={draft} timeZone={props.customer.timeZone} form={form} onChange={setDraft} dateOnly field="localDateTime" />
    </FormDialog>
  );
};

export default MoveEmailDialog;
