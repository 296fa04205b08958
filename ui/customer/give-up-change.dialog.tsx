import { api } from '../api.js';
import { messages } from '../i18n.js';
import { licenceTitle } from './customer.data.js';
import type { LicenceDialogProps } from './dialogs.js';
import { LedgerDialog } from './ledger-dialog.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().dialogs.giveUp;

/** A12: a change that the vendor refused is given up; a start that is given up ends the licence. */
const GiveUpChangeDialog = (props: LicenceDialogProps) => {
  const starting = () => props.licence.change === 'start';
  return (
    <LedgerDialog
      title={words().title(licenceTitle(props.licence))}
      rows={[
        {
          label: customer().dialogs.endPlan.state,
          before: shell().states.subscription[props.licence.state],
          after: starting() ? shell().states.subscription.ended : words().asBefore,
        },
      ]}
      consequence={starting() ? words().start : words().change}
      verb={words().verb}
      reason="required"
      act={(reason) => api.licences.giveUp.mutate({ licenceId: props.licence.id, reason })}
      done={customer().done.givenUp(licenceTitle(props.licence))}
      onClose={props.onClose}
    />
  );
};

export default GiveUpChangeDialog;
