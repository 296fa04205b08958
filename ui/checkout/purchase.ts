import type { SetStoreFunction } from 'solid-js/store';
import { api } from '../api.js';
import { refreshCart, type Cart } from '../cart/cart.data.js';
import { failureOf } from '../failure.js';
import { createFormState, type FormState } from '../form-state.js';
import { queryClient } from '../query-client.js';
import { buyRequest, type BuyRequest } from './buy-request.js';
import type { CheckoutDraft } from './draft.js';

type Input = Parameters<typeof api.checkout.buy.mutate>[0];

export interface Purchase {
  readonly form: FormState;
  readonly buy: (cart: Cart) => Promise<void>;
  /** After a lost answer the cart is empty: what was sent did arrive, and its order is asked for again. */
  readonly resume: (cart: Cart) => void;
  /** Whether something was sent that has no answer yet. */
  readonly isOpen: () => boolean;
}

/** Buying, once: what is sent is kept until it is answered, and sent again as it was. */
export const createPurchase = (
  draft: CheckoutDraft,
  setDraft: SetStoreFunction<CheckoutDraft>,
  onBought: (orderId: string) => void,
): Purchase => {
  const form = createFormState(() => []);
  const send = async (request: BuyRequest): Promise<void> => {
    setDraft({ asked: request });
    try {
      const { orderId } = await api.checkout.buy.mutate(request as Input);
      void queryClient.invalidateQueries({ queryKey: ['orders.list'] });
      void refreshCart();
      onBought(orderId);
    } catch (error) {
      // Refused: nothing was bought. No answer: perhaps it was, and the same request will tell.
      if (!failureOf(error).network) setDraft({ asked: undefined });
      await refreshCart();
      throw error;
    }
  };
  return {
    form,
    buy: (cart) => form.send(() => send(buyRequest(cart, draft))),
    resume: (cart) => {
      if (form.busy() || cart.lines.length > 0 || !draft.asked) return;
      const request = JSON.parse(JSON.stringify(draft.asked)) as BuyRequest;
      void form.send(() => send(request));
    },
    isOpen: () => draft.asked !== undefined,
  };
};
