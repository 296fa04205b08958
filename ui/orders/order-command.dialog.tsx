import type { JSX } from 'solid-js';
import { createCommand } from '../command.js';
import type { ButtonKind } from '../components/button.js';
import { ConfirmLedger, type LedgerRow } from '../components/confirm-ledger.js';
import { FormFailure } from '../components/form-failure.js';
import { issueText } from '../failure.js';
import { createCommandId, tellOutcome } from '../tell-outcome.js';
import { refreshOrder } from './orders.data.js';

interface OrderCommandDialogProps {
  readonly title: string;
  readonly rows: readonly LedgerRow[];
  readonly consequence: JSX.Element;
  readonly verb: string;
  readonly kind?: ButtonKind;
  readonly act: (reason: string, commandId: string) => Promise<unknown>;
  readonly done: string;
  readonly onClose: () => void;
}

/** A decision about an order: before and after, what follows, a reason, and the command. */
export const OrderCommandDialog = (props: OrderCommandDialogProps) => {
  const command = createCommand();
  const asked = createCommandId();
  const confirm = async (reason: string) => {
    let answer: unknown;
    const act = async () => {
      answer = await props.act(reason, asked.id());
    };
    const done = await command.run(act);
    void refreshOrder();
    if (!done) {
      asked.afterFailure(command.failure()?.network === true);
      return;
    }
    tellOutcome(answer, props.done);
    props.onClose();
  };
  const reasonError = () => {
    const issue = command.failure()?.issues.find(({ field }) => field === 'reason');
    return issue && issueText(issue);
  };
  return (
    <ConfirmLedger
      title={props.title}
      rows={props.rows}
      consequence={props.consequence}
      verb={props.verb}
      kind={props.kind}
      reason="required"
      reasonError={reasonError()}
      busy={command.busy()}
      failure={<FormFailure failure={command.failure()} />}
      onConfirm={(reason) => void confirm(reason)}
      onClose={props.onClose}
    />
  );
};
