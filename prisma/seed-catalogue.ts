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

/** The three options under which a New Commerce licence is sold; prices are per unit and charge. */
const nceOffers = (plan: CataloguePlan) => {
  const [monthly, annualMonthly, annual] = plan.prices ?? [0, 0, 0];
  return [
    { suffix: 'P1Y-annual', termDuration: 'P1Y', billingCycle: 'annual', unitPriceMinor: annual },
    { suffix: 'P1M-monthly', termDuration: 'P1M', billingCycle: 'monthly', unitPriceMinor: monthly },
    { suffix: 'P1Y-monthly', termDuration: 'P1Y', billingCycle: 'monthly', unitPriceMinor: annualMonthly },
  ];
};

/** Writes the catalogue; what is there already stays, with the same ids. */
export const seedCatalogue = async (tx: Tx): Promise<void> => {
  const { id: cancellationPolicyId } = await tx.cancellationPolicy.upsert({
    where: { code: NCE.cancellation.code },
    create: NCE.cancellation,
    update: {},
  });
  const { id: termPolicyId } = await tx.termPolicy.upsert({ where: { code: NCE.term.code }, create: NCE.term, update: {} });
  for (const product of catalogue) {
    const { code, vendor, category, unitType, en, it, descriptionEn, descriptionIt } = product;
    const row = { vendor, category, unitType, nameEn: en, nameIt: it, descriptionEn, descriptionIt };
    const { id: productId } = await tx.product.upsert({ where: { code }, create: { code, ...row }, update: row });
    for (const [position, plan] of product.plans.entries()) {
      const facts = { productId, nameEn: plan.en, nameIt: plan.it, minUnits: plan.min ?? 1, maxUnits: plan.max, position };
      const { id: planId } = await tx.plan.upsert({ where: { code: plan.code }, create: { code: plan.code, ...facts }, update: facts });
      if (!plan.prices) continue;
      for (const { suffix, ...offer } of nceOffers(plan)) {
        const offerCode = `${plan.code}-${suffix}`;
        await tx.offer.upsert({
          where: { code: offerCode },
          create: { code: offerCode, planId, ...offer, currency: 'EUR', maxSeats: plan.max, cancellationPolicyId, termPolicyId },
          update: {},
        });
      }
    }
  }
};
