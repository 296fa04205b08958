import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { api } from '../api.js';
import { draftOf, factsIssues, type FactsDraft } from '../customer-form/facts-draft.js';
import { FactsFields } from '../customer-form/facts-fields.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { CustomerDialogProps } from './dialogs.js';
import '../components/wizard-frame.css';
import { FormDialog } from './form-dialog.js';
import { PlannedMoments, plannedLocalTime, type Keeps } from './planned-moments.js';

const words = messages('customer');

/** The facts of an account, changed by the same rules as when it was created. */
const EditFactsDialog = (props: CustomerDialogProps) => {
  // What stood there when the dialog opened is what is being changed; a newer version is refused by the server.
  // eslint-disable-next-line solid/reactivity
  const { version, id, timeZone } = props.customer;
  // eslint-disable-next-line solid/reactivity
  const local = plannedLocalTime(props.customer);
  // eslint-disable-next-line solid/reactivity
  const [draft, setDraft] = createStore<FactsDraft>(draftOf(props.customer));
  const [taken, setTaken] = createSignal<string>();
  const form = createFormState(() => [
    ...factsIssues(draft),
    ...(taken() !== undefined && taken() === draft.accountName ? [{ field: 'accountName', code: 'account_name_taken', params: {} }] : []),
  ]);
  const change = (path: readonly string[], value: string) => {
    const [head, tail] = path as ['contact', 'email'];
    if (tail === undefined) setDraft(head as 'contact', value as never);
    else setDraft(head, tail, value);
  };
  const [keeps, setKeeps] = createSignal<Keeps>('instant');
  // Where the facts were saved and the move wasn't, pressing again is about the move alone.
  let saved = false;
  const save = async (commandId: string) => {
    if (!saved)
      await api.customers.update.mutate({ id, version, facts: draft }).catch((error: unknown) => {
        // The server names fields within `facts`; the form knows them without.
        throw inForm(error);
      });
    saved = true;
    if (local !== undefined && draft.timeZone !== timeZone && keeps() === 'clock')
      await api.accountEmail.move.mutate({ customerId: id, commandId, localDateTime: local });
  };
  return (
    <FormDialog
      title={words().dialogs.edit.title}
      save={words().dialogs.edit.save}
      done={words().done.saved}
      form={form}
      width="wide"
      act={save}
      onClose={props.onClose}
    >
      <div class="wizard-form">
        <FactsFields
          draft={draft}
          form={form}
          onChange={change}
          channelId={props.customer.channelId ?? undefined}
          presentAccountName={props.customer.accountName}
          onAccountNameTaken={setTaken}
        />
        <PlannedMoments customer={props.customer} timeZone={draft.timeZone} keeps={keeps()} onKeeps={setKeeps} />
      </div>
    </FormDialog>
  );
};

interface Named {
  readonly data?: { readonly issues?: { path: (string | number)[] }[] };
}

const inForm = (error: unknown): unknown => {
  for (const issue of (error as Named).data?.issues ?? []) if (issue.path[0] === 'facts') issue.path.shift();
  return error;
};

export default EditFactsDialog;
