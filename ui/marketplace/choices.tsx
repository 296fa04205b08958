import { For, type JSX } from 'solid-js';
import { formatMoney } from '../format/money.js';
import { named } from '../format/named.js';
import { messages } from '../i18n.js';
import { optionName, unitPeriodText, unitPriceText, wholeTermText } from '../offers/offer-words.js';
import './marketplace.css';
import type { Offer, Plan } from './marketplace.data.js';

const marketplace = messages('marketplace');

interface CardsProps {
  readonly legend: string;
  readonly name: string;
  readonly cards: readonly { readonly value: string; readonly title: string; readonly content: JSX.Element }[];
  readonly chosen: string;
  readonly onChoose: (value: string) => void;
}

/** A few choices side by side, of which one holds. */
const Cards = (props: CardsProps) => (
  <fieldset class="offer-choices">
    <legend>{props.legend}</legend>
    <div class="offer-cards">
      <For each={props.cards}>
        {(card) => (
          <label class="choice offer-card">
            <input
              type="radio"
              name={props.name}
              value={card.value}
              checked={props.chosen === card.value}
              onChange={() => props.onChoose(card.value)}
            />
            <span class="stack-tight">
              <span class="offer-title">{card.title}</span>
              {card.content}
            </span>
          </label>
        )}
      </For>
    </div>
  </fieldset>
);

interface PlanCardsProps {
  readonly plans: readonly Plan[];
  readonly unitType: string;
  readonly chosen: string;
  readonly onChoose: (code: string) => void;
}

/** The plans of a product, each with its lowest price. */
export const PlanCards = (props: PlanCardsProps) => {
  const lowest = (plan: Plan) => [...plan.offers].sort((a, b) => a.unitPriceMinor - b.unitPriceMinor)[0]!;
  return (
    <Cards
      legend={marketplace().plan}
      name="plan"
      chosen={props.chosen}
      onChoose={(code) => props.onChoose(code)}
      cards={props.plans.map((plan) => ({
        value: plan.code,
        title: named(plan.nameEn, plan.nameIt),
        content: (
          <small class="soft">
            {marketplace().from} {unitPriceText({ ...lowest(plan), unitType: props.unitType })}
          </small>
        ),
      }))}
    />
  );
};

interface OptionCardsProps {
  readonly offers: readonly Offer[];
  readonly unitType: string;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** B31: the options of a plan side by side: the price of a charge, and what a unit comes to over the whole term. */
export const OptionCards = (props: OptionCardsProps) => (
  <Cards
    legend={marketplace().option}
    name="option"
    chosen={props.chosen}
    onChoose={(id) => props.onChoose(id)}
    cards={props.offers.map((offer) => ({
      value: offer.id,
      title: optionName(offer),
      content: (
        <>
          <span class="offer-price">{formatMoney(offer.unitPriceMinor, offer.currency)}</span>
          <small class="soft">{unitPeriodText({ ...offer, unitType: props.unitType })}</small>
          <small class="soft">{wholeTermText({ ...offer, unitType: props.unitType })}</small>
        </>
      ),
    }))}
  />
);
