import { api } from '../api.js';
import { LedgerDialog } from '../customer/ledger-dialog.js';
import { messages } from '../i18n.js';
import { nameOf } from '../users/user-columns.js';
import type { UserDialogProps } from './dialogs.js';

const user = messages('user');
const words = () => user().dialogs;

/** C18: takes a lost second factor away; its person is told by mail. */
const ResetFactorDialog = (props: UserDialogProps) => (
  <LedgerDialog
    title={words().factor(nameOf(props.user))}
    rows={[
      { label: words().factorRow, before: words().factorOn, after: words().factorOff },
      { label: words().sessions, before: words().sessionsOpen, after: words().sessionsEnded },
    ]}
    consequence={words().factorText}
    verb={words().factorVerb}
    reason="required"
    act={(reason) => api.users.resetFactor.mutate({ id: props.user.id, reason })}
    done={user().done.factorReset}
    onClose={props.onClose}
  />
);

export default ResetFactorDialog;
