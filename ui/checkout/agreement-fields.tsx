import { Show } from 'solid-js';
import type { SetStoreFunction } from 'solid-js/store';
import { CheckInput } from '../components/select-input.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { PersonFields } from './person-fields.js';
import type { TenantDraft } from './tenant-draft.js';

const checkout = messages('checkout');
const words = () => checkout().tenant;

interface AgreementFieldsProps {
  readonly draft: TenantDraft;
  readonly setDraft: SetStoreFunction<TenantDraft>;
  readonly form: FormState;
}

/** Who accepts the vendor's customer agreement for the company, and that they do. */
export const AgreementFields = (props: AgreementFieldsProps) => {
  const error = () => props.form.errorOf('tenant.agreement.accepted');
  return (
    <fieldset>
      <legend class="form-legend">{words().agreementGroup}</legend>
      <p class="soft">{words().agreementText}</p>
      <PersonFields
        name="tenant.agreement"
        person={props.draft.agreement}
        form={props.form}
        onInput={(field, value) => props.setDraft('agreement', field, value)}
      />
      <div data-field="tenant.agreement.accepted" data-invalid={error() ? '' : undefined} class="stack-tight">
        <CheckInput
          name="accepted"
          label={words().accept(`${props.draft.agreement.firstName} ${props.draft.agreement.lastName}`.trim())}
          checked={props.draft.accepted}
          onChange={(accepted) => {
            props.setDraft({ accepted });
            props.form.changed('tenant.agreement.accepted');
          }}
        />
        <a href="https://aka.ms/customeragreement" target="_blank" rel="noreferrer external" class="small">
          {words().readAgreement}
        </a>
        <div role="alert">
          <Show when={error()}>{(text) => <p class="field-error">{text()}</p>}</Show>
        </div>
      </div>
    </fieldset>
  );
};
