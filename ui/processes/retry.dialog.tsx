import { createSignal } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { ConfirmLedger } from '../components/confirm-ledger.js';
import { FormFailure } from '../components/form-failure.js';
import { toast } from '../components/toast.js';
import { failureOf } from '../failure.js';
import { messages } from '../i18n.js';
import { refreshProcesses } from './processes.data.js';
import { createCommandId, isOpenCommand, tellOutcome } from '../tell-outcome.js';
import { titleIn } from '../timeline/title-in.js';

const processes = messages('processes');
const words = () => processes().retry;

interface RetryDialogProps {
  readonly targets: readonly { readonly id: string; readonly title: string; readonly titleIt: string | null }[];
  readonly onClose: () => void;
  readonly onDone?: () => void;
}

/** Retry now, for one process or for several, one after the other; says what became of each that couldn't be. */
const RetryDialog = (props: RetryDialogProps) => {
  const command = createCommand();
  const [done, setDone] = createSignal(0);
  // Pressed again, each is the command that it was, unless it was refused.
  const asked = new Map<string, ReturnType<typeof createCommandId>>();
  const askedOf = (id: string) => {
    const known = asked.get(id) ?? createCommandId();
    asked.set(id, known);
    return known;
  };
  const retryEach = async (reason: string) => {
    let refused = 0;
    let last: unknown;
    const answers: unknown[] = [];
    for (const target of props.targets) {
      try {
        answers.push(await api.processes.retryNow.mutate({ id: target.id, reason, commandId: askedOf(target.id).id() }));
      } catch (error) {
        refused += 1;
        last = error;
        askedOf(target.id).afterFailure(failureOf(error).network);
      }
      setDone((count) => count + 1);
    }
    // Of one, or of all, the cause itself is what helps.
    if (refused === props.targets.length) throw last;
    const retried = props.targets.length - refused;
    if (props.targets.length === 1) return tellOutcome(answers[0], words().done(1));
    const waits = answers.filter(isOpenCommand).length;
    if (refused > 0) toast('failed', words().some(retried, refused));
    else toast('done', waits > 0 ? words().waiting(retried, waits) : words().done(retried));
  };
  const confirm = async (reason: string) => {
    setDone(0);
    const act = () => retryEach(reason);
    const succeeded = await command.run(act);
    void refreshProcesses();
    if (!succeeded) return;
    props.onClose();
    props.onDone?.();
  };
  return (
    <ConfirmLedger
      title={words().title(props.targets.length)}
      rows={props.targets.slice(0, 8).map((target) => ({ label: titleIn(target), before: words().before, after: words().after }))}
      consequence={words().consequence}
      verb={command.busy() ? words().working(done(), props.targets.length) : words().verb}
      kind="primary"
      reason="required"
      busy={command.busy()}
      failure={<FormFailure failure={command.failure()} />}
      onConfirm={(reason) => void confirm(reason)}
      onClose={props.onClose}
    />
  );
};

export default RetryDialog;
