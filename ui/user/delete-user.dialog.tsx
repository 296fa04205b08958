import { useNavigate } from '@solidjs/router';
import { api } from '../api.js';
import { LedgerDialog } from '../customer/ledger-dialog.js';
import { messages } from '../i18n.js';
import { may } from '../session/session.js';
import { nameOf } from '../users/user-columns.js';
import type { UserDialogProps } from './dialogs.js';
import { unitsText } from '../timeline/units.js';
import { freeUnits, serviceTitle, type User } from './user.data.js';

const shell = messages('shell');
const user = messages('user');
const words = () => user().dialogs;

/** Free units of a service when so many more are given back, and all its units in words. */
const freeOf = (service: User['services'][number], back: number): [free: number, units: string] => [
  freeUnits({ ...service, used: service.used - back }),
  unitsText(service.units, service.unitType),
];

/** B21: deletes a user for good, and says how many units of which service are free then. */
const DeleteUserDialog = (props: UserDialogProps) => {
  const navigate = useNavigate();
  const rows = () => [
    { label: words().state, before: shell().states.user[props.user.state], after: words().gone },
    ...props.user.services.map((service) => ({
      label: serviceTitle(service),
      before: user().services.free(...freeOf(service, 0)),
      after: user().services.free(...freeOf(service, 1)),
    })),
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
