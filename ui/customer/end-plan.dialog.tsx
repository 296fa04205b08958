import { api } from '../api.js';
import { messages } from '../i18n.js';
import { unitsText } from '../timeline/units.js';
import { licenceTitle } from './customer.data.js';
import type { LicenceDialogProps } from './dialogs.js';
import { LedgerDialog } from './ledger-dialog.js';

const shell = messages('shell');
const customer = messages('customer');
const words = () => customer().dialogs.endPlan;

/** A10: a plan ends: called off before its start, taken back at the vendor afterwards. */
const EndPlanDialog = (props: LicenceDialogProps) => {
  const consequence = () => (props.licence.state === 'scheduled' ? words().waiting : words().active);
  return (
    <LedgerDialog
      title={words().title(licenceTitle(props.licence))}
      rows={[
        { label: words().state, before: shell().states.subscription[props.licence.state], after: shell().states.subscription.ended },
        {
          label: words().units,
          before: unitsText(props.licence.targetUnits, props.licence.unitType),
          after: unitsText(0, props.licence.unitType),
        },
      ]}
      consequence={consequence()}
      verb={words().verb}
      reason="required"
      act={(reason) => api.licences.end.mutate({ licenceId: props.licence.id, reason })}
      done={customer().done.ended(licenceTitle(props.licence))}
      onClose={props.onClose}
    />
  );
};

export default EndPlanDialog;
