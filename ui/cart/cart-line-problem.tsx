import TriangleAlert from 'lucide-solid/icons/triangle-alert';
import { Show } from 'solid-js';
import { api } from '../api.js';
import { createCommand } from '../command.js';
import { Button } from '../components/button.js';
import '../components/dialog.css';
import { failureText } from '../failure.js';
import { formatMoney } from '../format/money.js';
import { messages } from '../i18n.js';
import { refreshCart, showCart, type CartLine } from './cart.data.js';
import { removeLine } from './line-edit.js';

const cart = messages('cart');

/** A price that has changed, or an offer that isn't sold any more, and the way on: what is shown is what is charged. */
export const CartLineProblem = (props: { readonly line: CartLine }) => {
  const command = createCommand();
  const accept = async () => {
    const { id: lineId, quantity } = props.line;
    const done = await command.run(async () => showCart(await api.cart.change.mutate({ lineId, quantity })));
    if (!done) await refreshCart();
  };
  const money = (minor: number) => formatMoney(minor, props.line.currency);
  return (
    <Show when={props.line.problem}>
      {(problem) => (
        <div class="notice notice-wide" data-tone="needs-you" role="status">
          <TriangleAlert size={16} aria-hidden="true" />
          <Show
            when={problem() === 'price_changed' ? props.line.newPriceMinor : null}
            fallback={
              <>
                <p>{cart().unsold}</p>
                <Button size="small" onClick={() => void removeLine(props.line)}>
                  {cart().removeIt}
                </Button>
              </>
            }
          >
            {(price) => (
              <>
                <p>{cart().priceChanged(money(props.line.unitPriceMinor), money(price()))}</p>
                <Button size="small" busy={command.busy()} onClick={() => void accept()}>
                  {cart().accept(money(price()))}
                </Button>
                <Button size="small" kind="quiet" onClick={() => void removeLine(props.line)}>
                  {cart().removeIt}
                </Button>
              </>
            )}
          </Show>
          <Show when={command.failure()}>{(failure) => <p>{failureText(failure())}</p>}</Show>
        </div>
      )}
    </Show>
  );
};
