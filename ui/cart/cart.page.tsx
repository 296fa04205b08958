import ShoppingCart from 'lucide-solid/icons/shopping-cart';
import { For, Show } from 'solid-js';
import { ButtonLink } from '../components/button.js';
import { PageHead } from '../components/page-head.js';
import { EmptyState, Skeleton } from '../components/states.js';
import { messages } from '../i18n.js';
import { QueryView } from '../query-view.js';
import '../customer/customer.css';
import './cart.css';
import { useCart, type Cart } from './cart.data.js';
import { CartLineItem } from './cart-line.js';
import { CartSummary } from './cart-summary.js';

const cart = messages('cart');

/** B32: the basket: what is in it, what it costs now and each period, and the way to the checkout. */
const CartPage = () => {
  const found = useCart();
  return (
    <QueryView query={found} waiting={<Skeleton lines={6} />}>
      {(known) => <CartView cart={known()} />}
    </QueryView>
  );
};

const CartView = (props: { readonly cart: Cart }) => {
  const ready = () => props.cart.lines.every(({ problem }) => problem === null);
  return (
    <>
      <PageHead title={cart().title} below={props.cart.lines.length > 0 ? cart().count(props.cart.lines.length) : undefined} />
      <Show when={props.cart.lines.length > 0} fallback={<EmptyCart />}>
        <div class="subject subject-first">
          <div>
            <ul class="panel cart-lines" aria-label={cart().title}>
              <For each={props.cart.lines}>{(line) => <CartLineItem line={line} />}</For>
            </ul>
          </div>
          <div>
            <section class="panel" aria-label={cart().summary}>
              <div class="panel-head">
                <h2>{cart().summary}</h2>
              </div>
              <div class="panel-body stack">
                <CartSummary cart={props.cart} />
                <Show when={ready()} fallback={<p class="soft">{cart().solveFirst}</p>}>
                  <ButtonLink kind="primary" href="/checkout">
                    {cart().checkout}
                  </ButtonLink>
                </Show>
                <ButtonLink href="/marketplace">{cart().goOn}</ButtonLink>
              </div>
            </section>
          </div>
        </div>
      </Show>
    </>
  );
};

const EmptyCart = () => (
  <div class="panel">
    <EmptyState
      icon={ShoppingCart}
      title={cart().empty}
      text={cart().emptyText}
      action={
        <ButtonLink kind="primary" href="/marketplace">
          {cart().toMarketplace}
        </ButtonLink>
      }
    />
  </div>
);

export default CartPage;
