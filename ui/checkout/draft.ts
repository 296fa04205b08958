import { createEffect } from 'solid-js';
import { createStore, type SetStoreFunction } from 'solid-js/store';
import { inShapeOf, keep, oneOf, readKept } from '../kept-draft.js';
import type { BuyRequest } from './buy-request.js';
import { me } from '../session/session.js';
import type { PaymentDraft } from './payment-draft.js';
import { emptyTenant, tenantKinds, type TenantDraft } from './tenant-draft.js';

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

/** The draft that an older version of the page may have kept, as this one knows it. */
export const draftFrom = (kept: Readonly<Record<string, unknown>>): CheckoutDraft => {
  const draft = inShapeOf(emptyDraft(), kept);
  const { cardsBefore, asked } = kept;
  return {
    ...draft,
    step: oneOf(stepIds, draft.step, 'tenant'),
    furthest: oneOf(stepIds, draft.furthest, 'tenant'),
    tenant: { ...draft.tenant, kind: oneOf(tenantKinds, draft.tenant.kind, '') },
    payment: { ...draft.payment, method: oneOf(['account', 'card'], draft.payment.method, '') },
    ...(Array.isArray(cardsBefore) ? { cardsBefore: cardsBefore.filter((ref) => typeof ref === 'string') } : {}),
    // Compared as a whole with what would be sent now, so one of another shape is another purchase.
    ...(typeof asked === 'object' && asked !== null ? { asked: asked as BuyRequest } : {}),
  };
};

const readDraft = (): CheckoutDraft | undefined => {
  const kept = readKept(storageKey());
  return kept?.tenant ? draftFrom(kept) : undefined;
};

/** The checkout's draft, kept in this tab's storage at every change. `forget` ends it once the order is there. */
export const useDraft = (): { draft: CheckoutDraft; setDraft: SetStoreFunction<CheckoutDraft>; forget: () => void } => {
  const key = storageKey();
  const [draft, setDraft] = createStore<CheckoutDraft>(readDraft() ?? emptyDraft());
  let bought = false;
  createEffect(() => {
    if (!bought) keep(key, draft);
  });
  const forget = () => {
    bought = true;
    sessionStorage.removeItem(key);
  };
  return { draft, setDraft, forget };
};
