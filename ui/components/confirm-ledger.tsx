import { For, Show, createSignal, type JSX } from 'solid-js';
import { messages } from '../i18n.js';
import { Button, type ButtonKind } from './button.js';
import { Dialog } from './dialog.js';
import { issueText } from '../failure.js';
import { focusFirstWrong, reasonIssues } from '../form-state.js';
import { TextArea } from './text-input.js';

const shell = messages('shell');

export interface LedgerRow {
  readonly label: string;
  readonly before: JSX.Element;
  readonly after: JSX.Element;
}

interface ConfirmLedgerProps {
  readonly title: string;
  readonly rows: readonly LedgerRow[];
  /** One sentence: what follows from it, for whom. */
  readonly consequence: JSX.Element;
  /** The verb with its object, such as "Disable customer". */
  readonly verb: string;
  readonly kind?: ButtonKind;
  readonly busy: boolean;
  readonly failure?: JSX.Element;
  readonly reason: 'required' | 'none';
  readonly reasonError?: string;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
  readonly children?: JSX.Element;
}

/** Before → after in a small ledger, the consequence in a sentence, a reason, and a button that says what it does. */
export const ConfirmLedger = (props: ConfirmLedgerProps) => {
  const [reason, setReason] = createSignal('');
  const [tried, setTried] = createSignal(false);
  const issue = () => (props.reason === 'required' ? reasonIssues(reason())[0] : undefined);
  const missing = () => issue() !== undefined;
  const error = () => {
    const wrong = issue();
    return tried() && wrong ? issueText(wrong) : props.reasonError;
  };
  const confirm = () => {
    setTried(true);
    if (missing()) focusFirstWrong();
    else if (!props.busy) props.onConfirm(reason());
  };
  const footer = (
    <>
      <Button onClick={() => props.onClose()}>{shell().actions.cancel}</Button>
      <Button type="submit" kind={props.kind ?? 'danger'} busy={props.busy}>
        {props.verb}
      </Button>
    </>
  );
  return (
    <Dialog title={props.title} onClose={() => props.onClose()} onSubmit={confirm} held={props.busy} footer={footer}>
      <Show when={props.rows.length > 0}>
        <Ledger rows={props.rows} />
      </Show>
      <p>{props.consequence}</p>
      {props.children}
      <Show when={props.reason === 'required'}>
        <TextArea
          name="reason"
          label={shell().form.reason}
          hint={shell().form.reasonHint}
          value={reason()}
          rows={2}
          error={error()}
          onInput={setReason}
        />
      </Show>
      {props.failure}
    </Dialog>
  );
};

/** What changes, line by line. */
export const Ledger = (props: { readonly rows: readonly LedgerRow[] }) => (
  <table class="ledger">
    <thead>
      <tr>
        <td />
        <th scope="col">{shell().form.before}</th>
        <th scope="col">{shell().form.after}</th>
      </tr>
    </thead>
    <tbody>
      <For each={props.rows}>
        {(row) => (
          <tr>
            <th scope="row">{row.label}</th>
            <td class="struck">{row.before}</td>
            <td class="after">{row.after}</td>
          </tr>
        )}
      </For>
    </tbody>
  </table>
);
