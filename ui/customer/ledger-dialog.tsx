import type { JSX } from 'solid-js';
import { createCommand } from '../command.js';
import type { ButtonKind } from '../components/button.js';
import { ConfirmLedger, type LedgerRow } from '../components/confirm-ledger.js';
import { FormFailure } from '../components/form-failure.js';
import { issueText } from '../failure.js';
import { createCommandId, tellOutcome } from '../tell-outcome.js';
import { refreshCustomer } from './customer.data.js';

interface LedgerDialogProps {
  readonly title: string;
  readonly rows: readonly LedgerRow[];
  readonly consequence: JSX.Element;
  readonly verb: string;
  readonly kind?: ButtonKind;
  readonly reason: 'required' | 'none';
  readonly act: (reason: string, commandId: string) => Promise<unknown>;
  readonly done: string;
  /** More of what follows, below the sentence. */
  readonly children?: JSX.Element;
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** A decision about a customer: says before and after, runs the command, says that it is done. */
export const LedgerDialog = (props: LedgerDialogProps) => {
  const command = createCommand();
  const asked = createCommandId();
  const confirm = async (reason: string) => {
    let answer: unknown;
    const act = async () => {
      answer = await props.act(reason, asked.id());
    };
    if (!(await command.run(act))) {
      asked.afterFailure(command.failure()?.network === true);
      void refreshCustomer();
      return;
    }
    tellOutcome(answer, props.done);
    props.onClose();
    props.onDone?.();
    await refreshCustomer();
  };
  const reasonError = () => {
    const issue = command.failure()?.issues.find((one) => one.field === 'reason');
    return issue && issueText(issue);
  };
  return (
    <ConfirmLedger
      title={props.title}
      rows={props.rows}
      consequence={props.consequence}
      verb={props.verb}
      kind={props.kind}
      reason={props.reason}
      reasonError={reasonError()}
      busy={command.busy()}
      failure={<FormFailure failure={command.failure()} />}
      onConfirm={(reason) => void confirm(reason)}
      onClose={props.onClose}
    >
      {props.children}
    </ConfirmLedger>
  );
};
