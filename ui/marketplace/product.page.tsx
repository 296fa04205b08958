import { useNavigate, useParams } from '@solidjs/router';
import { Show, createSignal } from 'solid-js';
import { api } from '../api.js';
import { Button, ButtonLink } from '../components/button.js';
import { NumberInput, readWholeNumber } from '../components/number-input.js';
import { FormFailure } from '../components/form-failure.js';
import { PageHead } from '../components/page-head.js';
import { Skeleton } from '../components/states.js';
import { toast } from '../components/toast.js';
import { useUrlState } from '../components/url-state.js';
import { showCart } from '../cart/cart.data.js';
import { createFormState } from '../form-state.js';
import { formatMoney } from '../format/money.js';
import { named } from '../format/named.js';
import { formatNumber } from '../format/numbers.js';
import { useNow } from '../format/times.js';
import { messages } from '../i18n.js';
import { cancellationText, commitmentText, optionName, unitPriceText } from '../offers/offer-words.js';
import { quantityIssue } from '../offers/quantity.js';
import { QueryView } from '../query-view.js';
import { may } from '../session/session.js';
import { unitsText, unitWord } from '../timeline/units.js';
import '../customer/customer.css';
import './marketplace.css';
import { useProduct, type Offer, type Plan, type ProductCard } from './marketplace.data.js';
import { OptionCards, PlanCards } from './choices.js';

const marketplace = messages('marketplace');
const offers = messages('offers');

/** B30, B31: a product, its plans, and the options that each is sold under. */
const ProductPage = () => {
  const params = useParams<{ code: string }>();
  const found = useProduct(() => params.code);
  return (
    <QueryView query={found} waiting={<Skeleton lines={8} />}>
      {(known) => <ProductView product={known().product} plans={known().plans} />}
    </QueryView>
  );
};

interface ProductViewProps {
  readonly product: ProductCard;
  readonly plans: readonly Plan[];
}

const ProductView = (props: ProductViewProps) => {
  const url = useUrlState();
  const plan = (): Plan => props.plans.find(({ code }) => code === url.text('plan')) ?? props.plans[0]!;
  // Among the options the one billed monthly on the longer term is what most buy.
  const offer = (): Offer =>
    plan().offers.find(({ id }) => id === url.text('option')) ??
    plan().offers.find(({ termDuration, billingCycle }) => termDuration === 'P1Y' && billingCycle === 'monthly') ??
    plan().offers[0]!;
  return (
    <>
      <PageHead
        title={named(props.product.nameEn, props.product.nameIt)}
        below={
          <>
            <span>{offers().vendor[props.product.vendor] ?? props.product.vendor}</span>
            <span>{named(props.product.descriptionEn, props.product.descriptionIt)}</span>
          </>
        }
        actions={<ButtonLink href="/marketplace">{marketplace().all}</ButtonLink>}
      />
      <div class="subject subject-first">
        <div>
          <Show when={props.plans.length > 1}>
            <PlanCards
              plans={props.plans}
              unitType={props.product.unitType}
              chosen={plan().code}
              onChoose={(code) => url.set({ plan: code, option: undefined })}
            />
          </Show>
          <OptionCards
            offers={plan().offers}
            unitType={props.product.unitType}
            chosen={offer().id}
            onChoose={(option) => url.set({ option })}
          />
        </div>
        <div>
          <Choice product={props.product} plan={plan()} offer={offer()} />
        </div>
      </div>
    </>
  );
};

interface ChoiceProps {
  readonly product: ProductCard;
  readonly plan: Plan;
  readonly offer: Offer;
}

/** What was chosen, for how many, and what that commits to. */
const Choice = (props: ChoiceProps) => {
  const navigate = useNavigate();
  const now = useNow();
  const [typed, setTyped] = createSignal<string>();
  const shown = () => typed() ?? String(props.offer.minSeats);
  const quantity = () => readWholeNumber(shown());
  const form = createFormState(() => {
    const issue = quantityIssue(quantity(), props.offer);
    return issue ? [{ field: 'quantity', ...issue }] : [];
  });
  const right = () => (form.issues().length === 0 ? quantity() : undefined);
  const line = (count: number) => ({ ...props.offer, unitType: props.product.unitType, quantity: count });
  const planName = () => named(props.plan.nameEn, props.plan.nameIt);
  const title = () => `${named(props.product.nameEn, props.product.nameIt)} ${planName()}`;
  const add = async () => {
    const count = quantity() ?? 0;
    const { id: offerId } = props.offer;
    const text = marketplace().added(unitsText(count, props.product.unitType), title());
    showCart(await api.cart.add.mutate({ offerId, quantity: count }));
    toast('done', text, { label: marketplace().openCart, run: () => navigate('/cart') });
  };
  return (
    <section class="panel" aria-label={marketplace().choice}>
      <div class="panel-head">
        <h2>{planName()}</h2>
      </div>
      <form
        class="panel-body stack"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void form.send(add);
        }}
      >
        <p>
          {optionName(props.offer)}
          <br />
          <b>{unitPriceText(line(1))}</b>
        </p>
        <NumberInput
          name="quantity"
          label={marketplace().quantity(unitWord(2, props.product.unitType))}
          hint={marketplace().range(formatNumber(props.offer.minSeats), unitsText(props.offer.maxSeats, props.product.unitType))}
          value={shown()}
          min={props.offer.minSeats}
          max={props.offer.maxSeats}
          unit={unitWord(quantity() ?? 0, props.product.unitType)}
          error={form.errorOf('quantity')}
          onInput={(value) => {
            setTyped(value);
            form.changed('quantity');
            form.touch('quantity');
          }}
        />
        <Show when={right()}>
          {(count) => (
            <div class="stack-tight">
              <p>{commitmentText(line(count()))}</p>
              <p class="soft">{cancellationText(props.offer.policy, now())}</p>
            </div>
          )}
        </Show>
        <FormFailure failure={form.failure()?.issues.length === 0 ? form.failure() : undefined} />
        <Show when={may('cart.write')} fallback={<p class="soft">{marketplace().customersBuy}</p>}>
          <Button type="submit" kind="primary" busy={form.busy()}>
            {marketplace().add}
          </Button>
          <Show when={right()}>
            {(count) => (
              <p class="small soft">{marketplace().today(formatMoney(props.offer.unitPriceMinor * count(), props.offer.currency))}</p>
            )}
          </Show>
        </Show>
      </form>
    </section>
  );
};

export default ProductPage;
