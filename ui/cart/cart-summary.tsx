import { For } from 'solid-js';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import './cart.css';
import { recurringOf } from './cart-totals.js';
import type { Cart } from './cart.data.js';

const cart = messages('cart');

/** What is charged today, and what each period afterwards. */
export const CartSummary = (props: { readonly cart: Pick<Cart, 'lines' | 'totalMinor' | 'currency'> }) => (
  <dl class="amounts">
    <div class="amounts-total">
      <dt>{cart().today}</dt>
      <dd>{formatMoney(props.cart.totalMinor, props.cart.currency)}</dd>
    </div>
    <For each={recurringOf(props.cart.lines)}>
      {(part) => (
        <div>
          <dt>{cart().then[part.billingCycle]}</dt>
          <dd>{formatMoney(part.chargeMinor, props.cart.currency)}</dd>
        </div>
      )}
    </For>
  </dl>
);
