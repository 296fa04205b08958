import { TextInput } from '../components/text-input.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { TenantDraft } from './tenant-draft.js';

const checkout = messages('checkout');

type PersonField = keyof TenantDraft['contact'];

interface PersonFieldsProps {
  /** Where the person stands in the input of the purchase. */
  readonly name: 'tenant.contact' | 'tenant.agreement';
  readonly person: TenantDraft['contact'];
  readonly form: FormState;
  readonly onInput: (field: PersonField, value: string) => void;
}

/** Name, e-mail and phone of a person whom the vendor is told about. */
export const PersonFields = (props: PersonFieldsProps) => {
  const Part = (own: { field: PersonField; type?: 'email' | 'tel' }) => (
    <TextInput
      name={`${props.name}.${own.field}`}
      label={checkout().tenant.person[own.field]}
      type={own.type}
      value={props.person[own.field]}
      maxLength={254}
      error={props.form.errorOf(`${props.name}.${own.field}`)}
      onInput={(value) => {
        props.onInput(own.field, value);
        props.form.changed(`${props.name}.${own.field}`);
      }}
      onBlur={() => props.form.touch(`${props.name}.${own.field}`)}
    />
  );
  return (
    <div class="form-grid">
      <Part field="firstName" />
      <Part field="lastName" />
      <Part field="email" type="email" />
      <Part field="phone" type="tel" />
    </div>
  );
};
