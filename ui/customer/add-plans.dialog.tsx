import { createSignal } from 'solid-js';
import { isLiving } from '../../domain/subscription/subscription.js';
import { api } from '../api.js';
import { PlanChoices, planIssues, plansInput, usePlans, type PlanDraft } from '../customer-form/plan-choices.js';
import { createFormState } from '../form-state.js';
import { messages } from '../i18n.js';
import type { Subscription } from './customer.data.js';
import type { CustomerDialogProps } from './dialogs.js';
import { FormDialog } from './form-dialog.js';

const customer = messages('customer');
const form = messages('customerForm');

/** A10: more plans for a customer that exists. */
const AddPlansDialog = (props: CustomerDialogProps) => {
  const plans = usePlans();
  const [drafts, setDrafts] = createSignal<PlanDraft[]>([]);
  const key = crypto.randomUUID().replaceAll('-', '');
  const state = createFormState(() =>
    drafts().length === 0
      ? [{ field: 'plans', code: 'required', params: {} }]
      : planIssues(drafts(), plans.isSuccess ? plans.data : [], props.customer.timeZone),
  );
  const isHeld = ({ source, state: stand }: Subscription) => source === 'assigned' && isLiving(stand);
  const held = () => props.customer.subscriptions.filter(isHeld).map(({ planId }) => planId);
  return (
    <FormDialog
      title={customer().dialogs.addPlans.title}
      save={customer().dialogs.addPlans.save}
      done={customer().done.plansAdded}
      form={state}
      width="wide"
      act={() => api.licences.assign.mutate({ customerId: props.customer.id, idempotencyKey: key, plans: plansInput(drafts()) })}
      onClose={props.onClose}
    >
      <PlanChoices drafts={drafts()} timeZone={props.customer.timeZone} form={state} onChange={setDrafts} held={held()} />
      <p role="alert" class="field-error">
        {state.errorOf('plans') && form().plans.noneChosen}
      </p>
    </FormDialog>
  );
};

export default AddPlansDialog;
