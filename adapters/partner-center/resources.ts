import { z } from 'zod';
import { code, instant, listOf, maybe, text } from './shapes.js';

/** The parts that we read of the vendor's resources, under the vendor's names. What has to be there is what nothing can be done without. */
export const partnerCustomer = z.object({
  id: text.min(1),
  companyProfile: maybe(z.object({ domain: maybe(text), companyName: maybe(text) })),
  billingProfile: maybe(z.object({ email: maybe(text), companyName: maybe(text) })),
});
export type PartnerCustomer = z.infer<typeof partnerCustomer>;

export const agreementTemplate = z.object({ templateId: text.min(1) });

export const partnerQualification = z.object({ qualification: text, vettingStatus: maybe(text), vettingReason: maybe(text) });
export type PartnerQualification = z.infer<typeof partnerQualification>;
/** A plain list, as the vendor documents it, or a collection as all its others are. */
export const partnerQualifications = z.union([
  listOf(partnerQualification).refine((all) => all.length > 0),
  z.object({ items: listOf(partnerQualification) }).transform(({ items }) => items),
  listOf(partnerQualification),
]);

export const partnerCart = z.object({
  id: text.min(1),
  status: maybe(text),
  lineItems: listOf(
    z.object({
      friendlyName: maybe(text),
      orderGroup: maybe(text),
      error: maybe(z.object({ errorCode: maybe(code), errorDescription: maybe(text) })),
    }),
  ),
});
export type PartnerCart = z.infer<typeof partnerCart>;
export type PartnerCartLine = PartnerCart['lineItems'][number];

const orderLine = z.object({
  friendlyName: maybe(text),
  subscriptionId: maybe(text),
  /** Prices are doubles in the order's currency, and there only when they are asked for. `extendedPrice`: of the whole line. */
  pricing: maybe(z.object({ extendedPrice: maybe(z.number()) })),
});
export const partnerOrder = z.object({ id: maybe(text), currencyCode: maybe(text), lineItems: listOf(orderLine) });
export type PartnerOrder = z.infer<typeof partnerOrder>;

export const partnerCheckout = z.object({
  orders: listOf(partnerOrder),
  orderErrors: listOf(z.object({ orderGroupId: maybe(text), code: maybe(code), description: maybe(text) })),
});
export type PartnerCheckout = z.infer<typeof partnerCheckout>;

const subscription = z.object({
  id: text.min(1),
  friendlyName: maybe(text),
  quantity: maybe(z.number()),
  status: text.toLowerCase().catch('unknown'),
  /** The order that it was bought by. */
  orderId: maybe(text),
  suspensionReasons: listOf(text),
  creationDate: maybe(instant),
  effectiveStartDate: maybe(instant),
  cancellationAllowedUntilDate: maybe(instant),
  commitmentEndDate: maybe(instant),
  refundableQuantity: maybe(z.object({ details: listOf(z.object({ quantity: maybe(z.number()), allowedUntilDateTime: maybe(instant) })) })),
  attributes: maybe(z.object({ etag: maybe(text) })),
});
/** `whole`: all that the vendor said, as it wants the whole resource back when it is changed. */
export const partnerSubscription = z.looseObject({}).transform((whole, context) => {
  const read = subscription.safeParse(whole);
  if (read.success) return { ...read.data, whole };
  context.addIssue('a subscription that can’t be read');
  return z.NEVER;
});
export type PartnerSubscription = z.infer<typeof partnerSubscription>;

/** success, pending or failed; refreshed about every fifteen minutes. */
export const partnerProvisioning = z.object({ status: text.toLowerCase().catch('unknown') });

/** An offer as the vendor sells it now. `terms` have ISO 8601 durations. */
export const partnerAvailability = z.object({
  isPurchasable: maybe(z.boolean()),
  terms: listOf(z.object({ duration: text, billingCycle: maybe(text) })),
});
export type PartnerAvailability = z.infer<typeof partnerAvailability>;
