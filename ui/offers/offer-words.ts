import { commitmentOf } from '../../domain/order/amounts.js';
import { windowEndOf, type CancellationWindow } from '../../domain/subscription/cancellation-window.js';
import { formatMoney } from '../format/money.js';
import { formatDateTimeZone } from '../format/times.js';
import { messages } from '../i18n.js';
import { unitsText, unitWord } from '../timeline/units.js';

const words = messages('offers');

export interface OfferTerm {
  readonly termDuration: string;
  readonly billingCycle: string;
}

export interface Policy extends CancellationWindow {
  readonly refundRule: string;
  readonly afterWindow: string;
}

interface Priced extends OfferTerm {
  readonly unitPriceMinor: number;
  readonly currency: string;
  readonly unitType: string;
}

/** "Annual term, billed monthly". */
export const optionName = ({ termDuration, billingCycle }: OfferTerm): string =>
  words().options[`${termDuration} ${billingCycle}`] ?? `${termDuration} ${billingCycle}`;

/** "per seat and month". */
export const unitPeriodText = ({ unitType, billingCycle }: Pick<Priced, 'unitType' | 'billingCycle'>): string =>
  words().unitPeriod(unitWord(1, unitType), words().period[billingCycle] ?? billingCycle);

/** "€ 12.60 per seat and month". */
export const unitPriceText = (offer: Omit<Priced, 'termDuration'>): string =>
  `${formatMoney(offer.unitPriceMinor, offer.currency)} ${unitPeriodText(offer)}`;

/** "€ 151.20 per seat over 12 months": what makes options of different billing comparable. */
export const wholeTermText = (offer: Priced): string => {
  const { months, charges, totalMinor } = commitmentOf({ ...offer, quantity: 1 });
  if (charges === 1) return words().forMonths(months);
  return words().wholeTerm(formatMoney(totalMinor, offer.currency), unitWord(1, offer.unitType), months);
};

/** What is agreed to, with its numbers: for how long, how often it is billed, and what it comes to. */
export const commitmentText = (line: Priced & { readonly quantity: number }): string => {
  const { months, charges, chargeMinor, totalMinor } = commitmentOf(line);
  const money = (minor: number) => formatMoney(minor, line.currency);
  return words().commitment({
    months,
    charges,
    cycle: line.billingCycle,
    unitPrice: money(line.unitPriceMinor),
    units: unitsText(line.quantity, line.unitType),
    charge: money(chargeMinor),
    total: money(totalMinor),
  });
};

/** Until when it can be cancelled if it is bought at `boughtAtMs`, on what terms, and what holds afterwards. */
export const cancellationText = (policy: Policy, boughtAtMs: number): string => {
  const until = formatDateTimeZone(windowEndOf(policy, new Date(boughtAtMs).toISOString()));
  const cancel = words().cancel[policy.refundRule] ?? words().cancelUntil;
  return [cancel(until), words().afterWindow[policy.afterWindow]].filter(Boolean).join(' ');
};
