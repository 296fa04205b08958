import { createEffect, onCleanup } from 'solid-js';
import { createStore, type SetStoreFunction } from 'solid-js/store';
import type { Outputs } from '../api.js';
import { emptyEmailWhen, type EmailWhenDraft } from '../customer-form/email-when.js';
import { emptyFacts, type FactsDraft } from '../customer-form/facts-draft.js';
import type { PlanDraft } from '../customer-form/plan-choices.js';
import { languages } from '../../domain/customer/customer.js';
import { isTimeZone } from '../../domain/calendar/local-time.js';
import { inShapeOf, itemsInShapeOf, keep, oneOf, readKept } from '../kept-draft.js';
import { me } from '../session/session.js';

export const stepIds = ['account', 'plans', 'confirm'] as const;
export type StepId = (typeof stepIds)[number];
export type CreatedCustomer = Outputs['customers']['create'];

/** Everything of the wizard: it survives going back, a refresh, a lost session and a failed save. */
export interface WizardDraft {
  /** Made once for this customer: saving twice, or again after a lost answer, creates one account. */
  idempotencyKey: string;
  step: StepId;
  furthest: StepId;
  channelId: string;
  facts: FactsDraft;
  accountEmail: EmailWhenDraft;
  plansChoice: 'assign' | 'skip' | '';
  plans: PlanDraft[];
  /** The answer after saving, so that a refresh of the last page shows it again. */
  created?: CreatedCustomer;
}

const freshKey = (): string => crypto.randomUUID().replaceAll('-', '');

export const emptyDraft = (): WizardDraft => ({
  idempotencyKey: freshKey(),
  step: 'account',
  furthest: 'account',
  channelId: me()?.channel?.id ?? '',
  facts: emptyFacts(),
  accountEmail: emptyEmailWhen(),
  plansChoice: '',
  plans: [],
});

// One draft a person and tab: somebody else who signs in here doesn't find it.
const storageKey = (): string => `licenza.draft.create-customer.${me()?.user.id ?? ''}`;

const plansChoices = ['assign', 'skip', ''] as const;
const emptyPlan: PlanDraft = { planId: '', units: '', startDate: '' };
const noAnswer: CreatedCustomer = {
  customerId: '',
  accountName: '',
  company: '',
  firstUser: { id: '', name: '', loginName: '', role: 'customer_admin' },
  licences: [],
  accountEmailDueAt: '',
  engine: 'queued',
};

/** The draft that an older version of the page may have kept, as this one knows it. */
export const draftFrom = (kept: Readonly<Record<string, unknown>>): WizardDraft => {
  const empty = emptyDraft();
  const draft = inShapeOf(empty, kept);
  const created = kept.created === undefined ? undefined : inShapeOf(noAnswer, kept.created);
  return {
    ...draft,
    step: oneOf(stepIds, draft.step, 'account'),
    furthest: oneOf(stepIds, draft.furthest, 'account'),
    facts: {
      ...draft.facts,
      language: oneOf(languages, draft.facts.language, empty.facts.language),
      timeZone: isTimeZone(draft.facts.timeZone) ? draft.facts.timeZone : empty.facts.timeZone,
    },
    accountEmail: { ...draft.accountEmail, when: oneOf(['now', 'date'], draft.accountEmail.when, 'now') },
    plansChoice: oneOf(plansChoices, draft.plansChoice, ''),
    plans: itemsInShapeOf(emptyPlan, kept.plans),
    ...(created && created.customerId !== '' ? { created } : {}),
  };
};

const readDraft = (): WizardDraft | undefined => {
  const kept = readKept(storageKey());
  return kept?.facts ? draftFrom(kept) : undefined;
};

/** The wizard's draft, kept in this tab's storage at every change. `restored`: something typed before was found. */
export const useDraft = (): { draft: WizardDraft; setDraft: SetStoreFunction<WizardDraft>; restored: boolean } => {
  const kept = readDraft();
  const [draft, setDraft] = createStore<WizardDraft>(kept ?? emptyDraft());
  createEffect(() => keep(storageKey(), draft));
  // A refresh shows the last page again; going elsewhere ends it, and the next customer begins with an empty form.
  onCleanup(() => draft.created && sessionStorage.removeItem(storageKey()));
  return { draft, setDraft, restored: kept !== undefined && kept.created === undefined && kept.facts.company !== '' };
};
