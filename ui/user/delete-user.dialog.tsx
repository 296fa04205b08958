import { useNavigate } from '@solidjs/router';
import { api } from '../api.js';
import { LedgerDialog } from '../customer/ledger-dialog.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { nameOf } from '../users/user-columns.js';
import type { UserDialogProps } from './dialogs.js';
import { serviceTitle } from './user.data.js';

const shell = messages('shell');
const user = messages('user');
const words = () => user().dialogs;

/** B21: deletes a user for good, and says which units become free. */
const DeleteUserDialog = (props: UserDialogProps) => {
  const navigate = useNavigate();
  const rows = () => [
    { label: words().state, before: shell().states.user[props.user.state], after: words().gone },
    ...props.user.services.map((service) => ({ label: serviceTitle(service), before: words().inUse, after: words().freeAgain })),
  ];
  return (
    <LedgerDialog
      title={words().delete(nameOf(props.user))}
      rows={rows()}
      consequence={words().deleteText}
      verb={words().deleteVerb}
      reason="required"
      act={(reason) => api.users.delete.mutate({ id: props.user.id, reason })}
      onDone={() => navigate(may('process.read') ? `/customers/${props.user.customerId}/users` : '/users')}
      done={user().done.deleted(props.user.services.length)}
      onClose={props.onClose}
    />
  );
};

export default DeleteUserDialog;
