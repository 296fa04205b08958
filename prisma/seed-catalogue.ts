import { catalogue, type CataloguePlan } from './catalogue.js';
import type { Tx } from './client.js';

const NCE = {
  cancellation: {
    code: 'nce-licence',
    windowHours: 168,
    windowClock: 'elapsed-hours',
    refundRule: 'prorated-by-day',
    fullRefundHours: 0,
    afterWindow: 'keep-and-charge',
    partialReduction: true,
  },
  term: {
    code: 'nce-licence',
    upgradeAllowed: true,
    downgradeMidTerm: false,
    longerTermMidTerm: true,
    coTermination: true,
    renewalNoticeDays: [30, 7],
    extendedTermRateBp: 300,
  },
};

/** Services by the month: given back in full within three days, and otherwise to the end of the month. */
const SERVICE = {
  cancellation: {
    code: 'service-month',
    windowHours: 72,
    windowClock: 'elapsed-hours',
    refundRule: 'full',
    fullRefundHours: 72,
    afterWindow: 'end-of-term',
    partialReduction: true,
  },
  term: {
    code: 'service-month',
    upgradeAllowed: true,
    downgradeMidTerm: false,
    longerTermMidTerm: false,
    coTermination: false,
    renewalNoticeDays: [7],
    extendedTermRateBp: 0,
  },
};

/** The three options under which a New Commerce licence is sold; prices are per unit and charge. */
const nceOffers = (plan: CataloguePlan) => {
  const [monthly, annualMonthly, annual] = plan.prices ?? [0, 0, 0];
  return [
    { suffix: 'P1Y-annual', termDuration: 'P1Y', billingCycle: 'annual', unitPriceMinor: annual },
    { suffix: 'P1M-monthly', termDuration: 'P1M', billingCycle: 'monthly', unitPriceMinor: monthly },
    { suffix: 'P1Y-monthly', termDuration: 'P1Y', billingCycle: 'monthly', unitPriceMinor: annualMonthly },
  ];
};

interface Policies {
  readonly cancellationPolicyId: string;
  readonly termPolicyId: string;
}

const policiesOf = async (tx: Tx, { cancellation, term }: typeof NCE | typeof SERVICE): Promise<Policies> => {
  const where = { code: cancellation.code };
  const [cancelling, terms] = [
    await tx.cancellationPolicy.upsert({ where, create: cancellation, update: {} }),
    await tx.termPolicy.upsert({ where: { code: term.code }, create: term, update: {} }),
  ];
  return { cancellationPolicyId: cancelling.id, termPolicyId: terms.id };
};

/** The offers of a plan; an offer's code is the plan's and its suffix. */
export const offersOf = (plan: CataloguePlan) => [
  ...(plan.prices ? nceOffers(plan) : []),
  ...(plan.monthlyPrice === undefined
    ? []
    : [{ suffix: 'P1M-monthly', termDuration: 'P1M', billingCycle: 'monthly', unitPriceMinor: plan.monthlyPrice }]),
];

/** Writes the catalogue; what is there already stays, with the same ids. */
export const seedCatalogue = async (tx: Tx): Promise<void> => {
  const [licence, service] = [await policiesOf(tx, NCE), await policiesOf(tx, SERVICE)];
  for (const product of catalogue) {
    const { code, vendor, category, unitType, en, it, descriptionEn, descriptionIt } = product;
    const row = { vendor, category, unitType, nameEn: en, nameIt: it, descriptionEn, descriptionIt };
    const { id: productId } = await tx.product.upsert({ where: { code }, create: { code, ...row }, update: row });
    for (const [position, plan] of product.plans.entries()) {
      const facts = { productId, nameEn: plan.en, nameIt: plan.it, minUnits: plan.min ?? 1, maxUnits: plan.max, position };
      const { id: planId } = await tx.plan.upsert({ where: { code: plan.code }, create: { code: plan.code, ...facts }, update: facts });
      const policies = plan.prices ? licence : service;
      for (const { suffix, ...offer } of offersOf(plan)) {
        const offerCode = `${plan.code}-${suffix}`;
        const terms = { planId, currency: 'EUR', minSeats: plan.min ?? 1, maxSeats: plan.max, ...policies };
        await tx.offer.upsert({ where: { code: offerCode }, create: { code: offerCode, ...terms, ...offer }, update: {} });
      }
    }
  }
};
