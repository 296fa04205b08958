import { createSignal } from 'solid-js';
import { minorDigits } from '../../domain/money/minor-units.js';
import { api } from '../api.js';
import { Ledger } from '../components/confirm-ledger.js';
import { TextArea, TextInput } from '../components/text-input.js';
import { formatMoney, readMoney } from '../format/money.js';
import { createFormState, reasonIssues } from '../form-state.js';
import { messages } from '../i18n.js';
import type { CustomerDialogProps } from './dialogs.js';
import { FormDialog } from './form-dialog.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().dialogs.setCredit;

/** How much the customer may owe on account; never less than its orders have taken. */
const SetCreditDialog = (props: CustomerDialogProps) => {
  // The limit is changed from what stood there when the dialog opened.
  // eslint-disable-next-line solid/reactivity
  const { id: customerId, creditLimitMinor: limitBefore, creditUsedMinor: used, creditCurrency: currency } = props.customer;
  // Whoever sets it reads it.
  const [creditLimitMinor, creditUsedMinor] = [limitBefore ?? 0, used ?? 0];
  const [typed, setTyped] = createSignal(String(creditLimitMinor / 10 ** minorDigits(currency)));
  const [reason, setReason] = createSignal('');
  const money = (minor: number) => formatMoney(minor, currency);
  const limit = () => readMoney(typed(), currency);
  const limitIssue = () => {
    const minor = limit();
    if (minor === undefined) return [{ field: 'limitMinor', code: 'amount', params: {} }];
    return minor < creditUsedMinor ? [{ field: 'limitMinor', code: 'credit_below_used', params: {} }] : [];
  };
  const state = createFormState(() => [...limitIssue(), ...reasonIssues(reason())]);
  const after = () => {
    const minor = limit();
    return minor === undefined ? '…' : money(minor);
  };
  const set = () => api.orders.setCreditLimit.mutate({ customerId, limitMinor: limit() ?? creditLimitMinor, reason: reason() });
  return (
    <FormDialog
      title={words().title(props.customer.company)}
      save={words().save(after())}
      done={customer().done.saved}
      form={state}
      width="narrow"
      act={set}
      onClose={props.onClose}
    >
      <TextInput
        name="limitMinor"
        label={words().limit}
        hint={words().used(money(creditUsedMinor))}
        value={typed()}
        suffix={currency}
        maxLength={20}
        error={state.errorOf('limitMinor')}
        onInput={(value) => {
          setTyped(value);
          state.changed('limitMinor');
        }}
        onBlur={() => state.touch('limitMinor')}
      />
      <Ledger rows={[{ label: words().limit, before: money(creditLimitMinor), after: after() }]} />
      <p>{words().consequence}</p>
      <TextArea
        name="reason"
        label={shell().form.reason}
        hint={shell().form.reasonHint}
        rows={2}
        value={reason()}
        error={state.errorOf('reason')}
        onInput={setReason}
      />
    </FormDialog>
  );
};

export default SetCreditDialog;
