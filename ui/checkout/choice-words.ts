import { tenantPrefix, tenantSuffix } from '../../domain/tenant/tenant-domain.js';
import { messages } from '../i18n.js';
import type { PaymentDraft, PaymentMethods } from './payment-draft.js';
import { cardName } from './payment-fields.js';
import type { TenantDraft } from './tenant-draft.js';

const checkout = messages('checkout');

interface Known {
  readonly id: string;
  readonly domain: string;
}

/** The domain of the account that was chosen; empty while none is. */
export const tenantText = (draft: TenantDraft, known: readonly Known[]): string => {
  if (draft.kind === 'known') return known.find(({ id }) => id === draft.tenantId)?.domain ?? '';
  if (draft.kind === 'existing') return draft.domain.trim().toLowerCase();
  const prefix = tenantPrefix(draft.prefix);
  return draft.kind === 'new' && prefix !== '' ? `${prefix}${tenantSuffix}` : '';
};

/** "Invoice on account" or the card's name; empty while nothing is chosen. */
export const paymentText = (draft: PaymentDraft, methods: PaymentMethods | undefined): string => {
  if (draft.method === 'account') return checkout().payment.account;
  const card = methods?.cards?.find(({ ref }) => ref === draft.cardRef);
  return card ? cardName(card) : '';
};
