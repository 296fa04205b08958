import { emailWhenInput, emailWhenIssues } from '../customer-form/email-when.js';
import { factsIssues } from '../customer-form/facts-draft.js';
import { planIssues, plansInput, type ServicePlan } from '../customer-form/plan-choices.js';
import type { FieldIssue } from '../failure.js';
import type { StepId, WizardDraft } from './draft.js';

/** What is wrong in one step of the draft. */
export const stepIssues = (step: StepId, draft: WizardDraft, plans: readonly ServicePlan[], channelNeeded: boolean): FieldIssue[] => {
  if (step === 'account') {
    const channel = channelNeeded && draft.channelId === '' ? [{ field: 'channelId', code: 'required', params: {} }] : [];
    return [...channel, ...factsIssues(draft.facts), ...emailWhenIssues(draft.accountEmail, draft.facts.timeZone)];
  }
  if (step === 'plans') {
    if (draft.plansChoice === '') return [{ field: 'plansChoice', code: 'required', params: {} }];
    if (draft.plansChoice === 'skip') return [];
    if (draft.plans.length === 0) return [{ field: 'plans', code: 'required', params: {} }];
    return planIssues(draft.plans, plans, draft.facts.timeZone);
  }
  return [];
};

/** The step on which a field of the API's input is shown. */
export const stepOfField = (field: string): StepId => (field.startsWith('plans') ? 'plans' : 'account');

/** The draft as the API takes it. */
export const wizardInput = (draft: WizardDraft) => ({
  idempotencyKey: draft.idempotencyKey,
  channelId: draft.channelId === '' ? undefined : draft.channelId,
  ...draft.facts,
  accountEmail: emailWhenInput(draft.accountEmail),
  plans: draft.plansChoice === 'assign' ? plansInput(draft.plans) : [],
});
