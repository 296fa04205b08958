import { createEffect } from 'solid-js';
import { createStore, type SetStoreFunction } from 'solid-js/store';
import type { BuyRequest } from './buy-request.js';
import { me } from '../session/session.js';
import type { PaymentDraft } from './payment-draft.js';
import { emptyTenant, type TenantDraft } from './tenant-draft.js';

export const stepIds = ['tenant', 'payment', 'review'] as const;
export type StepId = (typeof stepIds)[number];

/** Everything of the checkout: it survives going back, a refresh, the trip to the card processor's page and a lost session. */
export interface CheckoutDraft {
  step: StepId;
  furthest: StepId;
  tenant: TenantDraft;
  payment: PaymentDraft;
  purchaseReference: string;
  /** The cards that were there when the processor's page was opened: the one that isn't among them afterwards is the new one. */
  cardsBefore?: string[];
  /** What *Buy* sent last, until it is answered: sent again it is the same purchase. */
  asked?: BuyRequest;
}

export const emptyDraft = (): CheckoutDraft => ({
  step: 'tenant',
  furthest: 'tenant',
  tenant: emptyTenant(),
  payment: { method: '', cardRef: '' },
  purchaseReference: '',
});

// One draft a person and tab: somebody else who signs in here doesn't find it.
const storageKey = (): string => `licenza.draft.checkout.${me()?.user.id ?? ''}`;

const readDraft = (): CheckoutDraft | undefined => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey()) ?? 'null') as Partial<CheckoutDraft> | null;
    return kept?.tenant ? { ...emptyDraft(), ...kept } : undefined;
  } catch {
    return undefined;
  }
};

const keep = (key: string, text: string): void => {
  try {
    sessionStorage.setItem(key, text);
  } catch {
    // Storage may be full or closed; the form itself still holds what was typed.
  }
};

/** The checkout's draft, kept in this tab's storage at every change. `forget` ends it once the order is there. */
export const useDraft = (): { draft: CheckoutDraft; setDraft: SetStoreFunction<CheckoutDraft>; forget: () => void } => {
  const key = storageKey();
  const [draft, setDraft] = createStore<CheckoutDraft>(readDraft() ?? emptyDraft());
  let bought = false;
  createEffect(() => {
    const text = JSON.stringify(draft);
    if (!bought) keep(key, text);
  });
  const forget = () => {
    bought = true;
    sessionStorage.removeItem(key);
  };
  return { draft, setDraft, forget };
};
