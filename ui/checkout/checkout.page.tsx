import { Navigate, useNavigate } from '@solidjs/router';
import { Show, createEffect, createSignal, onCleanup } from 'solid-js';
import { Skeleton } from '../components/states.js';
import { useCart } from '../cart/cart.data.js';
import { QueryView } from '../query-view.js';
import { CheckoutWizard } from './checkout-wizard.js';
import { useDraft } from './draft.js';
import { createPurchase } from './purchase.js';

const ASK_AGAIN_MS = 2_000;

/** B33–B35: from the cart to an order. */
const CheckoutPage = () => {
  const cart = useCart();
  const navigate = useNavigate();
  const { draft, setDraft, forget } = useDraft();
  const [bought, setBought] = createSignal(false);
  const leave = (orderId: string) => {
    setBought(true);
    forget();
    navigate(`/orders/${orderId}`, { replace: true });
  };
  const purchase = createPurchase(draft, setDraft, leave);
  return (
    <QueryView query={cart} waiting={<Skeleton lines={8} />}>
      {(known) => {
        purchase.resume(known());
        // Its answer was lost on this page: asked for until there is one.
        createEffect(() => {
          if (known().lines.length > 0 || purchase.form.busy() || bought() || !purchase.isOpen()) return;
          const again = setTimeout(() => purchase.resume(known()), ASK_AGAIN_MS);
          onCleanup(() => clearTimeout(again));
        });
        // The emptied cart may be here before the answer is; the wizard stays until the order's page has taken its place.
        const shown = () => known().lines.length > 0 || purchase.form.busy() || purchase.isOpen() || bought();
        return (
          <Show
            when={shown()}
            // Nothing to check out: Back after a purchase ends at the cart, not at an empty wizard.
            fallback={<Navigate href="/cart" />}
          >
            <CheckoutWizard cart={known()} draft={draft} setDraft={setDraft} purchase={purchase} bought={bought()} />
          </Show>
        );
      }}
    </QueryView>
  );
};

export default CheckoutPage;
