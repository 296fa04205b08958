import { z } from 'zod';

const text = z.string().trim().min(1).max(200);

/** The vendor takes names in any case (its own examples send PascalCase and answer in camelCase). */
export const uncapitalised = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(uncapitalised);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([name, inner]) => [name.charAt(0).toLowerCase() + name.slice(1), uncapitalised(inner)]);
  return Object.fromEntries(entries) as unknown;
};

/** An optional field that is null is absent. */
export const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (value === null || typeof value !== 'object') return value ?? undefined;
  return Object.fromEntries(Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, withoutNulls(inner)]])));
};

export const customerSchema = z.object({
  companyProfile: z.object({
    domain: z
      .string()
      .toLowerCase()
      .regex(/^[a-z0-9][a-z0-9-]{0,60}\.onmicrosoft\.com$/),
  }),
  billingProfile: z.object({
    email: z.email(),
    culture: text,
    language: text,
    companyName: text,
    defaultAddress: z.object({
      country: z.string().length(2),
      city: text,
      state: z.string().max(100).optional(),
      addressLine1: text,
      postalCode: z.string().max(20).optional(),
      firstName: text,
      lastName: text,
      phoneNumber: z.string().max(40).optional(),
    }),
  }),
});

export const agreementSchema = z.object({
  primaryContact: z.object({ firstName: text, lastName: text, email: z.email(), phoneNumber: z.string().max(40).default('') }),
  templateId: text,
  dateAgreed: z.iso.datetime({ offset: true }),
  type: z.literal('MicrosoftCustomerAgreement'),
});

export const qualificationSchema = z.object({
  qualification: z.enum(['None', 'Education', 'GovernmentCommunityCloud', 'StateOwnedEntity', 'NonProfit']),
  educationSegment: z.enum(['K12', 'HigherEducation']).optional(),
  website: text.optional(),
  validationCode: text.optional(),
});

/** Whatever else a line says (promotion, attestation, custom end date, participants, provisioning context) is kept, and answered. */
const cartLine = z.looseObject({
  id: z.coerce.number().int().min(0),
  catalogItemId: text,
  friendlyName: z.string().max(200).optional(),
  quantity: z.int().min(1),
  billingCycle: text,
  termDuration: z.enum(['P1M', 'P1Y', 'P3Y']),
  orderGroup: z.string().max(100).optional(),
  promotionId: z.string().max(200).optional(),
});

export const cartSchema = z.object({ lineItems: z.array(cartLine).min(1).max(50) });

/** What can be changed of a subscription, and what the vendor would refuse or do otherwise: nothing that is sent is passed over. */
export const subscriptionChangeSchema = z.object({
  status: z.string().toLowerCase().optional(),
  quantity: z.int().min(1).optional(),
  autoRenewEnabled: z.boolean().optional(),
  friendlyName: z.string().min(1).max(200).optional(),
  billingCycle: text.optional(),
  partnerId: z.string().max(50).optional(),
  offerId: text.optional(),
  termDuration: text.optional(),
  scheduledNextTermInstructions: z.unknown().optional(),
  scheduledActions: z.unknown().optional(),
  attributes: z.object({ etag: z.string().optional() }).optional(),
});
export type SubscriptionChange = z.infer<typeof subscriptionChangeSchema>;
