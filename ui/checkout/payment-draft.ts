import type { Outputs } from '../api.js';
import type { FieldIssue } from '../failure.js';

export type PaymentMethods = Outputs['checkout']['paymentMethods'];
export type SavedCard = NonNullable<PaymentMethods['cards']>[number];

export interface PaymentDraft {
  method: 'account' | 'card' | '';
  cardRef: string;
}

/** The draft as the API takes it. */
export const paymentInput = ({ method, cardRef }: PaymentDraft) =>
  method === 'card' ? { method, cardRef } : { method: 'account' as const };

/** Cards that have run out by the end of their month aren't offered for choosing. */
export const isExpired = ({ expiresMonth, expiresYear }: Pick<SavedCard, 'expiresMonth' | 'expiresYear'>, now: Date): boolean =>
  now.getTime() >= Date.UTC(expiresYear, expiresMonth, 1);

/** What is wrong with it, as far as that can be known before any money moves. */
export const paymentIssues = (draft: PaymentDraft, methods: PaymentMethods | undefined, totalMinor: number): FieldIssue[] => {
  const issue = (code: string): FieldIssue[] => [{ field: 'payment', code, params: {} }];
  if (draft.method === '') return issue('required');
  if (methods === undefined) return [];
  if (draft.method === 'account') return methods.account.leftMinor < totalMinor ? issue('credit_exceeded') : [];
  return methods.cards !== null && !methods.cards.some(({ ref }) => ref === draft.cardRef) ? issue('card_unknown') : [];
};
