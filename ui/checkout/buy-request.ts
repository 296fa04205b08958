import type { Cart } from '../cart/cart.data.js';
import { paymentInput, type PaymentDraft } from './payment-draft.js';
import { tenantInput, type TenantDraft } from './tenant-draft.js';

export interface BuyRequest {
  readonly idempotencyKey: string;
  readonly cartVersion: number;
  readonly shownTotalMinor: number;
  readonly currency: string;
  readonly tenant?: unknown;
  readonly payment: ReturnType<typeof paymentInput>;
  readonly purchaseReference?: string;
}

interface Choices {
  readonly tenant: TenantDraft;
  readonly payment: PaymentDraft;
  readonly purchaseReference: string;
  readonly asked?: BuyRequest | undefined;
}

const sameWithoutKey = ({ idempotencyKey: _a, ...one }: BuyRequest, { idempotencyKey: _b, ...other }: BuyRequest): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

/**
 * What *Buy* sends. One key for one intended purchase: the same request again, after a lost answer, carries the key that it was
 * sent with; another one (a changed amount, another card) is another purchase. That of two only one buys, the cart's version sees to.
 */
export const buyRequest = (cart: Pick<Cart, 'version' | 'totalMinor' | 'currency' | 'needsTenant'>, choices: Choices): BuyRequest => {
  const request: BuyRequest = {
    idempotencyKey: crypto.randomUUID().replaceAll('-', ''),
    cartVersion: cart.version,
    shownTotalMinor: cart.totalMinor,
    currency: cart.currency,
    ...(cart.needsTenant ? { tenant: tenantInput(choices.tenant) } : {}),
    payment: paymentInput(choices.payment),
    ...(choices.purchaseReference.trim() === '' ? {} : { purchaseReference: choices.purchaseReference }),
  };
  const { asked } = choices;
  return asked && sameWithoutKey(asked, request) ? asked : request;
};
