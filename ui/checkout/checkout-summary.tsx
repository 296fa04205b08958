import { For } from 'solid-js';
import type { Cart } from '../cart/cart.data.js';
import { lineTitle } from '../cart/cart-line.js';
import { CartSummary } from '../cart/cart-summary.js';
import { messages } from '../i18n.js';
import { unitsText } from '../timeline/units.js';
import type { PaymentMethods } from './payment-draft.js';
import type { CheckoutDraft } from './draft.js';
import { DomainName } from '../components/domain-name.js';
import { FactList } from '../components/fact-list.js';
import { paymentText, tenantText } from './choice-words.js';

const checkout = messages('checkout');

interface CheckoutSummaryProps {
  readonly cart: Cart;
  readonly draft: CheckoutDraft;
  readonly known: readonly { readonly id: string; readonly domain: string }[];
  readonly methods: PaymentMethods | undefined;
}

/** What it will come to, while it is filled in. */
export const CheckoutSummary = (props: CheckoutSummaryProps) => {
  const domain = () => {
    const name = tenantText(props.draft.tenant, props.known);
    return name === '' ? '' : <DomainName name={name} />;
  };
  return (
    <div class="stack">
      <ul class="stack-tight">
        <For each={props.cart.lines}>
          {(line) => (
            <li>
              {lineTitle(line)} <span class="soft">· {unitsText(line.quantity, line.unitType)}</span>
            </li>
          )}
        </For>
      </ul>
      <CartSummary cart={props.cart} />
      <FactList
        facts={[
          ...(props.cart.needsTenant ? [{ label: checkout().steps.tenant, value: domain() }] : []),
          { label: checkout().steps.payment, value: paymentText(props.draft.payment, props.methods) },
        ]}
      />
    </div>
  );
};
