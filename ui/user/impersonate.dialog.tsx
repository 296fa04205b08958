import { impersonationMinutes } from '../../domain/user/user.js';
import { api } from '../api.js';
import { LedgerDialog } from '../customer/ledger-dialog.js';
import { messages } from '../i18n.js';
import { me } from '../session/session.js';
import { nameOf } from '../users/user-columns.js';
import type { UserDialogProps } from './dialogs.js';

const user = messages('user');
const words = () => user().dialogs;

/** B20: acts as a user, after saying for how long, what is blocked and who is told. */
const ImpersonateDialog = (props: UserDialogProps) => {
  const start = async (reason: string) => {
    await api.users.impersonate.mutate({ userId: props.user.id, reason });
    // A whole new page: nothing that was read as oneself is left on it.
    globalThis.location.assign('/');
  };
  return (
    <LedgerDialog
      title={words().impersonate(nameOf(props.user))}
      rows={[
        { label: words().you, before: me()?.user.displayName ?? words().yourself, after: nameOf(props.user) },
        { label: words().until, before: '—', after: words().untilText(impersonationMinutes) },
      ]}
      consequence={`${words().blocked} ${words().impersonateText}`}
      verb={words().impersonateVerb}
      kind="primary"
      reason="required"
      act={start}
      done={words().impersonate(nameOf(props.user))}
      onClose={props.onClose}
    />
  );
};

export default ImpersonateDialog;
