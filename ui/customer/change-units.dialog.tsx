import { createSignal } from 'solid-js';
import { api } from '../api.js';
import { Ledger } from '../components/confirm-ledger.js';
import { NumberInput, readWholeNumber } from '../components/number-input.js';
import { formatNumber } from '../format/numbers.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { unitsText, unitWord } from '../timeline/units.js';
import { licenceTitle } from './customer.data.js';
import type { LicenceDialogProps } from './dialogs.js';
import { FormDialog } from './form-dialog.js';

const customer = messages('customer');
const form = messages('customerForm');
const words = () => customer().dialogs.changeUnits;

/** A10: another number of units, before → after. */
const ChangeUnitsDialog = (props: LicenceDialogProps) => {
  // The number is changed from what stood there when the dialog opened; a newer version is refused by the server.
  // eslint-disable-next-line solid/reactivity
  const { id: licenceId, version, targetUnits, unitType, minUnits, maxUnits } = props.licence;
  const [typed, setTyped] = createSignal(String(targetUnits));
  const units = () => readWholeNumber(typed());
  const issue = () => {
    const count = units();
    if (count === undefined) return { code: 'not_a_number', params: {} };
    if (count === targetUnits) return { code: 'unchanged', params: {} };
    if (count < minUnits) return { code: 'too_small', params: { min: formatNumber(minUnits) } };
    return count > maxUnits ? { code: 'too_big', params: { max: formatNumber(maxUnits) } } : undefined;
  };
  const state = createFormState(() => {
    const wrong = issue();
    return wrong ? [{ field: 'units', ...wrong }] : [];
  });
  const after = () => (issue() === undefined ? unitsText(units() ?? 0, unitType) : '…');
  return (
    <FormDialog
      title={words().title(licenceTitle(props.licence))}
      save={issue() === undefined && units() !== targetUnits ? words().save(after()) : words().keep}
      done={customer().done.unitsChanged}
      form={state}
      width="narrow"
      act={() => api.licences.changeUnits.mutate({ licenceId, units: units() ?? 0, version })}
      onClose={props.onClose}
    >
      <NumberInput
        name="units"
        label={words().units}
        hint={words().range(formatNumber(minUnits), unitsText(maxUnits, unitType))}
        value={typed()}
        min={minUnits}
        max={maxUnits}
        unit={unitWord(units() ?? 0, unitType)}
        error={state.errorOf('units')}
        onInput={(value) => {
          setTyped(value);
          state.changed('units');
          state.touch('units');
        }}
      />
      <Ledger rows={[{ label: form().plans.units, before: unitsText(targetUnits, unitType), after: after() }]} />
      <p>{props.licence.state === 'scheduled' ? words().later : words().now}</p>
    </FormDialog>
  );
};

export default ChangeUnitsDialog;
