import { Match, Switch } from 'solid-js';
import type { SetStoreFunction } from 'solid-js/store';
import { educationSegments } from '../../domain/tenant/qualification.js';
import { SelectInput } from '../components/select-input.js';
import { TextInput } from '../components/text-input.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { TenantDraft } from './tenant-draft.js';

const checkout = messages('checkout');
const words = () => checkout().tenant;

interface QualificationFieldsProps {
  readonly draft: TenantDraft;
  readonly setDraft: SetStoreFunction<TenantDraft>;
  readonly form: FormState;
}

/** What the vendor wants to know of a special qualification besides its name. */
export const QualificationFields = (props: QualificationFieldsProps) => {
  const set = (field: 'educationSegment' | 'website' | 'validationCode', value: string) => {
    props.setDraft({ [field]: value });
    props.form.changed(`tenant.${field}`);
  };
  const Line = (own: { field: 'website' | 'validationCode'; label: string; hint: string; max: number; optional?: boolean }) => (
    <TextInput
      name={`tenant.${own.field}`}
      label={own.label}
      hint={own.hint}
      optional={own.optional ?? false}
      value={props.draft[own.field]}
      maxLength={own.max}
      error={props.form.errorOf(`tenant.${own.field}`)}
      onInput={(value) => set(own.field, value)}
      onBlur={() => props.form.touch(`tenant.${own.field}`)}
    />
  );
  return (
    <Switch>
      <Match when={props.draft.qualification === 'education'}>
        <SelectInput
          name="tenant.educationSegment"
          label={words().educationSegment}
          required
          value={props.draft.educationSegment}
          error={props.form.errorOf('tenant.educationSegment')}
          options={[
            { value: '', label: words().choose },
            ...educationSegments.map((value) => ({ value, label: words().educationSegments[value] ?? value })),
          ]}
          onChange={(value) => {
            set('educationSegment', value);
            props.form.touch('tenant.educationSegment');
          }}
        />
        <Line field="website" label={words().website} hint={words().websiteHint} max={253} optional />
      </Match>
      <Match when={props.draft.qualification === 'government_community'}>
        <Line field="validationCode" label={words().validationCode} hint={words().validationCodeHint} max={80} />
      </Match>
    </Switch>
  );
};
