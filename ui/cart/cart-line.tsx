import { A } from '@solidjs/router';
import Trash from 'lucide-solid/icons/trash';
import { Show, createMemo } from 'solid-js';
import { api } from '../api.js';
import { IconButton } from '../components/button.js';
import { NumberInput, readWholeNumber } from '../components/number-input.js';
import { SelectInput } from '../components/select-input.js';
import { failureText } from '../failure.js';
import { formatMoney } from '../format/money.js';
import { named } from '../format/named.js';
import { useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { useProduct } from '../marketplace/marketplace.data.js';
import { cancellationText, commitmentText, optionName, unitPriceText } from '../offers/offer-words.js';
import { unitWord } from '../timeline/units.js';
import './cart.css';
import type { CartLine } from './cart.data.js';
import { CartLineProblem } from './cart-line-problem.js';
import { createLineEdit, removeLine } from './line-edit.js';

const cart = messages('cart');

/** "Microsoft 365 · Business Standard". */
export const lineTitle = (line: Pick<CartLine, 'productEn' | 'productIt' | 'planEn' | 'planIt'>): string =>
  `${named(line.productEn, line.productIt)} · ${named(line.planEn, line.planIt)}`;

/** One line: how many, under which option, at what price, and what that commits to. */
export const CartLineItem = (props: { readonly line: CartLine }) => {
  const now = useNow();
  const product = useProduct(() => props.line.productCode);
  const offers = () => (product.isSuccess ? (product.data.plans.find(({ code }) => code === props.line.planCode)?.offers ?? []) : []);
  const policy = () => offers().find(({ id }) => id === props.line.offerId)?.policy;
  const edit = createLineEdit(() => props.line);
  // The option that is no longer sold stays in the list, because it is what is in the cart.
  const options = createMemo(() => {
    const sold = offers().map((offer) => ({ value: offer.id, label: optionName(offer) }));
    return sold.some(({ value }) => value === props.line.offerId)
      ? sold
      : [{ value: props.line.offerId, label: optionName(props.line) }, ...sold];
  });
  const choose = (offerId: string) => {
    const { id: lineId } = props.line;
    void edit.run(() => api.cart.change.mutate({ lineId, offerId }));
  };
  const sold = () => props.line.problem !== 'offer_unavailable';
  return (
    <li class="cart-line" aria-busy={edit.busy()}>
      <div class="cart-line-head">
        <h2>
          <A href={`/marketplace/${props.line.productCode}?plan=${props.line.planCode}`}>{lineTitle(props.line)}</A>
          <span class="cart-line-price">{unitPriceText(props.line)}</span>
        </h2>
        <span class="cart-line-charge">{formatMoney(props.line.chargeMinor, props.line.currency)}</span>
        <IconButton icon={Trash} label={cart().remove(lineTitle(props.line))} tipSide="end" onClick={() => void removeLine(props.line)} />
      </div>
      <CartLineProblem line={props.line} />
      <Show when={sold()}>
        <div class="cart-line-fields">
          <SelectInput
            name={`option-${props.line.id}`}
            label={cart().option}
            required
            value={props.line.offerId}
            options={options()}
            onChange={choose}
          />
          <NumberInput
            name={`quantity-${props.line.id}`}
            label={cart().quantity}
            value={edit.typed()}
            min={props.line.minSeats}
            max={props.line.maxSeats}
            unit={unitWord(readWholeNumber(edit.typed()) ?? 0, props.line.unitType)}
            error={edit.error()}
            onInput={edit.type}
          />
        </div>
        <p class="small soft">
          {commitmentText(props.line)} <Show when={policy()}>{(known) => cancellationText(known(), now())}</Show>
        </p>
      </Show>
      <div role="alert">
        <Show when={edit.failure()}>{(failure) => <p class="field-error">{failureText(failure())}</p>}</Show>
      </div>
    </li>
  );
};
