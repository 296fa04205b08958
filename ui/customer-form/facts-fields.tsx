import { Show, createMemo, type JSX } from 'solid-js';
import { languages, type Language } from '../../domain/customer/customer.js';
import { SelectInput, type Option } from '../components/select-input.js';
import { TextInput, type TextInputProps } from '../components/text-input.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { AccountNameInput } from './account-name-input.js';
import './customer-form.css';
import type { FactsDraft } from './facts-draft.js';
import { countryOptions, zoneOptions } from './places.js';

const words = messages('customerForm');
const shell = messages('shell');

interface FactsFieldsProps {
  readonly draft: FactsDraft;
  readonly form: FormState;
  readonly onChange: (path: readonly string[], value: string) => void;
  readonly channelId: string | undefined;
  readonly presentAccountName?: string;
  /** Tells the form that the typed name is somebody's already, or free again. */
  readonly onAccountNameTaken: (name: string | undefined) => void;
  /** For those who create under more than one reseller. */
  readonly channel?: JSX.Element;
}

const valueAt = (draft: FactsDraft, field: string): string => {
  const [head, tail] = field.split('.') as [keyof FactsDraft, string | undefined];
  const value = draft[head];
  if (typeof value === 'string') return value;
  return (value as Readonly<Record<string, string | undefined>>)[tail ?? ''] ?? '';
};

/** The facts of a customer (A2), for creating and for editing. Required first; the rest is marked optional. */
export const FactsFields = (props: FactsFieldsProps) => {
  const change = (field: string, value: string) => {
    props.onChange(field.split('.'), value);
    props.form.changed(field);
  };
  const bound = (field: string) => ({
    name: field,
    get value() {
      return valueAt(props.draft, field);
    },
    get error() {
      return props.form.errorOf(field);
    },
    onInput: (value: string) => change(field, value),
    onBlur: () => props.form.touch(field),
  });
  const Text = (own: Omit<TextInputProps, 'value' | 'onInput' | 'error'>) => <TextInput {...bound(own.name)} {...own} />;
  const Choice = (own: { name: string; label: string; options: readonly Option[]; optional?: boolean; hint?: string }) => {
    // eslint-disable-next-line solid/reactivity -- a field keeps its name
    const field = bound(own.name);
    return <SelectInput {...own} required={!own.optional} value={field.value} error={field.error} onChange={field.onInput} />;
  };
  const countries = createMemo(countryOptions);
  const zones = createMemo(() => zoneOptions(props.draft.timeZone));
  const accountName = bound('accountName');
  return (
    <>
      <fieldset>
        <legend class="form-legend">{words().groups.company}</legend>
        <div class="form-grid">
          <Show when={props.channel}>{props.channel}</Show>
          <Text name="company" label={words().company} autocomplete="off" maxLength={200} />
          <AccountNameInput
            value={accountName.value}
            error={accountName.error}
            onInput={accountName.onInput}
            onBlur={accountName.onBlur}
            channelId={props.channelId}
            present={props.presentAccountName}
            onTaken={props.onAccountNameTaken}
          />
          <Text name="city" label={words().city} maxLength={200} />
          <Text name="stateOrProvince" label={words().stateOrProvince} maxLength={200} />
        </div>
      </fieldset>
      <fieldset>
        <legend class="form-legend">{words().groups.contact}</legend>
        <div class="form-grid">
          <Text name="contact.firstName" label={words().firstName} maxLength={200} />
          <Text name="contact.lastName" label={words().lastName} maxLength={200} />
          <Text name="contact.email" label={words().email} type="email" hint={words().emailHint} maxLength={300} />
          <TextInput
            name="role"
            label={words().role}
            hint={words().roleHint}
            value={words().roleFixed}
            readOnly
            onInput={() => undefined}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend class="form-legend">{words().groups.more}</legend>
        <div class="form-grid">
          <Text name="address.street1" label={words().street1} optional maxLength={200} />
          <Text name="address.street2" label={words().street2} optional maxLength={200} />
          <Text name="address.postalCode" label={words().postalCode} optional maxLength={40} />
          <Choice name="address.country" label={words().country} options={countries()} optional />
          <Text name="phone" label={words().phone} type="tel" optional maxLength={60} />
          <Text name="taxId" label={words().taxId} optional maxLength={60} />
          <div class="full">
            <Text
              name="emergencyEmail"
              label={words().emergencyEmail}
              hint={words().emergencyEmailHint}
              type="email"
              optional
              maxLength={300}
            />
          </div>
          <Choice
            name="language"
            label={words().language}
            options={languages.map((tongue: Language) => ({ value: tongue, label: shell().topBar.languages[tongue] }))}
          />
          <Choice name="timeZone" label={words().timeZone} hint={words().timeZoneHint} options={zones()} />
        </div>
      </fieldset>
    </>
  );
};
