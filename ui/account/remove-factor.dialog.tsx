import { api } from '../api.js';
import { createCommand } from '../command.js';
import { ConfirmLedger } from '../components/confirm-ledger.js';
import { FormFailure } from '../components/form-failure.js';
import { messages } from '../i18n.js';

const account = messages('account');
const words = () => account().factor;

/** Takes one's own second factor away, after saying what follows. */
export const RemoveFactorDialog = (props: { readonly onClose: () => void; readonly onDone: () => void }) => {
  const command = createCommand();
  const remove = async () => {
    if (await command.run(() => api.self.removeFactor.mutate(undefined))) props.onDone();
  };
  return (
    <ConfirmLedger
      title={words().removeTitle}
      rows={[{ label: words().title, before: words().stateOn, after: words().stateOff }]}
      consequence={words().removeText}
      verb={words().remove}
      busy={command.busy()}
      failure={<FormFailure failure={command.failure()} />}
      reason="none"
      onConfirm={() => void remove()}
      onClose={props.onClose}
    />
  );
};
