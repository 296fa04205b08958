import { createMemo } from 'solid-js';
import { createStore } from 'solid-js/store';
import { languages, type Language } from '../../domain/customer/customer.js';
import { userFacts } from '../../domain/user/user-input.js';
import { api } from '../api.js';
import { SelectInput } from '../components/select-input.js';
import { TextInput } from '../components/text-input.js';
import '../components/wizard-frame.css';
import '../customer-form/customer-form.css';
import { countryOptions, zoneOptions } from '../customer-form/places.js';
import { fieldIssues } from '../customer-form/facts-draft.js';
import { FormDialog } from '../customer/form-dialog.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { UserDialogProps } from './dialogs.js';
import type { User } from './user.data.js';

const shell = messages('shell');
const user = messages('user');
const words = () => user().form;
const facts = userFacts.omit({ email: true });

interface Draft {
  firstName: string;
  lastName: string;
  notificationEmail: string;
  language: Language;
  timeZone: string;
  address: { street1: string; street2: string; postalCode: string; city: string; country: string };
}

const draftOf = ({ firstName, lastName, notificationEmail, language, timeZone, address }: User): Draft => ({
  firstName,
  lastName,
  notificationEmail: notificationEmail ?? '',
  language,
  timeZone,
  address: {
    street1: address?.street1 ?? '',
    street2: address?.street2 ?? '',
    postalCode: address?.postalCode ?? '',
    city: address?.city ?? '',
    country: address?.country ?? '',
  },
});

interface Answered {
  readonly data?: { readonly issues?: { path: (string | number)[] }[] };
}

// The server names fields within `facts`; the form knows them without.
const inForm = (error: unknown): unknown => {
  for (const issue of (error as Answered).data?.issues ?? []) if (issue.path[0] === 'facts') issue.path.shift();
  return error;
};

/** B17: a user's information, postal address too. */
const EditUserDialog = (props: UserDialogProps) => {
  // What stood there when the dialog opened is what is being changed; a newer version is refused by the server.
  // eslint-disable-next-line solid/reactivity
  const { id, version } = props.user;
  // eslint-disable-next-line solid/reactivity
  const [draft, setDraft] = createStore<Draft>(draftOf(props.user));
  const form = createFormState(() => {
    const parsed = facts.safeParse(draft);
    return parsed.success ? [] : fieldIssues(parsed.error.issues);
  });
  const save = () =>
    api.users.update.mutate({ id, version, facts: draft }).catch((error: unknown) => {
      throw inForm(error);
    });
  const text = (field: 'firstName' | 'lastName' | 'notificationEmail') => ({
    name: field,
    label: words()[field],
    value: draft[field],
    error: form.errorOf(field),
    onBlur: () => form.touch(field),
    onInput: (value: string) => {
      setDraft(field, value);
      form.changed(field);
    },
  });
  const place = (field: 'street1' | 'street2' | 'postalCode' | 'city') => ({
    name: `address.${field}`,
    label: words()[field],
    optional: true,
    value: draft.address[field],
    error: form.errorOf(`address.${field}`),
    onBlur: () => form.touch(`address.${field}`),
    onInput: (value: string) => {
      setDraft('address', field, value);
      form.changed(`address.${field}`);
    },
  });
  const zones = createMemo(() => zoneOptions(draft.timeZone));
  return (
    <FormDialog
      title={user().dialogs.edit}
      save={shell().actions.save}
      done={user().done.saved}
      form={form}
      width="wide"
      act={save}
      onClose={props.onClose}
    >
      <div class="wizard-form">
        <fieldset>
          <legend class="form-legend">{words().person}</legend>
          <div class="form-grid">
            <TextInput {...text('firstName')} maxLength={200} />
            <TextInput {...text('lastName')} maxLength={200} />
            <div class="full">
              <TextInput {...text('notificationEmail')} type="email" optional hint={words().notificationHint} maxLength={300} />
            </div>
            <SelectInput
              name="language"
              label={words().language}
              required
              value={draft.language}
              options={languages.map((tongue) => ({ value: tongue, label: shell().topBar.languages[tongue] }))}
              onChange={(tongue) => setDraft('language', tongue as Language)}
            />
            <SelectInput
              name="timeZone"
              label={words().timeZone}
              required
              value={draft.timeZone}
              options={zones()}
              error={form.errorOf('timeZone')}
              onChange={(zone) => setDraft('timeZone', zone)}
            />
          </div>
        </fieldset>
        <fieldset>
          <legend class="form-legend">{words().address}</legend>
          <div class="form-grid">
            <TextInput {...place('street1')} maxLength={200} />
            <TextInput {...place('street2')} maxLength={200} />
            <TextInput {...place('postalCode')} maxLength={40} />
            <TextInput {...place('city')} maxLength={200} />
            <SelectInput
              name="address.country"
              label={words().country}
              optional
              value={draft.address.country}
              options={countryOptions()}
              error={form.errorOf('address.country')}
              onChange={(country) => setDraft('address', 'country', country)}
            />
          </div>
        </fieldset>
      </div>
    </FormDialog>
  );
};

export default EditUserDialog;
