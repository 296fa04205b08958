import { createSignal } from 'solid-js';
import { api } from '../api.js';
import { DateInput } from '../components/date-input.js';
import { startHint } from '../customer-form/start-hint.js';
import { readDate } from '../format/calendar-days.js';
import { formatDate, localDateTimeIn } from '../format/times.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { licenceTitle } from './customer.data.js';
import type { LicenceDialogProps } from './dialogs.js';
import { FormDialog } from './form-dialog.js';

const customer = messages('customer');
const words = () => customer().dialogs.moveStart;

/** A11: a licence that hasn't started gets another start date. */
const MoveStartDialog = (props: LicenceDialogProps) => {
  // eslint-disable-next-line solid/reactivity -- begins with the present date
  const [date, setDate] = createSignal(props.licence.startDate ?? '');
  const today = () => localDateTimeIn(Date.now(), props.customer.timeZone).slice(0, 10);
  const state = createFormState(() => {
    const code = date() === '' ? 'required' : readDate(date()) === undefined ? 'date' : date() < today() ? 'date_past' : undefined;
    return code === undefined ? [] : [{ field: 'startDate', code, params: {} }];
  });
  return (
    <FormDialog
      title={words().title(licenceTitle(props.licence))}
      save={words().save}
      done={customer().done.startMoved(licenceTitle(props.licence), readDate(date()) === undefined ? '' : formatDate(date()))}
      form={state}
      width="narrow"
      act={(commandId) => api.licences.moveStart.mutate({ commandId, licenceId: props.licence.id, startDate: date() })}
      onClose={props.onClose}
    >
      <DateInput
        name="startDate"
        label={words().date}
        hint={startHint(date(), today(), props.customer.timeZone)}
        value={date()}
        min={today()}
        error={state.errorOf('startDate')}
        onInput={(value) => {
          setDate(value);
          state.changed('startDate');
        }}
        onBlur={() => state.touch('startDate')}
      />
    </FormDialog>
  );
};

export default MoveStartDialog;
