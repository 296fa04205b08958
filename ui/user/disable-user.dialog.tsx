import { api } from '../api.js';
import { LedgerDialog } from '../customer/ledger-dialog.js';
import { messages } from '../i18n.js';
import { nameOf } from '../users/user-columns.js';
import type { UserDialogProps } from './dialogs.js';
import { serviceTitle } from './user.data.js';

const shell = messages('shell');
const user = messages('user');
const words = () => user().dialogs;

/** B21: disables a user; open sessions end at once. */
const DisableUserDialog = (props: UserDialogProps) => (
  <LedgerDialog
    title={words().disable(nameOf(props.user))}
    rows={[
      { label: words().state, before: shell().states.user[props.user.state], after: shell().states.user.disabled },
      { label: words().sessions, before: words().sessionsOpen, after: words().sessionsEnded },
      ...props.user.services.map((service) => ({ label: serviceTitle(service), before: words().inUse, after: words().seatKept })),
    ]}
    consequence={words().disableText}
    verb={words().disableVerb}
    reason="required"
    act={(reason) => api.users.disable.mutate({ id: props.user.id, reason })}
    done={user().done.disabled}
    onClose={props.onClose}
  />
);

export default DisableUserDialog;
