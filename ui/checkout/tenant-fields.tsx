import { Match, Show, Switch, createMemo } from 'solid-js';
import type { SetStoreFunction } from 'solid-js/store';
import { qualifications } from '../../domain/tenant/qualification.js';
import { ChoiceInput, SelectInput, type Option } from '../components/select-input.js';
import { TextInput } from '../components/text-input.js';
import { countryOptions } from '../customer-form/places.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import { AgreementFields } from './agreement-fields.js';
import type { KnownTenant } from './checkout.data.js';
import './checkout.css';
import { ExistingDomainInput, NewDomainInput } from './domain-input.js';
import { QualificationFields } from './qualification-fields.js';
import { PersonFields } from './person-fields.js';
import type { TenantDraft } from './tenant-draft.js';

const checkout = messages('checkout');
const words = () => checkout().tenant;

interface TenantFieldsProps {
  readonly draft: TenantDraft;
  readonly setDraft: SetStoreFunction<TenantDraft>;
  readonly form: FormState;
  /** Accounts that are there from earlier purchases. */
  readonly known: readonly KnownTenant[];
  readonly onRefused: (typed: string | undefined) => void;
}

/** B33, B34: the account at the vendor: one known from before, one that is there, or a new one. */
export const TenantFields = (props: TenantFieldsProps) => {
  const choices = (): Option[] => [
    ...props.known.map(({ id, domain, qualification, services }) => ({
      value: `known:${id}`,
      label: domain,
      detail: [...(qualification === 'none' ? [] : [words().qualifications[qualification]]), words().knownDetail(services)].join(' · '),
    })),
    { value: 'new', label: words().new, detail: words().newDetail },
    { value: 'existing', label: words().existing, detail: words().existingDetail },
  ];
  const chosen = () => (props.draft.kind === 'known' ? `known:${props.draft.tenantId}` : props.draft.kind);
  const choose = (value: string) => {
    props.onRefused(undefined);
    if (value.startsWith('known:')) props.setDraft({ kind: 'known', tenantId: value.slice('known:'.length) });
    else props.setDraft({ kind: value as 'new' | 'existing' });
  };
  return (
    <>
      <ChoiceInput
        name="tenant.kind"
        label={words().label}
        value={chosen()}
        options={choices()}
        error={props.form.errorOf('tenant.kind') ?? props.form.errorOf('tenant.tenantId') ?? props.form.errorOf('tenant')}
        onChange={choose}
      />
      <Switch>
        <Match when={props.draft.kind === 'new'}>
          <NewTenantFields {...props} />
        </Match>
        <Match when={props.draft.kind === 'existing'}>
          <fieldset>
            <legend class="form-legend">{words().existing}</legend>
            <ExistingDomainInput
              value={props.draft.domain}
              form={props.form}
              onInput={(domain) => props.setDraft({ domain })}
              onRefused={props.onRefused}
            />
          </fieldset>
        </Match>
      </Switch>
      <Show when={props.draft.kind === 'new' || props.draft.kind === 'existing'}>
        <AgreementFields draft={props.draft} setDraft={props.setDraft} form={props.form} />
      </Show>
    </>
  );
};

const NewTenantFields = (props: TenantFieldsProps) => {
  const countries = createMemo(countryOptions);
  const errorOf = (field: string) => props.form.errorOf(`tenant.${field}`);
  const touch = (field: string) => props.form.touch(`tenant.${field}`);
  const changed = (field: string) => props.form.changed(`tenant.${field}`);
  const Address = (own: { field: 'line1' | 'city' | 'state' | 'postalCode'; max: number }) => (
    <TextInput
      name={`tenant.address.${own.field}`}
      label={words().address[own.field]}
      value={props.draft.address[own.field]}
      maxLength={own.max}
      error={errorOf(`address.${own.field}`)}
      onInput={(value) => {
        props.setDraft('address', own.field, value);
        changed(`address.${own.field}`);
      }}
      onBlur={() => touch(`address.${own.field}`)}
    />
  );
  const setContact = (field: keyof TenantDraft['contact'], value: string) => {
    const { contact, agreement } = props.draft;
    // Who is the contact and signs has one phone; it is typed once.
    if (field === 'phone' && agreement.email === contact.email && agreement.phone === contact.phone)
      props.setDraft('agreement', 'phone', value);
    props.setDraft('contact', field, value);
  };
  return (
    <>
      <fieldset>
        <legend class="form-legend">{words().new}</legend>
        <NewDomainInput
          value={props.draft.prefix}
          form={props.form}
          onInput={(prefix) => props.setDraft({ prefix })}
          onRefused={props.onRefused}
        />
        <SelectInput
          name="tenant.qualification"
          label={words().qualification}
          hint={words().qualificationHint}
          required
          value={props.draft.qualification}
          error={errorOf('qualification')}
          options={qualifications.map((value) => ({ value, label: words().qualifications[value] ?? value }))}
          onChange={(qualification) => {
            props.setDraft({ qualification });
            changed('qualification');
            touch('qualification');
          }}
        />
        <QualificationFields draft={props.draft} setDraft={props.setDraft} form={props.form} />
      </fieldset>
      <fieldset>
        <legend class="form-legend">{words().companyGroup}</legend>
        <div class="form-grid">
          <div class="full">
            <TextInput
              name="tenant.company"
              label={words().company}
              value={props.draft.company}
              maxLength={120}
              error={errorOf('company')}
              onInput={(company) => {
                props.setDraft({ company });
                changed('company');
              }}
              onBlur={() => touch('company')}
            />
          </div>
          <Address field="line1" max={120} />
          <Address field="postalCode" max={20} />
          <Address field="city" max={80} />
          <Address field="state" max={80} />
          <SelectInput
            name="tenant.address.country"
            label={words().address.country}
            required
            value={props.draft.address.country}
            options={countries()}
            error={errorOf('address.country')}
            onChange={(country) => {
              props.setDraft('address', 'country', country);
              changed('address.country');
            }}
          />
        </div>
      </fieldset>
      <fieldset>
        <legend class="form-legend">{words().contactGroup}</legend>
        <PersonFields name="tenant.contact" person={props.draft.contact} form={props.form} onInput={setContact} />
      </fieldset>
    </>
  );
};
