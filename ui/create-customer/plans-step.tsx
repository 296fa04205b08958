import { Show } from 'solid-js';
import type { SetStoreFunction } from 'solid-js/store';
import { ChoiceInput } from '../components/select-input.js';
import { PlanChoices } from '../customer-form/plan-choices.js';
import type { FormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { WizardDraft } from './draft.js';

const words = messages('createCustomer');
const form = messages('customerForm');

interface PlansStepProps {
  readonly draft: WizardDraft;
  readonly setDraft: SetStoreFunction<WizardDraft>;
  readonly form: FormState;
}

/** A7 and A8: one or more plans on one screen, or none for now. */
export const PlansStep = (props: PlansStepProps) => (
  <>
    <ChoiceInput
      name="plansChoice"
      label={words().plans.label}
      value={props.draft.plansChoice}
      error={props.form.errorOf('plansChoice')}
      onChange={(choice) => props.setDraft('plansChoice', choice === 'skip' ? 'skip' : 'assign')}
      options={[
        { value: 'assign', label: words().plans.assign, detail: words().plans.assignDetail },
        { value: 'skip', label: words().plans.skip, detail: words().plans.skipDetail },
      ]}
    />
    <Show when={props.draft.plansChoice === 'assign'}>
      <PlanChoices
        drafts={props.draft.plans}
        timeZone={props.draft.facts.timeZone}
        form={props.form}
        onChange={(plans) => props.setDraft('plans', plans)}
      />
      <div role="alert">
        <Show when={props.form.errorOf('plans')}>
          <p class="field-error" data-invalid="">
            {form().plans.noneChosen}
          </p>
        </Show>
      </div>
    </Show>
  </>
);
